// pthread_exit and pthread_cancel as C++ sees them: an exception that only catch(...) catches and that must be thrown
// on. Destructors run on every segment that is left, with cleanup handlers in their turn; thread-local objects and keys
// afterwards.
// sanitized: no (a sanitizer's qsort calls more often)
// cflags: -pthread
// want stdout: deep: 500 destroyed, result 7
// want stdout: rethrown: caught 3, std 0
// want stdout: out of qsort: comparator sorter, result 8
// want stdout: turns: d4 h3 d2 h1
// want stdout: afterwards: local, thread-local, key
// want stdout: key calls: 3
// want stdout: canceled: 201 destroyed, caught 1, result 1
// want stdout: std::thread: 1 destroyed
// want stdout: exception in a destructor: caught inside, result 9
// want stdout: exit in a handler's thread: 1
#include <pthread.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <stdexcept>
#include <string>
#include <thread>

static std::string text;
struct Note {
  const char* s;
  ~Note() { text += std::string(text.empty() ? "" : " ") + s; }
};
static void note(void* s) { text += std::string(text.empty() ? "" : " ") + static_cast<char*>(s); }

static long run(void* (*fn)(void*), void* arg = nullptr) {
  pthread_t t;
  void* result;
  text.clear();
  if (pthread_create(&t, nullptr, fn, arg) || pthread_join(t, &result)) abort();
  return long(result);
}

static int destroyed;
struct Counted {
  std::string own = "a string of some length, on the heap";
  char bulk[1000];
  ~Counted() { destroyed += own.size() == 36; }
};
static int deep(int n, void (*end)()) {
  Counted c;
  c.bulk[n] = char(n);
  if (n == 1) end();
  return (n > 0 ? deep(n - 1, end) : 0) + c.bulk[n];
}

static int caught, by_std;
static void rethrows(int n) {
  try {
    if (n == 0) pthread_exit(reinterpret_cast<void*>(6));
    try {
      rethrows(n - 1);
    } catch (std::exception&) {
      by_std++;
    }
  } catch (...) {
    caught++;
    throw;
  }
}

static int compare(const void* a, const void* b) {
  Note n{"comparator"};
  if (*static_cast<const int*>(a) == 3) pthread_exit(reinterpret_cast<void*>(8));
  return *static_cast<const int*>(a) - *static_cast<const int*>(b);
}

static void turns() {
  pthread_cleanup_push(note, const_cast<char*>("h1"));
  Note d{"d2"};
  pthread_cleanup_push(note, const_cast<char*>("h3"));
  Note d4{"d4"};
  pthread_exit(nullptr);
  pthread_cleanup_pop(0);
  pthread_cleanup_pop(0);
}

static thread_local Note of_thread{"thread-local,"};
static pthread_key_t key, key2;
static int key_calls;
static void key_again(void* v) {
  key_calls++;
  if (v != &key) pthread_setspecific(key2, static_cast<char*>(v) + 1);
}

static std::atomic<int> ready;
static void waits() {
  ready = 1;
  try {
    for (;;) sleep(1000);
  } catch (...) {
    caught++;
    throw;
  }
}

struct Throws {
  ~Throws() {
    try {
      throw std::runtime_error("inside");
    } catch (std::exception& e) {
      text = e.what();
    }
  }
};

int main() {
  long r = run([](void*) -> void* { return reinterpret_cast<void*>(deep(500, [] { pthread_exit((void*)7); })); });
  printf("deep: %d destroyed, result %ld\n", destroyed, r);
  run([](void*) -> void* {
    rethrows(2);
    return nullptr;
  });
  printf("rethrown: caught %d, std %d\n", caught, by_std);
  r = run([](void*) -> void* {
    Note n{"sorter"};
    int v[] = {1, 3, 2};
    qsort(v, 3, sizeof *v, compare);
    return nullptr;
  });
  printf("out of qsort: %s, result %ld\n", text.c_str(), r);
  run([](void*) -> void* {
    turns();
    return nullptr;
  });
  printf("turns: %s\n", text.c_str());
  pthread_key_create(&key, note);
  run([](void*) -> void* {
    pthread_setspecific(key, "key");
    (void)of_thread.s;
    Note n{"local,"};
    pthread_exit(nullptr);
  });
  printf("afterwards: %s\n", text.c_str());
  pthread_key_create(&key2, key_again);
  run([](void*) -> void* {
    static char three[3];
    pthread_setspecific(key2, three);
    for (volatile int i = 0; i < 1; i = i + 1);
    pthread_exit(nullptr);
  });
  printf("key calls: %d\n", key_calls > 2 ? 3 : key_calls);
  destroyed = caught = 0;
  pthread_t t;
  void* result;
  pthread_create(
      &t, nullptr,
      [](void*) -> void* {
        Counted c;
        deep(200, waits);
        return nullptr;
      },
      nullptr);
  while (!ready) usleep(100);
  pthread_cancel(t);
  pthread_join(t, &result);
  printf("canceled: %d destroyed, caught %d, result %d\n", destroyed, caught, result == PTHREAD_CANCELED);
  destroyed = 0;
  std::thread([] {
    Counted c;
    pthread_exit(nullptr);
  }).join();
  printf("std::thread: %d destroyed\n", destroyed);
  r = run([](void*) -> void* {
    Throws d;
    pthread_exit(reinterpret_cast<void*>(9));
  });
  printf("exception in a destructor: caught %s, result %ld\n", text.c_str(), r);
  static int ended;
  std::thread([] {
    pthread_cleanup_push(
        [](void*) {
          std::thread([] {
            Counted c;
            pthread_exit(nullptr);
          }).join();
          ended++;
        },
        nullptr);
    pthread_exit(nullptr);
    pthread_cleanup_pop(0);
  }).join();
  printf("exit in a handler's thread: %d\n", ended);
}
