// Tracebacks call functions what the source calls them, without parameters.
// native: no (a message of the runtime)
// want stderr~: \Afatal error: look\n\ngoroutine 1 .*:\n
// want stderr~: ^geo::Box<int>::check\(\.\.\.\)\n
// want stderr~: ^operator\+\(\.\.\.\)\n
// want stderr~: ^\(anonymous namespace\)::Shape::area\(\.\.\.\)\n
// want stderr~: ^main::\$_0::operator\(\)\(\.\.\.\)\n
// want stderr~: ^main\(\.\.\.\)\n
// want exit: 2
#include <gort/gort.h>

namespace geo {
template <class T>
struct Box {
  T value;
  __attribute__((noinline)) int check(const T& other, int n) {
    if (n == 3) gort_throw("look");
    return value + other;
  }
};
}  // namespace geo

__attribute__((noinline)) int operator+(geo::Box<int>& box, int n) { return box.check(n, n) + 1; }

namespace {
struct Shape {
  __attribute__((noinline)) int area(int n) {
    geo::Box<int> box{n};
    return (box + n) + 1;
  }
};
}  // namespace

int main() {
  auto lambda = [](int n) __attribute__((noinline)) { return Shape().area(n) + 1; };
  return lambda(3) + 1;
}
