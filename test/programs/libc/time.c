// Clocks and sleeps of libc, from several goroutines: time goes forward, and nobody wakes early.
// want stdout: forward 1, gmtime 2001-09-09 01:46:40, slept enough 10
#include <gort/gort.h>
#include <stdatomic.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static _Atomic int enough, done;
static int64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000ll + t.tv_nsec;
}
static void sleeps(void* arg) {
  int64_t start = now(), ns = (intptr_t)arg * 3000000;
  struct timespec t = {0, ns};
  while (nanosleep(&t, &t)) {
  }
  if (now() - start >= ns) enough++;
  done++;
}

int main(void) {
  int64_t a = now(), b = gort_nanotime(), c = now();
  time_t t = 1000000000;
  char text[50];
  strftime(text, sizeof text, "%F %T", gmtime(&t));
  for (intptr_t i = 0; i < 10; i++) gort_go(sleeps, (void*)i);
  while (done < 10) gort_yield();
  printf("forward %d, gmtime %s, slept enough %d\n", a <= c && b > 0 && c <= now(), text, enough);
}
