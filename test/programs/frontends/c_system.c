// C with POSIX in one program: threads, keys with destructors, signals, jumps, processes, pipes, text and numbers.
// tries: pthreads (mutex, cond, rwlock, barrier, once, keys with destructors, TLS, cancellation and cleanup handlers), signal handlers and sigsetjmp, fork and pipes, select, stdio, printf and scanf of every kind, qsort and bsearch, strtod, time, variadic functions, _Generic, VLAs, complex numbers
// run: -- -n 7 -v file
// want stdout: options n=7 v=1 rest=file
// want stdout: threads 40000, rounds 100, once 1, leaders 1
// want stdout: keys destroyed 4, tls right 4
// want stdout: left 7 with handlers 2 1, canceled 1 with handler 1 and lock free 1, at once 1
// want stdout: caught signal 8 at divide, then 11 at null
// want stdout: child said 6765, status 3
// want stdout: |  42|-0042|2a|052|3.142|1.500000e+00|0x1.8p+1|str   |%|
// want stdout: scanned 12 3.5 word c ff
// want stdout: sorted aa b cc found 1
// want stdout: numbers 0.1 1e+300 inf 18446744073709551615 -9223372036854775808
// want stdout: variadic 15 of 5, generic double, vla 285
// want stdout: complex 3.0+4.0i modulus 5.0
// want stdout: date 2001-09-09 01:46:40
// want stdout: select 1, environment value
// want exit: 17
#define _GNU_SOURCE
#include <complex.h>
#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <math.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t cond = PTHREAD_COND_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_barrier_t barrier;
static pthread_key_t key;
static int total, rounds, onces, leaders, destroyed, right;
static _Thread_local int own;

static void make_once(void) { onces++; }
static void destroy(void* p) {
  pthread_mutex_lock(&lock);
  destroyed++;
  pthread_mutex_unlock(&lock);
  free(p);
}
static void* work(void* arg) {
  int me = (int)(size_t)arg;
  pthread_once(&once, make_once);
  pthread_setspecific(key, malloc(10));
  for (int i = 0; i < 10000; i++) {
    pthread_mutex_lock(&lock);
    total++;
    pthread_mutex_unlock(&lock);
    own++;
  }
  for (int i = 0; i < 25; i++) {
    pthread_mutex_lock(&lock);
    while (rounds % 4 != me) pthread_cond_wait(&cond, &lock);
    rounds++;
    pthread_cond_broadcast(&cond);
    pthread_mutex_unlock(&lock);
  }
  if (pthread_barrier_wait(&barrier) == PTHREAD_BARRIER_SERIAL_THREAD) leaders++;
  pthread_mutex_lock(&lock);
  right += own == 10000;
  pthread_mutex_unlock(&lock);
  return arg;
}

static char order[20];
static void note(void* s) { strcat(order, s); }
static void* leaves(void* arg) {
  pthread_cleanup_push(note, " 1");
  pthread_cleanup_push(note, " 2");
  pthread_exit(arg);
  pthread_cleanup_pop(0);
  pthread_cleanup_pop(0);
  return NULL;
}
static volatile int waiting, handled;
static void unlock(void* arg) { handled += !pthread_mutex_unlock(arg); }
static void* waits(void* arg) {
  pthread_mutex_lock(&lock);
  pthread_cleanup_push(unlock, &lock);
  waiting = 1;
  for (;;) pthread_cond_wait(&cond, &lock);
  pthread_cleanup_pop(0);
  return NULL;
}
static void* computes(void* arg) {
  pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, NULL);
  waiting = 2;
  for (;;) own++;
}
static void* cancelled(void* (*fn)(void*), int when) {
  pthread_t t;
  void* result;
  pthread_create(&t, NULL, fn, NULL);
  for (int w = 0; w != when; usleep(100)) {
    pthread_mutex_lock(&lock);
    w = waiting;
    pthread_mutex_unlock(&lock);
  }
  pthread_cancel(t);
  pthread_join(t, &result);
  return result;
}

static sigjmp_buf back;
static void on_signal(int sig) { siglongjmp(back, sig); }

static int fib(int n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
static int by_text(const void* a, const void* b) { return strcmp(*(char* const*)a, *(char* const*)b); }
static int sum(int n, ...) {
  va_list args;
  va_start(args, n);
  int s = 0;
  while (n--) s += va_arg(args, int);
  va_end(args);
  return s;
}
static int squares(int n) {
  int v[n], s = 0;
  for (int i = 0; i < n; i++) v[i] = i * i;
  for (int i = 0; i < n; i++) s += v[i];
  return s;
}
#define KIND(x) _Generic((x), int: "int", double: "double", default: "other")

int main(int argc, char** argv) {
  int n = 0, v = 0;
  for (int c; (c = getopt(argc, argv, "n:v")) != -1;) c == 'n' ? (n = atoi(optarg)) : (v = 1);
  printf("options n=%d v=%d rest=%s\n", n, v, argv[optind]);

  pthread_t t[4];
  pthread_key_create(&key, destroy);
  pthread_barrier_init(&barrier, NULL, 4);
  for (size_t i = 0; i < 4; i++) pthread_create(&t[i], NULL, work, (void*)i);
  for (int i = 0; i < 4; i++) pthread_join(t[i], NULL);
  printf("threads %d, rounds %d, once %d, leaders %d\n", total, rounds, onces, leaders);
  printf("keys destroyed %d, tls right %d\n", destroyed, right);

  void* left;
  pthread_create(&t[0], NULL, leaves, (void*)7);
  pthread_join(t[0], &left);
  int canceled = cancelled(waits, 1) == PTHREAD_CANCELED, unlocked = !pthread_mutex_trylock(&lock);
  pthread_mutex_unlock(&lock);
  int at_once = cancelled(computes, 2) == PTHREAD_CANCELED;
  printf("left %d with handlers%s, canceled %d with handler %d and lock free %d, at once %d\n", (int)(size_t)left,
         order, canceled, handled, unlocked, at_once);

  struct sigaction sa = {.sa_handler = on_signal};
  sigaction(SIGFPE, &sa, NULL);
  sigaction(SIGSEGV, &sa, NULL);
  volatile int ten = 10, zero = 0;
  int* volatile nowhere = NULL;
  int first, second;
  if (!(first = sigsetjmp(back, 1))) first = ten / zero;
  if (!(second = sigsetjmp(back, 1))) *nowhere = 1;
  printf("caught signal %d at divide, then %d at null\n", first, second);

  int ends[2];
  if (pipe(ends)) return 1;
  fflush(stdout);
  pid_t child = fork();
  if (!child) {
    dprintf(ends[1], "%d", fib(20));
    _exit(3);
  }
  char text[100] = "";
  close(ends[1]);
  ssize_t got = read(ends[0], text, sizeof text - 1);
  int status;
  waitpid(child, &status, 0);
  printf("child said %.*s, status %d\n", (int)got, text, WEXITSTATUS(status));

  printf("|%4d|%05d|%x|%#o|%.3f|%e|%a|%-6s|%%|\n", 42, -42, 42, 42, 3.14159, 1.5, 3.0, "str");
  int i;
  double d;
  char w[10], c;
  unsigned h;
  if (sscanf("12 3.5 word c ff", "%d %lf %9s %c %x", &i, &d, w, &c, &h) == 5)
    printf("scanned %d %g %s %c %x\n", i, d, w, c, h);
  char *words[] = {"cc", "aa", "b"}, *wanted = "b";
  qsort(words, 3, sizeof *words, by_text);
  char** found = bsearch(&wanted, words, 3, sizeof *words, by_text);
  printf("sorted %s %s %s found %d\n", words[0], words[1], words[2], (int)(found - words));
  printf("numbers %g %g %g %llu %lld\n", strtod("0.1", NULL), strtod("1e300", NULL), strtod("1e999", NULL), ULLONG_MAX,
         strtoll("-9223372036854775808", NULL, 10));
  printf("variadic %d of 5, generic %s, vla %d\n", sum(5, 1, 2, 3, 4, 5), KIND(1.0), squares(10));
  double complex z = 2 + I;
  z *= z;
  printf("complex %.1f+%.1fi modulus %.1f\n", creal(z), cimag(z), cabs(z));
  time_t when = 1000000000;
  struct tm tm;
  strftime(text, sizeof text, "%F %T", gmtime_r(&when, &tm));
  printf("date %s\n", text);
  fd_set set;
  FD_ZERO(&set);
  FD_SET(ends[0], &set);
  struct timeval none = {0, 0};
  setenv("NAME_OF", "value", 1);
  printf("select %d, environment %s\n", select(ends[0] + 1, &set, NULL, NULL, &none), getenv("NAME_OF"));
  return 17;
}
