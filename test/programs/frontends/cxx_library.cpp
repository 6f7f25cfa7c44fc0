// The C++ library in one program: containers, algorithms, streams, strings, regular expressions, files, coroutines.
// tries: map, unordered_map, set, deque, list, priority_queue, algorithms, ranges, string, string_view, iostream, sstream, iomanip, regex, filesystem, chrono, variant, optional, tuple, any, function, shared_ptr, random, bitset, complex, coroutines, templates, concepts, constexpr, RTTI
// run: -- a b
// stdin: 12 monkeys
// stdin: 7 samurai
// want stdout: args 2, read 12/monkeys 7/samurai
// want stdout: words the:3 fox:2 quick:1 dog:1
// want stdout: hash 20000, collatz 350
// want stdout: sorted 1 unique 997 median 4998
// want stdout: ranges 4 16 36 64 100
// want stdout: |    42|2a|0x2a|3.142|1.23e+04|left  |yes|
// want stdout: regex 2026-11-24 -> 24.11.2026, 3 words
// want stdout: variant int double string, any 7, tuple 1x2.5
// want stdout: shared 3 1, weak expired 1
// want stdout: file 100 lines 290 bytes, removed 1
// want stdout: generator 0 1 1 2 3 5 8 13 21 34
// want stdout: factorial 2432902008176640000, primes 25
// want stdout: random 1608637542 4083286876 787846414
// want stdout: bits 10110010 complex (-5,10) dates 2026-11-24
// want stdout: rtti 1 0, visitor circle square
// want stderr: an error line
#include <unistd.h>

#include <algorithm>
#include <any>
#include <bitset>
#include <chrono>
#include <complex>
#include <concepts>
#include <coroutine>
#include <deque>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iomanip>
#include <iostream>
#include <list>
#include <map>
#include <memory>
#include <numeric>
#include <optional>
#include <queue>
#include <random>
#include <ranges>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <tuple>
#include <typeinfo>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>
namespace fs = std::filesystem;

struct generator {
  struct promise_type {
    long value;
    generator get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    std::suspend_always yield_value(long v) {
      value = v;
      return {};
    }
    void return_void() {}
    void unhandled_exception() { std::terminate(); }
  };
  std::coroutine_handle<promise_type> handle;
  ~generator() { handle.destroy(); }
  long next() {
    handle.resume();
    return handle.promise().value;
  }
};
static generator fibonacci() {
  for (long a = 0, b = 1;; b = std::exchange(a, b) + b) co_yield a;
}

template <std::unsigned_integral T>
constexpr T factorial(T n) {
  return n ? n * factorial(T(n - 1)) : 1;
}
template <size_t N>
constexpr size_t primes() {
  std::array<bool, N> composite{};
  size_t count = 0;
  for (size_t i = 2; i < N; i++) {
    if (composite[i]) continue;
    count++;
    for (size_t j = i * i; j < N; j += i) composite[j] = true;
  }
  return count;
}

struct shape {
  virtual ~shape() = default;
};
struct circle : shape {};
struct square : shape {};
template <class... F>
struct overload : F... {
  using F::operator()...;
};
template <class... F>
overload(F...) -> overload<F...>;

int main(int argc, char**) {
  std::cout << "args " << argc - 1 << ", read";
  for (auto [n, s] = std::pair(0, std::string()); std::cin >> n >> s;) std::cout << ' ' << n << '/' << s;
  std::cout << std::endl;

  std::map<std::string, int> words;
  std::istringstream text("the quick fox and the lazy fox and the dog");
  for (std::string w; text >> w;) words[w]++;
  std::cout << "words";
  for (auto w : {"the", "fox", "quick", "dog"}) std::cout << ' ' << w << ':' << words[w];
  std::unordered_map<long, long> hash;
  for (long i = 0; i < 20000; i++) hash[i * 2654435761] = i;
  std::unordered_map<long, int> known{{1, 0}};
  std::function<int(long)> collatz = [&](long n) -> int {
    if (auto it = known.find(n); it != known.end()) return it->second;
    int steps = 1 + collatz(n % 2 ? 3 * n + 1 : n / 2);
    return known[n] = steps;
  };
  int longest = 0;
  for (long n = 1; n < 78000; n++) longest = std::max(longest, collatz(n));
  std::cout << "\nhash " << hash.size() << ", collatz " << longest << '\n';

  std::vector<int> v(10007);
  std::iota(v.begin(), v.end(), 0);
  std::shuffle(v.begin(), v.end(), std::mt19937(1));
  std::nth_element(v.begin(), v.begin() + 4998, v.end());
  int median = v[4998];
  std::sort(v.begin(), v.end());
  std::set<int> mod;
  for (int x : v) mod.insert(x % 997);
  std::cout << "sorted " << std::is_sorted(v.begin(), v.end()) << " unique " << mod.size() << " median " << median
            << "\nranges";
  for (int x : std::views::iota(1) | std::views::filter([](int n) { return n % 2 == 0; }) |
                   std::views::transform([](int n) { return n * n; }) | std::views::take(5))
    std::cout << ' ' << x;
  std::cout << "\n|" << std::setw(6) << 42 << '|' << std::hex << 42 << '|' << std::showbase << 42 << std::dec << '|'
            << std::setprecision(4) << 3.14159 << '|' << std::scientific << std::setprecision(2) << 12345.678
            << std::defaultfloat << '|' << std::left << std::setw(6) << "left" << '|'
            << (std::cout.good() ? "yes" : "no") << "|\n"
            << std::noshowbase << std::setprecision(6);

  std::string date = std::regex_replace("2026-11-24", std::regex(R"((\d+)-(\d+)-(\d+))"), "$3.$2.$1");
  std::string s = "three short words";
  std::regex word("\\w+");
  std::cout << "regex 2026-11-24 -> " << date << ", "
            << std::distance(std::sregex_iterator(s.begin(), s.end(), word), std::sregex_iterator())
            << " words\nvariant";
  for (std::variant<int, double, std::string> x : {std::variant<int, double, std::string>(1), {2.5}, {"s"}})
    std::visit(overload{[](int) { std::cout << " int"; }, [](double) { std::cout << " double"; },
                        [](const std::string&) { std::cout << " string"; }},
               x);
  auto [a, b, c] = std::tuple(1, 'x', 2.5);
  std::cout << ", any " << std::any_cast<int>(std::any(7)) << ", tuple " << a << b << c << '\n';

  auto p = std::make_shared<std::string>("shared");
  std::weak_ptr<std::string> weak = p;
  long uses = [](std::shared_ptr<std::string> x, std::shared_ptr<std::string> y) {
    return x.use_count() + (x == y) - 1;
  }(p, p);
  std::cout << "shared " << uses << ' ' << p.use_count();
  p.reset();
  std::cout << ", weak expired " << weak.expired() << '\n';

  fs::path path = fs::temp_directory_path() / ("gort-cxx-" + std::to_string(getpid()));
  {
    std::ofstream out(path);
    for (int i = 0; i < 100; i++) out << i << '\n';
  }
  std::ifstream in(path);
  auto lines = std::count(std::istreambuf_iterator<char>(in), {}, '\n');
  auto size = fs::file_size(path);
  std::cout << "file " << lines << " lines " << size << " bytes, removed " << fs::remove(path) << "\ngenerator";
  generator g = fibonacci();
  for (int i = 0; i < 10; i++) std::cout << ' ' << g.next();
  static_assert(primes<100>() == 25);
  std::cout << "\nfactorial " << factorial(20ul) << ", primes " << primes<100>() << "\nrandom";
  std::mt19937 random(42);
  std::cout << ' ' << random();
  random.discard(1);
  std::cout << ' ' << random();
  std::cout << ' ' << random() << '\n';
  std::complex<double> z(1, 2);
  std::chrono::year_month_day day{std::chrono::year(2026), std::chrono::November, std::chrono::day(24)};
  std::cout << "bits " << std::bitset<8>(0xb2) << " complex "
            << z * z * z * std::complex<double>(1, 0) + std::complex<double>(6, 12) << " dates " << int(day.year())
            << '-' << unsigned(day.month()) << '-' << unsigned(day.day()) << '\n';
  std::unique_ptr<shape> shapes[] = {std::make_unique<circle>(), std::make_unique<square>()};
  shape& first = *shapes[0];
  std::cout << "rtti " << (typeid(first) == typeid(circle)) << ' '
            << (dynamic_cast<circle*>(shapes[1].get()) != nullptr) << ", visitor";
  for (auto& x : shapes) std::cout << (dynamic_cast<circle*>(x.get()) ? " circle" : " square");
  std::cout << std::endl;
  std::cerr << "an error line" << std::endl;
}
