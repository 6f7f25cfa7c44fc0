// C++'s threads and what belongs to them: locks, futures, thread-locals with destructors, stop tokens, barriers.
// tries: std::thread, jthread and stop_token, async, promise, packaged_task, mutex, shared_mutex, timed waits, condition_variable, call_once, thread_local with destructors, barrier, latch, semaphore, atomics and atomic wait, pthread_exit and pthread_cancel through destructors
// want stdout: mutex 40000, recursive 500500
// want stdout: shared: 0 torn, 800 writes
// want stdout: queue: 3000 items, sum 4498500
// want stdout: async sum 499500, promise 42, task 49
// want stdout: call_once 1, static made 1
// want stdout: locals made 10 destroyed 10, sums right 1
// want stdout: order: b a
// want stdout: stopped after some rounds: 1
// want stdout: barrier phases 20, latch 0, semaphore most 3
// want stdout: atomic wait 1000, cas 4000
// want stdout: timed: 1 1 1
// want stdout: left: handler object, canceled: handler object 1
// want stdout: at exit of main
// want stdout: static destroyed
// want exit: 5
#include <algorithm>
#include <array>
#include <atomic>
#include <barrier>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <future>
#include <latch>
#include <mutex>
#include <numeric>
#include <queue>
#include <semaphore>
#include <shared_mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>
using namespace std::chrono_literals;

static std::atomic<int> made, gone, wrong;
struct local {
  std::vector<int> seen;
  local() { made++; }
  ~local() {
    if (std::accumulate(seen.begin(), seen.end(), 0) != 4950) wrong++;
    gone++;
  }
};
static thread_local local mine;

struct said {
  const char* what;
  ~said() { std::printf(" %s", what); }
};

struct last {
  ~last() { std::puts("static destroyed"); }
};
static last at_end;

static int& counted_static() {
  static int n = [] {
    std::this_thread::sleep_for(2ms);
    static int times;
    return ++times;
  }();
  return n;
}

template <class F>
static void together(int n, F f) {
  std::vector<std::thread> threads;
  for (int i = 0; i < n; i++) threads.emplace_back(f, i);
  for (auto& t : threads) t.join();
}

int main() {
  std::mutex m;
  int count = 0;
  together(8, [&](int) {
    for (int i = 0; i < 5000; i++) {
      std::lock_guard hold(m);
      count++;
    }
  });
  std::recursive_mutex r;
  auto add = [&](auto& self, int n) -> int {
    std::lock_guard hold(r);
    return n ? n + self(self, n - 1) : 0;
  };
  std::printf("mutex %d, recursive %d\n", count, add(add, 1000));

  std::shared_mutex s;
  std::array<int, 2> pair{};
  std::atomic<int> torn = 0;
  together(6, [&](int me) {
    for (int i = 0; i < 400; i++)
      if (me < 2) {
        std::unique_lock hold(s);
        pair[0]++;
        std::this_thread::yield();
        pair[1]++;
      } else {
        std::shared_lock hold(s);
        torn += pair[0] != pair[1];
      }
  });
  std::printf("shared: %d torn, %d writes\n", torn.load(), pair[0]);

  std::queue<int> q;
  std::condition_variable ready;
  int producers = 3;
  long sum = 0, items = 0;
  together(6, [&](int me) {
    if (me < 3) {
      for (int i = 0; i < 1000; i++) {
        std::lock_guard hold(m);
        q.push(me * 1000 + i);
        ready.notify_one();
      }
      std::lock_guard hold(m);
      producers--;
      ready.notify_all();
      return;
    }
    for (;;) {
      std::unique_lock hold(m);
      ready.wait(hold, [&] { return !q.empty() || !producers; });
      if (q.empty()) return;
      sum += q.front();
      items++;
      q.pop();
    }
  });
  std::printf("queue: %ld items, sum %ld\n", items, sum);

  std::vector<std::future<int>> parts;
  for (int i = 0; i < 10; i++)
    parts.push_back(std::async(std::launch::async, [i] {
      std::vector<int> v(100);
      std::iota(v.begin(), v.end(), i * 100);
      return std::accumulate(v.begin(), v.end(), 0);
    }));
  int total = 0;
  for (auto& p : parts) total += p.get();
  std::promise<int> promise;
  std::thread keeper([&] { promise.set_value(42); });
  std::packaged_task<int(int)> task([](int n) { return n * n; });
  auto squared = task.get_future();
  std::thread worker(std::move(task), 7);
  std::printf("async sum %d, promise %d, ", total, promise.get_future().get());
  std::printf("task %d\n", squared.get());
  keeper.join();
  worker.join();

  std::once_flag once;
  std::atomic<int> ran = 0;
  together(10, [&](int) {
    std::call_once(once, [&] { ran++; });
    counted_static();
  });
  std::printf("call_once %d, static made %d\n", ran.load(), counted_static());

  together(10, [](int) {
    for (int i = 0; i < 100; i++) {
      mine.seen.push_back(i);
      if (i % 10 == 0) std::this_thread::yield();
    }
  });
  std::printf("locals made %d destroyed %d, sums right %d\n", made.load(), gone.load(), !wrong);
  std::printf("order:");
  std::thread([] {
    thread_local said a{"a"};
    thread_local said b{"b"};
    (void)&a;
    (void)&b;
  }).join();
  std::puts("");

  std::atomic<long> rounds = 0;
  {
    std::jthread j([&](std::stop_token stop) {
      while (!stop.stop_requested()) {
        rounds++;
        std::this_thread::sleep_for(100us);
      }
    });
    while (rounds < 3) std::this_thread::yield();
  }
  std::printf("stopped after some rounds: %d\n", rounds >= 3);

  int phases = 0;
  std::barrier barrier(4, [&]() noexcept { phases++; });
  std::latch latch(4);
  std::counting_semaphore<3> semaphore(3);
  std::atomic<int> inside = 0, most = 0;
  together(4, [&](int) {
    for (int i = 0; i < 20; i++) barrier.arrive_and_wait();
    for (int i = 0; i < 50; i++) {
      semaphore.acquire();
      int now = ++inside, before = most;
      while (before < now && !most.compare_exchange_weak(before, now)) continue;
      std::this_thread::yield();
      inside--;
      semaphore.release();
    }
    latch.arrive_and_wait();
  });
  std::printf("barrier phases %d, latch %d, semaphore most %d\n", phases, !latch.try_wait(), std::max(most.load(), 3));

  std::atomic<int> turn = 0, cas = 0;
  together(2, [&](int me) {
    for (int i = 0; i < 500; i++) {
      for (int t; (t = turn) % 2 != me;) turn.wait(t);
      turn++;
      turn.notify_all();
    }
  });
  together(4, [&](int) {
    for (int i = 0; i < 1000; i++)
      for (int n = cas; !cas.compare_exchange_weak(n, n + 1);) continue;
  });
  std::printf("atomic wait %d, cas %d\n", turn.load(), cas.load());

  std::timed_mutex held;
  held.lock();
  bool late = false;
  std::thread([&] { late = !held.try_lock_for(5ms); }).join();
  std::unique_lock hold(m);
  bool out = ready.wait_for(hold, 5ms) == std::cv_status::timeout;
  auto start = std::chrono::steady_clock::now();
  std::this_thread::sleep_for(10ms);
  std::printf("timed: %d %d %d\n", late, out, std::chrono::steady_clock::now() - start >= 10ms);
  std::printf("left:");
  std::thread([] {
    said object{"object,"};
    pthread_cleanup_push([](void*) { std::printf(" handler"); }, nullptr);
    pthread_exit(nullptr);
    pthread_cleanup_pop(0);
  }).join();
  std::printf(" canceled:");
  void* result = nullptr;
  pthread_t sleeper;
  auto sleeps = [](void*) -> void* {
    said object{"object"};
    try {
      std::this_thread::sleep_for(10h);
    } catch (...) {
      std::printf(" handler");
      throw;
    }
    return nullptr;
  };
  pthread_create(&sleeper, nullptr, sleeps, nullptr);
  pthread_cancel(sleeper);
  pthread_join(sleeper, &result);
  std::printf(" %d\n", result == PTHREAD_CANCELED);
  std::thread([] { std::this_thread::sleep_for(10h); }).detach();
  std::puts("at exit of main");
  return 5;
}
