// SIGEV_THREAD: functions of the program that the C library calls on threads of its own, for a timer, asynchronous input and
// output, a message queue. They recurse, have thread-local variables and errno, and call C, which calls back.
// sanitized: ASan (threads that the C library makes are nothing to ThreadSanitizer)
// want stdout: timer: 5 of value 42, wrong 0
// want stdout: pointer: hello
// want stdout: written 5, read hello, again hello
// want stdout: list of 2 done
// want stdout: message of 4 bytes
#include <aio.h>
#include <errno.h>
#include <fcntl.h>
#include <mqueue.h>
#include <semaphore.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static sem_t called, ticks;
static _Atomic int value, wrong;
static _Thread_local int mine;
static char* text;

__attribute__((noinline)) static int depth(int n) {
  volatile char frame[300];
  frame[n % 300] = (char)n;
  return n ? depth(n - 1) + frame[n % 300] - (char)n + 1 : 0;
}
static int compare(const void* a, const void* b) { return depth(10) - 10 + *(const int*)a - *(const int*)b; }
static void work(void) {
  if (mine++ || depth(2000) != 2000) wrong++;
  int a[50];
  for (int i = 0; i < 50; i++) a[i] = i * 37 % 50;
  qsort(a, 50, sizeof a[0], compare);
  for (int i = 0; i < 50; i++)
    if (a[i] != i) wrong++;
  if (close(-1) != -1 || errno != EBADF) wrong++;
}
static void on_timer(union sigval v) {
  work();
  value = v.sival_int;
  sem_post(&ticks);  // another may be on its way when the timer is gone
}
static void on_pointer(union sigval v) {
  work();
  text = v.sival_ptr;
  sem_post(&called);
}
static void wait_for(sem_t* s) {
  while (sem_wait(s)) {
  }
}
static void wait(void) { wait_for(&called); }
static struct sigevent event(void (*fn)(union sigval), void* p) {
  struct sigevent e;
  memset(&e, 0, sizeof e);
  e.sigev_notify = SIGEV_THREAD;
  e.sigev_notify_function = fn;
  e.sigev_value.sival_ptr = p;
  return e;
}

int main(void) {
  sem_init(&called, 0, 0), sem_init(&ticks, 0, 0);
  struct sigevent e = event(on_timer, 0);
  e.sigev_value.sival_int = 42;
  timer_t timer;
  if (timer_create(CLOCK_MONOTONIC, &e, &timer)) perror("timer_create");
  struct itimerspec every = {{0, 1000000}, {0, 1000000}};
  timer_settime(timer, 0, &every, 0);
  for (int i = 0; i < 5; i++) wait_for(&ticks);
  timer_delete(timer);
  printf("timer: 5 of value %d, wrong %d\n", value, wrong);

  e = event(on_pointer, "hello");
  if (timer_create(CLOCK_REALTIME, &e, &timer)) perror("timer_create");
  struct itimerspec once = {{0, 0}, {0, 1000000}};
  timer_settime(timer, 0, &once, 0);
  wait();
  printf("pointer: %s\n", text);
  timer_delete(timer);

  FILE* file = tmpfile();
  char buffer[8] = "hello";
  struct aiocb request = {.aio_fildes = fileno(file), .aio_buf = buffer, .aio_nbytes = 5};
  request.aio_sigevent = event(on_pointer, &request);
  aio_write(&request);
  wait();
  long written = text == (char*)&request ? aio_return(&request) : -1;
  memset(buffer, 0, sizeof buffer);
  aio_read(&request);
  wait();
  char first[8];
  strcpy(first, aio_return(&request) == 5 ? buffer : "?");
  memset(buffer, 0, sizeof buffer);
  aio_read(&request);
  wait();
  printf("written %ld, read %s, again %s\n", written, first, aio_return(&request) == 5 ? buffer : "?");

  struct aiocb other = {.aio_fildes = fileno(file), .aio_buf = buffer, .aio_nbytes = 2, .aio_lio_opcode = LIO_READ};
  other.aio_sigevent.sigev_notify = SIGEV_NONE;
  request.aio_lio_opcode = LIO_READ;
  request.aio_sigevent.sigev_notify = SIGEV_NONE;
  struct aiocb* list[] = {&request, &other};
  e = event(on_pointer, "list");
  lio_listio(LIO_NOWAIT, list, 2, &e);
  wait();
  printf("%s of %d done\n", text, (aio_return(&request) == 5) + (aio_return(&other) == 2));

  char name[64];
  snprintf(name, sizeof name, "/gort-test-%d", getpid());
  struct mq_attr attr = {.mq_maxmsg = 2, .mq_msgsize = 16};
  mqd_t queue = mq_open(name, O_CREAT | O_RDWR, 0600, &attr);
  mq_unlink(name);
  e = event(on_pointer, "message");
  if (mq_notify(queue, &e)) perror("mq_notify");
  mq_send(queue, "four", 4, 0);
  wait();
  char got[16];
  printf("%s of %ld bytes\n", text, (long)mq_receive(queue, got, sizeof got, 0));
  fclose(file);
}
