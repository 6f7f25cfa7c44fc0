// Many threads that are cancelled or leave in the midst of everything: in C calls, in module code, in callbacks,
// before they have begun. What they had is given back: memory does not grow with their number.
// sanitized: no (AddressSanitizer keeps memory, ThreadSanitizer is blind after a forced unwinding)
// timeout: 120
// want stdout: ended 600, handlers right 1, in balance 1
// want stdout: memory in bounds 1
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static atomic_int pushed, ran;
static atomic_long balance;

static void handler(void* memory) {
  ran++;
  free(memory);
  balance--;
}
static int compare(const void* a, const void* b) {
  usleep(1);
  return *(int*)a - *(int*)b;
}
static volatile int sink;
static int down(int n, int how) {
  volatile char frame[300];
  frame[0] = (char)n;
  if (n) return down(n - 1, how) + frame[0];
  pthread_cleanup_push(handler, (balance++, pushed++, malloc(100)));
  switch (how % 6) {
    case 0:
      pthread_exit((void*)1);
    case 1:
      for (;;) pause();
    case 2:
      for (;;) {
        for (int i = 0; i < 1000; i++) sink++;
        pthread_testcancel();
      }
    case 3:
      for (;;) {
        int v[8] = {8, 7, 6, 5, 4, 3, 2, 1};
        qsort(v, 8, sizeof *v, compare);
      }
    case 4:
      pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, NULL);
      for (;;) sink++;
    case 5:
      for (;;) usleep(how % 100);
  }
  pthread_cleanup_pop(0);
  return 0;
}
static void* thread(void* how) {
  pthread_cleanup_push(handler, (balance++, pushed++, malloc(100)));
  down((int)(long)how % 50, (int)(long)how);
  pthread_cleanup_pop(0);
  return NULL;
}

static long resident(void) {
  char line[200];
  long kb = 0;
  FILE* f = fopen("/proc/self/status", "r");
  while (fgets(line, sizeof line, f))
    if (!strncmp(line, "VmRSS:", 6)) kb = atol(line + 6);
  fclose(f);
  return kb;
}

int main(void) {
  enum { kAtOnce = 10, kRounds = 60 };
  long before = 0;
  int ended = 0;
  for (int round = 0; round < kRounds; round++) {
    pthread_t t[kAtOnce];
    for (int i = 0; i < kAtOnce; i++) pthread_create(&t[i], NULL, thread, (void*)(long)(round * kAtOnce + i));
    if (round % 3) usleep(round % 7 * 100);
    for (int i = 0; i < kAtOnce; i++) pthread_cancel(t[i]);
    for (int i = 0; i < kAtOnce; i++) {
      void* r;
      pthread_join(t[i], &r);
      ended += r == PTHREAD_CANCELED || r == (void*)1;
    }
    if (round == kRounds / 3) before = resident();
  }
  printf("ended %d, handlers right %d, in balance %d\n", ended, pushed == ran, balance == 0);
  long more = resident() - before;
  printf("memory in bounds %d\n", more < 8000);
  if (more >= 8000) fprintf(stderr, "%ld KB more\n", more);
}
