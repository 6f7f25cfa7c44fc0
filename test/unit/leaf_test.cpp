// test/unit/leaf_test.cpp: how much stack the C library's functions use that run on goroutines' stacks.
#include <dlfcn.h>
#include <doctest/doctest.h>
#include <string.h>
#include <ucontext.h>

#include <algorithm>

#include "base/leaf_functions.h"
#include "base/sanitizer.h"

// Sanitizers' own functions stand in for some of them.
#if !defined(GORT_ASAN) && !defined(GORT_TSAN)
namespace gort {
namespace {

// Of the 512 bytes of slack in the smallest segment; 256 may be an unchecked frame's.
constexpr size_t kAllowed = 64;

using function = long (*)(const void*, const void*, size_t);

alignas(64) unsigned char stack[16 << 10];
ucontext_t back, there;
function called;
const void *first, *second;
size_t third;

void call() { called(first, second, third); }
long nothing(const void*, const void*, size_t) { return 0; }

// How far down a call changes the stack that it is made on.
size_t depth(function f) {
  memset(stack, 0xa5, sizeof stack);
  called = f;
  getcontext(&there);
  there.uc_stack.ss_sp = stack;
  there.uc_stack.ss_size = sizeof stack;
  there.uc_link = &back;
  makecontext(&there, call, 0);
  swapcontext(&back, &there);
  return static_cast<size_t>(std::end(stack) -
                             std::find_if(stack, std::end(stack), [](unsigned char b) { return b != 0xa5; }));
}

char a[12000], b[12000];

// Arguments that the function takes: text and text, text and a character, a character, text and a length.
void choose_arguments(const char* name, size_t length) {
  auto is = [&](auto... names) { return (!strcmp(name, names) || ...); };
  first = a, second = b, third = length;
  if (is("memset", "memchr", "memrchr", "rawmemchr", "strchr", "strrchr", "strchrnul"))
    second = reinterpret_cast<const void*>('x');
  if (is("wmemset", "wmemchr")) second = reinterpret_cast<const void*>('x'), third = length / 4;
  if (!strncmp(name, "is", 2) || is("tolower", "toupper")) first = reinterpret_cast<const void*>('x');
  if (is("strnlen")) second = reinterpret_cast<const void*>(length);
}

TEST_CASE("leaf functions use next to no stack, whatever their arguments") {
  size_t base = depth(nothing);
  for (const char* name : kLeafFunctions) {
    auto f = reinterpret_cast<function>(dlsym(RTLD_DEFAULT, name));
    bool found = f != nullptr;
    REQUIRE(found);
    for (size_t length = 1; length < 10'000; length = length * 3 + 1)
      for (size_t other : {size_t{3}, length})
        for (size_t misalign : {0, 1, 15, 31}) {
          memset(a, 0, sizeof a), memset(b, 0, sizeof b);
          memset(a, 'q', length), memset(b + misalign, 'q', other);
          a[length / 2] = 'x';
          if (!strcmp(name, "rawmemchr")) a[0] = 'x';
          choose_arguments(name, length);
          if (second == b) second = b + misalign;
          size_t used = depth(f);
          CHECK_MESSAGE(used <= base + kAllowed, name << " uses " << used - base);
        }
  }
}

}  // namespace
}  // namespace gort
#endif
