// What C++ adds: exceptions, virtual calls, static objects, templates, run-time type information.
#include <cstdio>
#include <memory>

namespace {

struct Shape {
  virtual ~Shape() { puts("gone"); }
  virtual double area() const = 0;
};
struct Square final : Shape {
  explicit Square(double s) : side(s) {}
  double area() const override { return side * side; }
  double side;
};
struct Circle final : Shape {
  explicit Circle(double r) : radius(r) {}
  double area() const override {
    if (radius < 0) throw radius;
    return 3 * radius * radius;
  }
  double radius;
};

struct Counter {
  Counter() { count = 1; }
  ~Counter() { printf("counted %d\n", count); }
  int count;
} counter;

thread_local struct Local {
  Local() : value(counter.count) {}
  ~Local() { counter.count++; }
  int value;
} local;

template <class T, class... Rest>
T total(T first, Rest... rest) {
  if constexpr (sizeof...(rest) == 0)
    return first;
  else
    return first + total<T>(rest...);
}

double measure(const Shape& shape) {
  try {
    return shape.area();
  } catch (double bad) {
    counter.count++;
    return -bad;
  }
}

}  // namespace

int main(int argc, char**) {
  std::unique_ptr<Shape> shapes[] = {std::make_unique<Square>(2), std::make_unique<Circle>(-argc)};
  double sum = 0;
  for (auto& s : shapes) {
    sum += measure(*s);
    if (auto* c = dynamic_cast<Circle*>(s.get())) printf("circle %g\n", c->radius);
  }
  auto scale = [&](int by) { return total(by, argc, local.value); };
  printf("%g %d\n", sum, scale(4));
}
