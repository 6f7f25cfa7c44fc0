// lib/base/relaxed.h: a plain word that several threads touch, ordered by something the compiler and the sanitizer
// cannot see (a lock that only one side takes, a barrier in assembly or in the kernel). Costs what a plain word costs.
#pragma once
#include <atomic>

namespace gort {

template <class T>
class relaxed {
 public:
  constexpr relaxed() = default;
  constexpr relaxed(T v) : value_(v) {}
  relaxed(const relaxed&) = delete;
  relaxed& operator=(const relaxed&) = delete;
  operator T() const { return value_.load(std::memory_order_relaxed); }
  T operator->() const { return value_.load(std::memory_order_relaxed); }
  T operator=(T v) {
    value_.store(v, std::memory_order_relaxed);
    return v;
  }
  // For one writer at a time: not atomic as a whole.
  T operator++() { return *this = T(*this) + 1; }
  T operator++(int) {
    T old = *this;
    *this = old + 1;
    return old;
  }
  T operator--(int) {
    T old = *this;
    *this = old - 1;
    return old;
  }

 private:
  std::atomic<T> value_{};
};

}  // namespace gort
