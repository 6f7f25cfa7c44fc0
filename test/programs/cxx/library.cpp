// The standard library at work: containers, strings, streams, sort, functions, shared pointers, virtual calls and dynamic_cast.
// want stdout: words: a=2 and=1 b=1 the=3
// want stdout: sorted 1 2 3 5 8 13, sum 32
// want stdout: stream 42 3.5 text
// want stdout: functions 6 720
// want stdout: shared 2, then 1
// want stdout: shapes circle 3.14 square 4.00, squares 1
// want stdout: variant 2 text
#include <algorithm>
#include <cstdio>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <numeric>
#include <sstream>
#include <string>
#include <variant>
#include <vector>

struct shape {
  virtual ~shape() = default;
  virtual double area() const = 0;
  virtual const char* name() const = 0;
};
struct circle : shape {
  double area() const override { return 3.14; }
  const char* name() const override { return "circle"; }
};
struct square : shape {
  double area() const override { return 4; }
  const char* name() const override { return "square"; }
};

int main() {
  std::map<std::string, int> words;
  std::istringstream in("the a the b and a the");
  for (std::string w; in >> w;) words[w]++;
  std::cout << "words:";
  for (const auto& [w, n] : words) std::cout << ' ' << w << '=' << n;
  std::vector<int> v{13, 2, 8, 1, 5, 3};
  std::sort(v.begin(), v.end(), [](int a, int b) { return a < b; });
  std::cout << "\nsorted";
  for (int i : v) std::cout << ' ' << i;
  std::cout << ", sum " << std::accumulate(v.begin(), v.end(), 0) << std::endl;
  std::ostringstream out;
  out << 42 << ' ' << 3.5 << ' ' << std::string("text");
  std::printf("stream %s\n", out.str().c_str());
  std::function<int(int)> factorial = [&](int n) { return n < 2 ? 1 : n * factorial(n - 1); };
  std::printf("functions %d %d\n", factorial(3), factorial(6));
  auto p = std::make_shared<int>(1);
  {
    auto q = p;
    std::printf("shared %ld, ", p.use_count());
  }
  std::printf("then %ld\n", p.use_count());
  std::vector<std::unique_ptr<shape>> shapes;
  shapes.push_back(std::make_unique<circle>());
  shapes.push_back(std::make_unique<square>());
  int squares = 0;
  std::printf("shapes");
  for (const auto& s : shapes) {
    std::printf(" %s %.2f", s->name(), s->area());
    squares += dynamic_cast<const square*>(s.get()) != nullptr;
  }
  std::printf(", squares %d\n", squares);
  std::variant<int, double, std::string> any = std::string("text");
  std::printf("variant %zu %s\n", any.index(), std::get<std::string>(any).c_str());
}
