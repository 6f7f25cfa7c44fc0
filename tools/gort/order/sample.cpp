// A program with a bit of everything that code generation meets: loops, floats, vectors, switches, exceptions, statics,
// thread-locals, virtual calls, structs by value. It is compiled for the profile, not for its output.
#include <cstdio>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

struct Shape {
  virtual ~Shape() = default;
  virtual double area() const = 0;
};
struct Square : Shape {
  double a;
  explicit Square(double side) : a(side) {}
  double area() const override { return a * a; }
};
struct Triple {
  long a, b;
  double c;
};
static Triple turn(Triple t) { return {t.b, t.a, -t.c}; }
static thread_local int counter = 3;
static std::string greeting = "hello";

static int choose(int n) {
  switch (n) {
    case 0:
      return 3;
    case 1:
      return 1;
    case 2:
      return 4;
    case 3:
      return 15;
    case 4:
      return 92;
    case 7:
      return 65;
    default:
      return n / 3 + n % 7;
  }
}
static float sum(const float* v, int n) {
  float s = 0;
  for (int i = 0; i < n; i++) s += v[i] * v[i] + static_cast<float>(choose(i));
  return s;
}
static int risky(int n) {
  if (n > 3) throw std::runtime_error("more than three");
  return n + counter++;
}

int main(int argc, char** argv) {
  std::map<std::string, std::vector<int>> table;
  for (int i = 0; i < argc + 9; i++) table[greeting + std::to_string(i % 3)].push_back(i * i);
  float values[64];
  for (int i = 0; i < 64; i++) values[i] = static_cast<float>(i) / 3;
  Square square(2.5);
  Shape* shape = &square;
  Triple t = turn({1, 2, 3});
  int n = 0;
  try {
    for (int i = 0; i < 9; i++) n += risky(i);
  } catch (const std::exception& e) {
    printf("%s %d\n", e.what(), n);
  }
  printf("%zu %g %g %ld %s\n", table.size(), static_cast<double>(sum(values, 64)), shape->area() + t.c, t.a, argv[0]);
  return 0;
}
