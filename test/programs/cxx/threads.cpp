// std::thread, mutex, condition_variable, call_once, future and thread_local in the standard library's way.
// want stdout: threads 8, total 80000
// want stdout: once 1
// want stdout: future 55, exception through it: from afar
// want stdout: thread_local 8 made, 8 gone
#include <atomic>
#include <cstdio>
#include <future>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <vector>

static std::mutex mutex;
static std::once_flag flag;
static int total, once;
static std::atomic<int> made, gone;
struct local {
  int n = 0;
  local() { made++; }
  ~local() { gone++; }
};
static thread_local local mine;

static int fib(int n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }

int main() {
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; i++)
    threads.emplace_back([] {
      std::call_once(flag, [] { once++; });
      for (int k = 0; k < 10000; k++) {
        std::lock_guard<std::mutex> lock(mutex);
        total++;
        mine.n++;
      }
    });
  for (auto& t : threads) t.join();
  std::printf("threads %zu, total %d\nonce %d\n", threads.size(), total, once);
  auto good = std::async(std::launch::async, fib, 10);
  auto bad = std::async(std::launch::async, []() -> int { throw std::runtime_error("from afar"); });
  std::printf("future %d, ", good.get());
  try {
    bad.get();
  } catch (const std::exception& e) {
    std::printf("exception through it: %s\n", e.what());
  }
  std::printf("thread_local %d made, %d gone\n", made.load(), gone.load());
}
