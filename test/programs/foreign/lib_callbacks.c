// A natively compiled library that calls back in every way that callbacks.c asks for.
#include <pthread.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

int nest(int depth, int (*f)(int, void*), void* arg) {
  char deep[500];  // the library wants stack of its own
  memset(deep, depth, sizeof deep);
  int r = f(depth, arg);
  for (unsigned i = 0; i < sizeof deep; i++)
    if (deep[i] != (char)depth) return -1000000;
  return r;
}
double many(double (*f)(int, double, int, double, int, double, int, double, int, double, long, long, double, double,
                        double, double, float),
            int n) {
  double s = 0;
  for (int i = 0; i < n; i++) s += f(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, i);
  return s;
}
int vary(int (*f)(int, ...)) { return f(3, 1, 2.5, "abc"); }
int sum(int n, ...) {
  va_list ap;
  int s = 0;
  va_start(ap, n);
  while (n--) s += va_arg(ap, int);
  va_end(ap);
  return s;
}
typedef int (*op)(int, int);
static int native_add(int a, int b) { return a + b; }
op exchange(op f, int* result) {  // calls the module's function, hands back one of its own
  *result = f(20, 3);
  return native_add;
}
static void* thread(void* arg) {
  void** a = arg;
  void (*f)(void*) = (void (*)(void*))a[0];
  for (int i = 0; i < 100; i++) f(a[1]);
  return 0;
}
int threads(int n, void (*f)(void*), void* arg) {
  pthread_t t[64];
  void* a[2] = {(void*)f, arg};
  for (int i = 0; i < n; i++)
    if (pthread_create(&t[i], 0, thread, a)) return -1;
  for (int i = 0; i < n; i++) pthread_join(t[i], 0);
  return n;
}
static void (*kept)(void*);
void keep(void (*f)(void*)) { kept = f; }
void call_kept(void* arg) { kept(arg); }
void block_and_call(int us, void (*f)(void*), void* arg) {
  usleep(us);
  f(arg);
  usleep(us);
}
long big_stack(void) {
  char a[1 << 20];
  memset(a, 1, sizeof a);
  __asm__ volatile("" : : "r"(a) : "memory");
  return a[0] + a[sizeof a - 1];
}
