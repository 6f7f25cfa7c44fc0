// tools/gort/child.cpp: see child.h.
#include "child.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/sysinfo.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "heap.h"

namespace gort::cli {
namespace {

// Hello needs 5 ms and 60 MB, sqlite (2.3 MB of bitcode) 15 s and 250 MB at -O3. The linker's arenas are reserved
// address space (768 MB). The processes that share code generation have these limits each.
constexpr uint64_t kBaseSeconds = 30, kSecondsPerMb = 60, kBackgroundFactor = 10;
constexpr uint64_t kReserved = 1ull << 30, kBaseSpace = 2ull << 30, kSpacePerByte = 512;

uint64_t seconds_limit(uint64_t input_bytes) { return kBaseSeconds + kSecondsPerMb * (input_bytes >> 20); }

uint64_t space_limit(uint64_t input_bytes) {
  uint64_t space = kBaseSpace + kSpacePerByte * input_bytes;
  // What the machine does not have, it would kill somebody for.
  struct sysinfo machine;
  if (!sysinfo(&machine)) space = std::min<uint64_t>(space, (machine.totalram + machine.totalswap) * machine.mem_unit);
  return kReserved + space;
}

void limit(__rlimit_resource_t resource, uint64_t value) {
  rlimit now;
  if (getrlimit(resource, &now)) return;
  // The signal that tells of the processor time comes at the soft limit; at the hard one, which a user may have set
  // lower, the kernel just kills.
  rlim_t most = now.rlim_max;
  if (resource == RLIMIT_CPU && most != RLIM_INFINITY && most > 1) most--;
  now.rlim_cur = std::min<rlim_t>(value, most);
  setrlimit(resource, &now);
}

#if defined(GORT_ASAN) || defined(GORT_TSAN)
constexpr bool kSanitized = true;  // the shadow memory takes terabytes, and every block must be seen
#else
constexpr bool kSanitized = false;
#endif

// Waits for the child; says on a terminal that it takes long.
int wait_for(pid_t child, const std::string& what) {
  int status = 0;
  if (isatty(STDERR_FILENO)) {
    int watch = static_cast<int>(syscall(SYS_pidfd_open, child, 0));
    bool shown = false;
    for (int seconds = 1; watch >= 0; seconds++) {
      pollfd p{watch, POLLIN, 0};
      int n = poll(&p, 1, 1000);
      if (n > 0 || (n < 0 && errno != EINTR)) break;
      fprintf(stderr, "\r\033[Kgort: compiling %s (%d s)", what.c_str(), seconds);
      shown = true;
    }
    if (shown) fputs("\r\033[K", stderr);
    if (watch >= 0) close(watch);
  }
  while (waitpid(child, &status, 0) < 0)
    if (errno != EINTR) return -1;
  return status;
}

long processor_seconds() {
  rusage used;
  getrusage(RUSAGE_CHILDREN, &used);
  return used.ru_utime.tv_sec + used.ru_stime.tv_sec +
         (used.ru_utime.tv_usec + used.ru_stime.tv_usec + 500'000) / 1'000'000;
}

}  // namespace

int in_child(const std::string& what, uint64_t input_bytes, const std::function<int()>& work) {
  // With SIGCHLD ignored (inherited from nohup and the like) there would be no status to wait for.
  struct sigaction standard = {}, before;
  standard.sa_handler = SIG_DFL;
  sigaction(SIGCHLD, &standard, &before);
  pid_t parent = getpid(), child = fork();
  if (child < 0) {
    fprintf(stderr, "gort: cannot start the compiler: %s\n", strerror(errno));
    return 1;
  }
  if (!child) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(1);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_CPU, seconds_limit(input_bytes));
    signal(SIGXCPU, SIG_DFL);
    if (!kSanitized) {
      limit(RLIMIT_AS, space_limit(input_bytes));
      enable_heap();
    }
    _exit(work());
  }
  int status = wait_for(child, what);
  sigaction(SIGCHLD, &before, nullptr);
  if (status >= 0 && WIFEXITED(status)) return WEXITSTATUS(status);
  int sig = status >= 0 && WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  const char* name = sigabbrev_np(sig);
  if (sig == SIGXCPU)
    fprintf(stderr,
            "gort: %s: the compiler did not come to an end in %ld s; the module is damaged or meets a bug in LLVM\n",
            what.c_str(), processor_seconds());
  else if (sig == SIGKILL)
    fprintf(stderr, "gort: %s: the compiler was killed, perhaps for want of memory\n", what.c_str());
  else if (sig == SIGINT || sig == SIGTERM)
    raise(sig);  // this process was meant too
  else
    fprintf(stderr, "gort: %s: the compiler crashed (SIG%s); the module is damaged or meets a bug in LLVM\n",
            what.c_str(), name ? name : "?");
  return 1;
}

void in_background(const std::function<void()>& work) {
  if (fork()) return;
  // Whoever reads this program's output waits for all copies of its descriptors to be closed.
  int null = open("/dev/null", O_RDWR);
  for (int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) dup2(null, fd);
  setsid();
  prctl(PR_SET_PDEATHSIG, 0);
  setpriority(PRIO_PROCESS, 0, 19);
  rlimit now;
  getrlimit(RLIMIT_CPU, &now);
  limit(RLIMIT_CPU, now.rlim_cur * kBackgroundFactor);
  work();
  _exit(0);
}

}  // namespace gort::cli
