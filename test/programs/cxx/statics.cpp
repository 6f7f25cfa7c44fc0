// Static objects: constructed in order, with priorities before them; function statics once, also when many goroutines come at
// the same time; thread_local objects constructed and destroyed with their goroutine; all destroyed in the reverse order.
// want stdout: construct early
// want stdout: construct first
// want stdout: construct second
// want stdout: main
// want stdout: construct lazy
// want stdout: goroutine objects 10 made, 10 gone
// want stdout: end of main
// want stdout: destroy lazy
// want stdout: destroy second
// want stdout: destroy first
// want stdout: destroy early
#include <gort/gort.h>

#include <atomic>
#include <cstdio>

struct loud {
  const char* name;
  explicit loud(const char* n) : name(n) { std::printf("construct %s\n", name); }
  ~loud() { std::printf("destroy %s\n", name); }
};
static loud first("first");
static loud second("second");
__attribute__((init_priority(150))) static loud early("early");

static std::atomic<int> made, gone, done;
struct local {
  int value = 5;
  local() { made++; }
  ~local() { gone++; }
};
static thread_local local mine;

__attribute__((noinline)) static loud& lazy() {
  static loud l("lazy");
  return l;
}
static void uses(void*) {
  lazy();
  mine.value++;
  gort_yield();
  if (mine.value != 6) std::printf("value %d\n", mine.value);
  done++;
}

int main() {
  std::printf("main\n");
  for (int i = 0; i < 10; i++) gort_go(uses, nullptr);
  while (done < 10 || gort_numgoroutine() > 1) gort_yield();
  std::printf("goroutine objects %d made, %d gone\n", made.load(), gone.load());
  std::printf("end of main\n");
}
