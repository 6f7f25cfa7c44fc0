// Variable length arrays and alloca, small and large, in loops and in recursion, with the addresses still right after calls.
// native: no (needs the big stack)
// want stdout: vla 500500
// want stdout: alloca list 499500
// want stdout: large 3145728
// want stdout: recursion 5050
#include <alloca.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

__attribute__((noinline)) static int sum(const int* a, int n) {
  int s = 0;
  for (int i = 0; i < n; i++) s += a[i];
  return s;
}
__attribute__((noinline)) static int vla(int n) {
  int a[n];
  for (int i = 0; i < n; i++) a[i] = i + 1;
  return sum(a, n);
}

struct item {
  struct item* next;
  int value;
};
__attribute__((noinline)) static int list(int n) {
  struct item* head = 0;
  for (int i = 0; i < n; i++) {
    struct item* it = alloca(sizeof *it + (size_t)(i % 7) * 16);
    it->next = head, it->value = i;
    head = it;
  }
  int s = 0;
  for (; head; head = head->next) s += head->value;
  return s;
}
__attribute__((noinline)) static int64_t large(size_t n) {
  char* p = alloca(n);
  memset(p, 1, n);
  int64_t s = 0;
  for (size_t i = 0; i < n; i++) s += p[i];
  return s;
}
__attribute__((noinline)) static int recursion(int n) {
  if (!n) return 0;
  int a[n * 10];
  for (int i = 0; i < n * 10; i++) a[i] = n;
  int below = recursion(n - 1);
  return below + (sum(a, n * 10) == n * n * 10 ? n : -1000000);
}

int main(void) {
  printf("vla %d\n", vla(1000));
  printf("alloca list %d\n", list(1000));
  printf("large %lld\n", (long long)large(3 << 20));
  printf("recursion %d\n", recursion(100));
}
