// Locals aligned to 32, 128 and 4096 bytes lie where they must, at every depth and on every goroutine.
// want stdout: 8 goroutines, 0 misaligned, 0 overwritten
#include <gort/gort.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

static _Atomic int misaligned, overwritten, done;

static int check(const void* p, uintptr_t align) { return (uintptr_t)p % align != 0; }

__attribute__((noinline)) static int down(int n) {
  _Alignas(32) char a[40];
  _Alignas(128) char b[200];
  char odd[n % 13 + 1];
  memset(a, 1, sizeof a), memset(b, 2, sizeof b), memset(odd, 3, sizeof odd);
  __asm__("" : : "r"(a), "r"(b), "r"(odd) : "memory");
  misaligned += check(a, 32) + check(b, 128);
  int s = n ? down(n - 1) : 0;
  if (a[0] != 1 || a[39] != 1 || b[0] != 2 || b[199] != 2 || odd[0] != 3) overwritten++;
  return s + a[0];
}
__attribute__((noinline)) static int pages(int n) {
  _Alignas(4096) char page[4096];
  memset(page, n, sizeof page);
  __asm__("" : : "r"(page) : "memory");
  misaligned += check(page, 4096);
  int s = n ? pages(n - 1) : 0;
  for (size_t i = 0; i < sizeof page; i++)
    if (page[i] != (char)n) overwritten++;
  return s + 1;
}

static void dives(void* arg) {
  down(300);
  pages(20);
  gort_yield();
  pages(3);
  done++;
}

int main(void) {
  for (int i = 0; i < 8; i++) gort_go(dives, 0);
  while (done < 8) gort_yield();
  printf("8 goroutines, %d misaligned, %d overwritten\n", misaligned, overwritten);
}
