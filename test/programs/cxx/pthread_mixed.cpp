// Forced unwinding over frames of C without exceptions and of C++ in turn: cleanup handlers and destructors run in order,
// whatever the optimiser makes of functions that cannot throw.
// sanitized: ASan (ThreadSanitizer is blind after a forced unwinding out of a blocking call)
// with: with_pthread_mixed.c
// want stdout: exit: C3 c++2 C1 c++0, result 4
// want stdout: cancel: C3 c++2 C1 c++0, canceled 1
// want stdout: exception: c++2 caught c++0
// want stdout: then exit: C1
#include <pthread.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>

extern "C" {
void c_push(char* name, void (*then)(void*), void* arg);
void note(const void* name);
}

static std::string text;
void note(const void* name) { text += std::string(" ") + static_cast<const char*>(name); }

struct Object {
  const char* name;
  ~Object() { note(name); }
};
static void cpp(void* then) {
  Object o{"c++2"};
  c_push(const_cast<char*>("C3"), reinterpret_cast<void (*)(void*)>(then), nullptr);
}
static void* thread(void* then) {
  Object o{"c++0"};
  c_push(const_cast<char*>("C1"), cpp, then);
  return nullptr;
}
static void leaves(void*) { pthread_exit(reinterpret_cast<void*>(4)); }
static void waits(void*) {
  for (;;) pause();
}
static void throws(void*) {
  Object o{"c++2"};
  throw 1;
}
static void* catches(void*) {
  Object o{"c++0"};
  try {
    throws(nullptr);
  } catch (int) {
    note("caught");
  }
  return nullptr;
}
static void* only(void*) {
  c_push(const_cast<char*>("C1"), leaves, nullptr);
  return nullptr;
}
static void* run(void* (*fn)(void*), void (*then)(void*), bool cancel) {
  pthread_t t;
  void* result;
  text.clear();
  if (pthread_create(&t, nullptr, fn, reinterpret_cast<void*>(then))) abort();
  if (cancel) pthread_cancel(t);
  pthread_join(t, &result);
  return result;
}

int main() {
  void* r = run(thread, leaves, false);
  printf("exit:%s, result %ld\n", text.c_str(), long(r));
  r = run(thread, waits, true);
  printf("cancel:%s, canceled %d\n", text.c_str(), r == PTHREAD_CANCELED);
  run(catches, nullptr, false);
  printf("exception:%s\n", text.c_str());
  run(only, nullptr, false);
  printf("then exit:%s\n", text.c_str());
}
