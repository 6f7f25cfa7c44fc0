// lib/cgo/keys.cpp: keys for a thread's own values, with destructors in the module.
//
// The C library calls destructors key by key, and ours, which takes m and g away (threads.cpp), is one of them: a
// destructor of the module that came later would make an m that nobody takes away. So the C library is told of no
// destructor, and ours calls them all first.
#include "cgo/keys.h"

#include <limits.h>
#include <pthread.h>
#include <threads.h>

#include <atomic>

namespace gort {

namespace {
using destructor = void (*)(void*);
std::atomic<destructor> destructors[PTHREAD_KEYS_MAX];
}  // namespace

void run_key_destructors() {
  // As often as POSIX has it: a destructor may set a key again.
  for (int round = 0; round < PTHREAD_DESTRUCTOR_ITERATIONS; round++) {
    bool any = false;
    for (pthread_key_t key = 0; key < PTHREAD_KEYS_MAX; key++) {
      destructor fn = destructors[key].load(std::memory_order_acquire);
      if (!fn) continue;
      void* value = pthread_getspecific(key);
      if (!value) continue;
      pthread_setspecific(key, nullptr);
      fn(value);
      any = true;
    }
    if (!any) return;
  }
}

extern "C" {

int gort_pthread_key_create(pthread_key_t* key, destructor fn) {
  int err = pthread_key_create(key, nullptr);
  if (err == 0) destructors[*key].store(fn, std::memory_order_release);
  return err;
}

int gort_pthread_key_delete(pthread_key_t key) {
  if (key < PTHREAD_KEYS_MAX) destructors[key].store(nullptr, std::memory_order_release);
  return pthread_key_delete(key);
}

int gort_tss_create(pthread_key_t* key, destructor fn) {
  return gort_pthread_key_create(key, fn) == 0 ? thrd_success : thrd_error;
}

}  // extern "C"

}  // namespace gort
