// A program of many small calls: builds and evaluates expression trees by function pointers, with qsort-like recursion
// and strings in between. It stands for ordinary C code.
#include <stdlib.h>
#include <string.h>

#include "bench.h"

struct node {
  int64_t (*eval)(const struct node*, int64_t);
  struct node *left, *right;
  int64_t value;
};
static struct node pool[1 << 16];
static int used;

static int64_t constant(const struct node* n, int64_t x) { return n->value; }
static int64_t variable(const struct node* n, int64_t x) { return x; }
static int64_t plus(const struct node* n, int64_t x) { return n->left->eval(n->left, x) + n->right->eval(n->right, x); }
static int64_t minus(const struct node* n, int64_t x) {
  return n->left->eval(n->left, x) - n->right->eval(n->right, x);
}
static int64_t times(const struct node* n, int64_t x) {
  return n->left->eval(n->left, x) * n->right->eval(n->right, x) % 1000003;
}
static int64_t choose(const struct node* n, int64_t x) {
  return n->value & x ? n->left->eval(n->left, x) : n->right->eval(n->right, x);
}

__attribute__((noinline)) static struct node* make(unsigned seed, int depth) {
  struct node* n = &pool[used++ & 0xffff];
  seed = seed * 1664525 + 1013904223;
  n->value = seed >> 20;
  if (!depth) {
    n->eval = seed >> 31 ? constant : variable;
    return n;
  }
  static int64_t (*const op[])(const struct node*, int64_t) = {plus, minus, times, choose};
  n->eval = op[seed >> 24 & 3];
  n->left = make(seed, depth - 1);
  n->right = make(seed * 3 + 1, depth - 1);
  return n;
}

__attribute__((noinline)) static int less(int64_t a, int64_t b) { return a < b; }
__attribute__((noinline)) static void swap(int64_t* a, int64_t* b) {
  int64_t t = *a;
  *a = *b, *b = t;
}
__attribute__((noinline)) static void sort(int64_t* a, int n, int (*before)(int64_t, int64_t)) {
  if (n < 2) return;
  int64_t pivot = a[n / 2];
  int i = 0, j = n - 1;
  for (;; i++, j--) {
    while (before(a[i], pivot)) i++;
    while (before(pivot, a[j])) j--;
    if (i >= j) break;
    swap(&a[i], &a[j]);
  }
  sort(a, i, before);
  sort(a + i, n - i, before);
}

int main(void) {
  static int64_t results[20000];
  int64_t check = 0, t = now_ns();
  for (int round = 0; round < 12; round++) {
    used = 0;
    struct node* tree = make((unsigned)round, 11);
    for (int x = 0; x < 2000; x++) check += results[x] = tree->eval(tree, x);
    for (int x = 2000; x < 20000; x++) results[x] = (int64_t)x * 7919 % 20011 + round;
    for (int k = 0; k < 3; k++) {
      for (int x = 0; x < 20000; x++) results[x] = results[x] * 31 % 65537;
      sort(results, 20000, less);
    }
    check += results[77];
  }
  int64_t d = now_ns() - t;
  printf("%lld\n", (long long)check);
  report("calls", (double)d / 1e6, "ms");
}
