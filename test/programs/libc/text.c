// The C library's text functions, which run on the goroutine's stack, in goroutines whose stacks are at their end and while
// others are preempted.
// want stdout: 64 goroutines, sum 1179648
#define _GNU_SOURCE
#include <ctype.h>
#include <gort/gort.h>
#include <stdio.h>
#include <string.h>
#include <wchar.h>

enum { kGoroutines = 64, kTurns = 256 };

static gort_waitgroup done;
static long sums[kGoroutines];

// Deep enough to meet every distance from the end of the first segment.
__attribute__((noinline)) static long at_depth(int depth, const char* text, char* space) {
  volatile char pad[24];
  pad[0] = (char)depth;
  if (depth) return at_depth(depth - 1, text, space) + pad[0] - depth;
  long sum = 0;
  sum += strchr(text, 'k') - text;                                                                               // 8
  sum += strrchr(text, 'o') - text;                                                                              // 17
  sum += strcmp(text, "the quick brown fox") == 0;                                                               // 1
  sum += strncmp(text, "the quiet", 7) == 0;                                                                     // 1
  sum += strcasecmp(text, "THE quick BROWN fox") == 0;                                                           // 1
  sum += stpcpy(space, text) - space;                                                                            // 19
  sum += (long)strnlen(text, 9);                                                                                 // 9
  sum += (char*)memrchr(text, 'q', 19) - text;                                                                   // 4
  sum += (strncpy(space, "x", 8), space[1] == 0);                                                                // 1
  sum += (long)wcslen(L"four");                                                                                  // 4
  for (const char* c = text; *c; c++) sum += isspace((unsigned char)*c) ? 1 : toupper((unsigned char)*c) == *c;  // 3
  sum += strchrnul(text, '!') - text - 15;                                                                       // 4
  return sum;                                                                                                    // 72
}

static void work(void* arg) {
  long* sum = arg;
  char text[32] = "the quick brown fox", space[32];
  for (int turn = 0; turn < kTurns; turn++) *sum += at_depth(turn % 64, text, space);
  gort_waitgroup_done(&done);
}

int main(void) {
  gort_waitgroup_add(&done, kGoroutines);
  for (int i = 0; i < kGoroutines; i++) gort_go(work, &sums[i]);
  gort_waitgroup_wait(&done);
  long sum = 0;
  for (int i = 0; i < kGoroutines; i++) sum += sums[i];
  printf("%d goroutines, sum %ld\n", kGoroutines, sum);
}
