// Frames of 1 MB, 64 KB and 5 KB, called alternately and recursively.
// native: no (needs the big stack)
// want stdout: 1 MB: 40 deep, 820
// want stdout: mixed: 2040
// cflags: -Wno-frame-larger-than
#include <stdio.h>
#include <string.h>

__attribute__((noinline)) static int megabyte(int n) {
  char frame[1 << 20];
  memset(frame, n, sizeof frame);
  __asm__("" : : "r"(frame) : "memory");
  int below = n > 1 ? megabyte(n - 1) : 0;
  return below + frame[12345] + (frame[0] != frame[sizeof frame - 1]);
}
static int small(int n);
__attribute__((noinline)) static int middle(int n) {
  char frame[64 << 10];
  memset(frame, n, sizeof frame);
  __asm__("" : : "r"(frame) : "memory");
  return (n > 0 ? small(n - 1) : 0) + frame[777];
}
__attribute__((noinline)) static int small(int n) {
  char frame[5 << 10];
  memset(frame, 1, sizeof frame);
  __asm__("" : : "r"(frame) : "memory");
  return (n > 0 ? middle(n - 1) : 0) + frame[99];
}

int main(void) {
  printf("1 MB: 40 deep, %d\n", megabyte(40));
  int sum = 0;
  for (int i = 0; i < 10; i++) sum += middle(40) - (40 * 42 / 4 + 20) + 204;
  printf("mixed: %d\n", sum);
}
