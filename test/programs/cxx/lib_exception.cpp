// Natively compiled partner of exception_foreign.cpp.
#include <stdexcept>

struct guard {
  int* p;
  ~guard() { *p = 1; }
};
int call_with_guard(int (*f)(int), int n, int* destroyed) {
  guard g{destroyed};
  return f(n) + 1;
}
void throws(const char* text) { throw std::runtime_error(text); }
int catches(int (*f)(int), int n) {
  try {
    return f(n);
  } catch (int v) {
    return v;
  }
}
