// tools/gort/order/profile.c: which functions does a start of gort enter, in which order?
//
// Preloaded into a no-PIE build of gort, this puts a breakpoint on every function of its text. The first call of each
// traps, its name is written down, the instruction restored: a run costs 0.1 s and gives the order in which the linker
// should lay the functions out, so that a start touches few pages. The forked compiler inherits the breakpoints.
//
//   LD_PRELOAD=profile.so GORT_ORDER_SYMBOLS=(llvm-nm -n output) GORT_ORDER_OUT=FILE gort run ...

#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

struct function {
  unsigned long address;
  unsigned name;  // offset into text
  unsigned char old;
};
static struct function* functions;
static long count;
static char* text;
static int out;

static void on_trap(int sig, siginfo_t* info, void* context) {
  greg_t* pc = &((ucontext_t*)context)->uc_mcontext.gregs[REG_RIP];
  unsigned long at = (unsigned long)*pc - 1;
  long lo = 0, hi = count - 1;
  while (lo < hi) {
    long middle = (lo + hi + 1) / 2;
    if (functions[middle].address <= at)
      lo = middle;
    else
      hi = middle - 1;
  }
  if (functions[lo].address != at) _exit(3);
  *(unsigned char*)at = functions[lo].old;
  *pc = (greg_t)at;
  // Several names may stand for one address; the linker knows one of them.
  while (lo > 0 && functions[lo - 1].address == at) lo--;
  for (; lo < count && functions[lo].address == at; lo++) {
    char* name = text + functions[lo].name;
    size_t n = strlen(name);
    name[n] = '\n';
    (void)!write(out, name, n + 1);
    name[n] = 0;
  }
}

// The runtime takes SIGTRAP for a fatal signal of the program; here it is ours. (sigaction() itself is gort's.)
int __sigaction(int sig, const struct sigaction* new, struct sigaction* old) {
  static int (*real)(int, const struct sigaction*, struct sigaction*);
  if (!real) real = (int (*)(int, const struct sigaction*, struct sigaction*))dlsym(RTLD_NEXT, "__sigaction");
  if (sig == SIGTRAP && new && new->sa_sigaction != on_trap) return 0;
  return real(sig, new, old);
}

// Nor may it be blocked: a trap that is blocked kills.
int pthread_sigmask(int how, const sigset_t* set, sigset_t* old) {
  static int (*real)(int, const sigset_t*, sigset_t*);
  if (!real) real = (int (*)(int, const sigset_t*, sigset_t*))dlsym(RTLD_NEXT, "pthread_sigmask");
  sigset_t copy;
  if (set && how != SIG_UNBLOCK) {
    copy = *set;
    sigdelset(&copy, SIGTRAP);
    set = &copy;
  }
  return real(how, set, old);
}

__attribute__((constructor)) static void start(void) {
  const char *symbols = getenv("GORT_ORDER_SYMBOLS"), *file = getenv("GORT_ORDER_OUT");
  if (!symbols || !file) return;
  int fd = open(symbols, O_RDONLY);
  out = open(file, O_WRONLY | O_CREAT | O_APPEND, 0644);
  long size = lseek(fd, 0, SEEK_END);
  if (fd < 0 || out < 0 || size <= 0) return;
  text = malloc((size_t)size + 1);
  if (pread(fd, text, (size_t)size, 0) != size) return;
  text[size] = 0;
  unsetenv("LD_PRELOAD");

  // Lines are "ADDRESS TYPE NAME".
  long lines = 0;
  for (char* p = text; *p; p++) lines += *p == '\n';
  functions = calloc((size_t)lines + 1, sizeof *functions);
  for (char* line = text; *line;) {
    char *end = strchr(line, '\n'), *type;
    *end = 0;
    unsigned long address = strtoul(line, &type, 16);
    // Thread-local variables have small numbers in place of addresses.
    if (address >= 0x10000 && strchr("tTwW", type[1])) {
      functions[count].address = address;
      functions[count++].name = (unsigned)(type + 3 - text);
    }
    line = end + 1;
  }
  if (!count) return;
  struct sigaction action = {.sa_sigaction = on_trap, .sa_flags = SA_SIGINFO | SA_NODEFER | SA_ONSTACK};
  __sigaction(SIGTRAP, &action, 0);
  unsigned long lo = functions[0].address & ~4095ul, hi = (functions[count - 1].address + 4096) & ~4095ul;
  if (mprotect((void*)lo, hi - lo, PROT_READ | PROT_WRITE | PROT_EXEC)) return;
  for (long i = 0; i < count; i++) {
    unsigned char* at = (unsigned char*)functions[i].address;
    if (i && functions[i].address == functions[i - 1].address) {
      functions[i].old = functions[i - 1].old;
      continue;
    }
    functions[i].old = *at;
    *at = 0xcc;
  }
}
