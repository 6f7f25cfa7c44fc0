// bsearch, lfind, tsearch with twalk: more of libc that calls back, with comparators that keep state.
// want stdout: bsearch 1000 found, 0 wrong
// want stdout: tree 1 2 3 4 5 6 7 8 9
// want stdout: lfind at 3
#include <search.h>
#include <stdio.h>
#include <stdlib.h>

static int calls;
static int by_value(const void* a, const void* b) {
  calls++;
  return (*(const int*)a > *(const int*)b) - (*(const int*)a < *(const int*)b);
}
static void visit(const void* node, VISIT which, int depth) {
  if (which == postorder || which == leaf) printf(" %d", **(int* const*)node);
}

int main(void) {
  static int a[1000];
  int found = 0, wrong = 0;
  for (int i = 0; i < 1000; i++) a[i] = i * 3;
  for (int i = 0; i < 3000; i++) {
    int* p = bsearch(&i, a, 1000, sizeof a[0], by_value);
    found += p != 0;
    wrong += (p != 0) != (i % 3 == 0) || (p && *p != i);
  }
  printf("bsearch %d found, %d wrong\n", found, wrong + (calls < 3000));
  static int keys[] = {5, 2, 8, 1, 9, 3, 7, 4, 6};
  void* root = 0;
  for (int i = 0; i < 9; i++) tsearch(&keys[i], &root, by_value);
  printf("tree");
  twalk(root, visit);
  size_t n = 9;
  int key = 1;
  int* p = lfind(&key, keys, &n, sizeof keys[0], by_value);
  printf("\nlfind at %d\n", (int)(p - keys));
}
