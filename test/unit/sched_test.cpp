// The scheduler's parts without a program: queues, what newproc does before main has started, notes and locks.
//
// One process is one scheduler, so the cases run in order on the same m0. What ends the process runs in a forked child.
#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <string>
#include <thread>
#include <vector>

#include "base/godebug.h"
#include "mem/sizeclasses.h"
#include "sched/proc.h"

using namespace gort;

namespace {
void nothing(void*) {}

struct scheduler {
  scheduler() {
    static bool once = (schedinit(), true);
    (void)once;
  }
};

int count_ms() {
  int n = 0;
  for (m* mp = allms.load(); mp; mp = mp->alllink) n++;
  return n;
}

// Runs f in a child and returns what it wrote to stderr and how it ended.
template <class F>
std::pair<std::string, int> in_child(F f) {
  int fds[2];
  REQUIRE(pipe(fds) == 0);
  pid_t pid = fork();
  if (pid == 0) {
    dup2(fds[1], 2);
    close(fds[0]);
    close(fds[1]);
    f();
    _exit(0);
  }
  close(fds[1]);
  std::string text;
  char buf[4096];
  for (ssize_t k; (k = read(fds[0], buf, sizeof buf)) > 0;) text.append(buf, size_t(k));
  close(fds[0]);
  int status;
  waitpid(pid, &status, 0);
  return {text, WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status)};
}
}  // namespace

TEST_CASE("newproc starts no M before main has started") {
  scheduler s;
  main_started.store(false);
  int before = count_ms();
  for (int i = 0; i < 10; i++) runqput_new(newproc1(nothing, nullptr, 0, false));
  CHECK(count_ms() == before);
  CHECK(sched.nmspinning.load() == 0);
  bool inherit;
  int n = 0;
  while (runqget(m0.p_, &inherit)) n++;
  CHECK(n == 10);
}

TEST_CASE("newproc starts an M once main has started and a P is idle") {
  auto [text, code] = in_child([] {
    scheduler s;
    if (sched.npidle.load() == 0) _exit(0);  // one processor
    main_started.store(true);
    int before = count_ms();
    runqput_new(newproc1(nothing, nullptr, 0, false));
    _exit(count_ms() == before + 1 ? 0 : 1);
  });
  CHECK(code == 0);
}

TEST_CASE("m0 parks in stoplockedm only after the boot has said so") {
  auto [text, code] = in_child([] {
    scheduler s;
    g* gp = newproc1(nothing, nullptr, 0, false);
    m0.lockedg = gp;
    gp->lockedm = &m0;
    m0.does_park = false;
    stoplockedm(&m0);
  });
  CHECK(code == 2);
  CHECK(text.find("fatal error: stoplockedm: m0 must not park yet") != text.npos);
}

TEST_CASE("a run queue is first in first out, with one that runs next") {
  scheduler s;
  p* pp = m0.p_;
  std::vector<g*> gs;
  for (int i = 0; i < 5; i++) gs.push_back(newproc1(nothing, nullptr, 0, false));
  for (g* gp : gs) runqput(pp, gp, false);
  g* next = newproc1(nothing, nullptr, 0, false);
  runqput(pp, next, true);
  bool inherit;
  CHECK(runqget(pp, &inherit) == next);
  CHECK(inherit);
  for (g* gp : gs) {
    CHECK(runqget(pp, &inherit) == gp);
    CHECK(!inherit);
  }
  CHECK(runqget(pp, &inherit) == nullptr);
  CHECK(runqempty(pp));
}

TEST_CASE("the one that runs next is kicked out to the queue by another") {
  scheduler s;
  p* pp = m0.p_;
  g *a = newproc1(nothing, nullptr, 0, false), *b = newproc1(nothing, nullptr, 0, false);
  runqput(pp, a, true);
  runqput(pp, b, true);
  bool inherit;
  CHECK(runqget(pp, &inherit) == b);
  CHECK(runqget(pp, &inherit) == a);
}

TEST_CASE("a full run queue sends half of itself to the global one, and none is lost") {
  scheduler s;
  p* pp = m0.p_;
  constexpr int kMany = 1000;
  for (int i = 0; i < kMany; i++) runqput(pp, newproc1(nothing, nullptr, 0, false), false);
  CHECK(sched.runqsize.load() > 0);
  int n = 0;
  bool inherit;
  for (;;) {
    while (runqget(pp, &inherit)) n++;
    sched.lock.lock();
    g* gp = globrunqget(pp, 0);
    sched.lock.unlock();
    if (!gp) break;
    n++;
  }
  CHECK(n == kMany);
}

TEST_CASE("a thief takes half, and the one that runs next only when told") {
  scheduler s;
  p thief{}, victim{};
  std::vector<g*> gs;
  for (int i = 0; i < 8; i++) runqput(&victim, newproc1(nothing, nullptr, 0, false), false);
  CHECK(runqsteal(&thief, &victim, false) != nullptr);
  bool inherit;
  int left = 0, got = 1;
  while (runqget(&victim, &inherit)) left++;
  while (runqget(&thief, &inherit)) got++;
  CHECK(left == 4);
  CHECK(got == 4);
  runqput(&victim, newproc1(nothing, nullptr, 0, false), true);
  CHECK(runqsteal(&thief, &victim, false) == nullptr);
  CHECK(runqsteal(&thief, &victim, true) != nullptr);
}

TEST_CASE("a new goroutine costs 2,048 bytes with its stack") {
  scheduler s;
  g *a = malg(), *b = malg();
  CHECK(a->stack_bytes == 2048);
  CHECK(uint64_t(b->root.lo - a->root.lo) == 2048);
  CHECK(a->root.limit == uint64_t(a->root.lo) + 512);
  CHECK(uint64_t(a->root.hi) - a->root.limit >= 1024);  // the way from a channel operation to the switch fits
}

TEST_CASE("a wakeup that comes before the sleep is not lost") {
  note n;
  n.wakeup();
  CHECK(n.sleep(0));
  n.clear();
  CHECK_FALSE(n.sleep(1000000));
}

TEST_CASE("a mutex keeps counts right among threads") {
  static mutex mu{lock_rank::waiter};
  int64_t n = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; t++)
    threads.emplace_back([&] {
      for (int i = 0; i < 100000; i++) {
        lock_guard hold(mu);
        n++;
      }
    });
  for (auto& t : threads) t.join();
  CHECK(n == 400000);
}

TEST_CASE("GODEBUG is a list of names and numbers; unknown ones do no harm") {
  godebug_options before = debug;
  parse_godebug("schedtrace=100,nonsense=3,,stackseg=min,scheddetail=x");
  CHECK(debug.schedtrace == 100);
  CHECK(debug.stackseg == 1);
  CHECK(debug.scheddetail == 0);
  parse_godebug(nullptr);
  debug = before;
}

TEST_CASE("sizes are rounded to Go's size classes") {
  CHECK(roundupsize(1) == 8);
  CHECK(roundupsize(33) == 48);
  CHECK(roundupsize(1024) == 1024);
  CHECK(roundupsize(1025) == 1152);
  CHECK(roundupsize(32768) == 32768);
  CHECK(roundupsize(32769) == 40960);
}
