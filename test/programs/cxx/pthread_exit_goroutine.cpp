// pthread_exit on goroutines that are no thread's: the stack is unwound, also by destructors that yield, so that it goes
// on on another thread; deferred calls run as an exception runs them. In main it ends the process, after the last
// goroutine.
// want stdout: deep: 100 destroyed, handler 1, thread-local 1
// want stdout: rethrown 2
// want stdout: in a callback: 2 destroyed
// want stdout: deferred
// want stdout: and on
// want stdout: many: 1000 ended, 5000 destroyed
// want stdout: main is left: 1
// want stdout: last goroutine
// want stdout: at exit
#include <gort/gort.h>
#include <pthread.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>

static std::atomic<int> destroyed, ended;
struct Counted {
  char bulk[300];
  ~Counted() {
    gort_yield();
    destroyed++;
  }
};
struct End {
  ~End() { ended++; }
};
static int deep(int n) {
  Counted c;
  c.bulk[n] = 1;
  if (n == 1) pthread_exit(nullptr);
  return deep(n > 0 ? n - 1 : 0) + c.bulk[n];
}
static void wait_for(std::atomic<int>& n, int value) {
  while (n != value) gort_sleep(100'000);
}

static std::atomic<int> handlers, locals;
struct Local {
  int n = 0;
  ~Local() { locals++; }
};
static thread_local Local local;
static void goes_deep(void*) {
  End e;
  local.n = 1;
  pthread_cleanup_push([](void*) { handlers++; }, nullptr);
  deep(100);
  pthread_cleanup_pop(0);
}

static std::atomic<int> caught;
static void rethrows(void*) {
  End e;
  try {
    try {
      pthread_exit(nullptr);
    } catch (...) {
      caught++;
      throw;
    }
  } catch (...) {
    caught++;
    throw;
  }
}

static int compare(const void*, const void*) {
  Counted c;
  pthread_exit(nullptr);
}
static void sorts(void*) {
  End e;
  Counted c;
  int v[2] = {2, 1};
  qsort(v, 2, sizeof *v, compare);
}

static void says(void*) { puts("deferred"); }
static void defers(void*) {
  GORT_FRAME(frame);
  if (gort_enter(&frame)) return;
  gort_defer(&frame, says, nullptr);
  pthread_exit(nullptr);
}
static void with_defers(void*) {
  End e;
  defers(nullptr);
}

static void five(void*) {
  End e;
  deep(5);
}

static void outlives(void*) {
  gort_sleep(50'000'000);
  puts("last goroutine");
}

int main() {
  gort_go(goes_deep, nullptr);
  wait_for(ended, 1);
  wait_for(locals, 1);
  printf("deep: %d destroyed, handler %d, thread-local %d\n", destroyed.load(), handlers.load(), locals.load());
  gort_go(rethrows, nullptr);
  wait_for(ended, 2);
  printf("rethrown %d\n", caught.load());
  destroyed = 0;
  gort_go(sorts, nullptr);
  wait_for(ended, 3);
  printf("in a callback: %d destroyed\n", destroyed.load());
  gort_go(with_defers, nullptr);
  wait_for(ended, 4);
  puts("and on");
  destroyed = ended = 0;
  for (int i = 0; i < 1000; i++) gort_go(five, nullptr);
  wait_for(ended, 1000);
  printf("many: %d ended, %d destroyed\n", ended.load(), destroyed.load());
  atexit([] { puts("at exit"); });
  gort_go(outlives, nullptr);
  pthread_cleanup_push([](void*) { printf("main is left: %d\n", 1); }, nullptr);
  pthread_exit(nullptr);
  pthread_cleanup_pop(0);
}
