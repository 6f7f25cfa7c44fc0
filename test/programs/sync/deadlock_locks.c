// The dump of a deadlock says which kind of lock each goroutine waits for, in Go's words.
// want stderr~: \Afatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 \[sync.WaitGroup.Wait\]:\nmain\(...\)\n
// want stderr~: ^goroutine \d+ \[sync.Mutex.Lock\]:\nlocks\(...\)\n
// want stderr~: ^goroutine \d+ \[sync.RWMutex.Lock\]:\nwrites\(...\)\n
// want stderr~: ^goroutine \d+ \[sync.RWMutex.RLock\]:\nreads\(...\)\n
// want stderr~: ^goroutine \d+ \[sync.Cond.Wait\]:\nwaits\(...\)\n
// want exit: 2
#include <gort/gort.h>

static gort_mutex m;
static gort_rwmutex rw;
static gort_cond c;
static gort_waitgroup wg;
static volatile int x;
static void locks(void* arg) {
  gort_mutex_lock(&m);
  x++;
}
static void writes(void* arg) {
  gort_rwmutex_lock(&rw);
  x++;
}
static void reads(void* arg) {
  while (gort_rwmutex_try_rlock(&rw)) {
    gort_rwmutex_runlock(&rw);
    gort_yield();
  }
  gort_rwmutex_rlock(&rw);
  x++;
}
static void waits(void* arg) {
  gort_mutex own = {0};
  gort_mutex_lock(&own);
  gort_cond_wait(&c, &own);
  x++;
}

int main(void) {
  gort_mutex_lock(&m);
  gort_rwmutex_rlock(&rw);
  gort_go(locks, 0);
  gort_go(writes, 0);
  gort_go(reads, 0);
  gort_go(waits, 0);
  gort_waitgroup_add(&wg, 1);
  gort_waitgroup_wait(&wg);
  x++;
}
