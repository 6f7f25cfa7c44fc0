// A program that handles SIGSEGV itself, with the address, and leaves by siglongjmp: it has the word, not the runtime.
// want stdout: fault at 0x10, again at 0x20
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

static sigjmp_buf env;
static void* volatile fault;
static void on_fault(int signal, siginfo_t* info, void* context) {
  fault = info->si_addr;
  siglongjmp(env, 1);
}

int main(void) {
  struct sigaction act;
  memset(&act, 0, sizeof act);
  act.sa_sigaction = on_fault;
  act.sa_flags = SA_SIGINFO;
  sigaction(SIGSEGV, &act, 0);
  int* volatile p = (int*)0x10;
  if (!sigsetjmp(env, 1)) *p = 1;
  void* first = fault;
  p = (int*)0x20;
  if (!sigsetjmp(env, 1)) *p = 1;
  printf("fault at %p, again at %p\n", first, fault);
}
