// The language services' parts without a program: floating-point text against Go's, memory in bulk against the C
// library's, hashes against chance. Maps need goroutines: test/programs/lang/map_model.c.
#include <doctest/doctest.h>

#include <bit>
#include <cmath>
#include <cstring>
#include <string>
#include <vector>

#include "base/memmove.h"
#include "lang/ftoa.h"
#include "lang/hash.h"
#include "lang/utf8.h"

using namespace gort;

namespace {
struct generator {
  uint64_t x = 1;
  uint64_t operator()() {
    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
    return x * 0x2545f4914f6cdd1d;
  }
};

std::string text64(double v) {
  char to[kFloatText];
  return {to, format_float64(to, v)};
}
std::string text32(float v) {
  char to[kFloatText];
  return {to, format_float32(to, v)};
}
std::string text_complex(double re, double im) {
  char to[kComplexText];
  return {to, format_complex128(to, re, im)};
}
}  // namespace

// 16 times 4096 values of four kinds, each as float64, float32 and complex128. The numbers are FNV-1a hashes of the
// lines that strconv.FormatFloat(v, 'g', -1, bits) of Go 1.26 makes of the same values.
TEST_CASE("floating-point numbers print as Go prints them") {
  constexpr uint64_t kGo[16] = {0xd06e237629ecf562, 0xb7b2365d3c58b2f,  0x43cb860bca80d981, 0x8e27636a7b3153b6,
                                0xd639b9e80be9fe77, 0x18bde7bb9280a41a, 0x9caae17a694aefb6, 0xfd35e1b9fef67ca9,
                                0x6792528e31a77005, 0xcc156c690ce4b168, 0x981954aedca92e4a, 0x105efaa8a8433c10,
                                0x63696b45882c4664, 0x4478eed59979f99c, 0xb6dcc2d3d7cd4cf6, 0xee63a54625deeb58};
  generator next;
  for (int chunk = 0; chunk < 16; chunk++) {
    uint64_t h = 0xcbf29ce484222325;
    auto add = [&](const std::string& s) {
      for (char c : s) h = (h ^ uint8_t(c)) * 0x100000001b3;
      h = (h ^ 10) * 0x100000001b3;
    };
    for (int i = 0; i < 4096; i++) {
      uint64_t r = next();
      double v = 0;
      switch (chunk & 3) {
        case 0:
          v = std::bit_cast<double>(r);
          break;
        case 1:
          v = double(int64_t(r) >> (r & 63));
          break;
        case 2:
          v = double(int64_t(r >> 40)) / double((r & 1023) + 1);
          break;
        case 3:
          v = double(int32_t(r)) / 1e9;
          break;
      }
      float w = (chunk & 3) == 0 ? std::bit_cast<float>(uint32_t(r)) : float(v);
      add(text64(v));
      add(text32(w));
      add(text_complex(v, double(w)));
    }
    CHECK_MESSAGE(h == kGo[chunk], "chunk " << chunk);
  }
}

TEST_CASE("floating-point numbers at the edges") {
  CHECK(text64(0) == "0");
  CHECK(text64(-0.0) == "-0");
  CHECK(text64(INFINITY) == "+Inf");
  CHECK(text64(-INFINITY) == "-Inf");
  CHECK(text64(NAN) == "NaN");
  CHECK(text64(999999) == "999999");
  CHECK(text64(1e6) == "1e+06");
  CHECK(text64(1234567.5) == "1.2345675e+06");
  CHECK(text64(0.0001) == "0.0001");
  CHECK(text64(0.00001) == "1e-05");
  CHECK(text64(5e-324) == "5e-324");
  CHECK(text64(-1.7976931348623157e308) == "-1.7976931348623157e+308");
  CHECK(text32(0.1f) == "0.1");
  CHECK(text32(1e-45f) == "1e-45");
  CHECK(text_complex(1, -2) == "(1-2i)");
  CHECK(text_complex(NAN, INFINITY) == "(NaN+Infi)");
  CHECK(text_complex(-0.0, NAN) == "(-0+NaNi)");
}

TEST_CASE("gort_memmove is memmove, for all small sizes and overlaps") {
  std::vector<uint8_t> from(9000), a, b;
  generator next;
  for (uint8_t& v : from) v = uint8_t(next());
  auto same = [&](size_t to, size_t at, size_t n) {
    a = b = from;
    gort_memmove(a.data() + to, a.data() + at, n);
    memmove(b.data() + to, b.data() + at, n);
    return a == b;
  };
  for (size_t n = 0; n < 300; n++)
    for (size_t shift : {0, 1, 7, 15, 16, 17, 63, 64, 65, 127, 200, 400}) {
      REQUIRE(same(500, 500 + shift, n));
      REQUIRE(same(500 + shift, 500, n));
    }
  for (size_t n : {2047, 2048, 2049, 4000})
    for (size_t shift : {1, 33, 64, 100, 3999, 4001}) {
      REQUIRE(same(100, 100 + shift, n));
      REQUIRE(same(100 + shift, 100, n));
    }
}

TEST_CASE("gort_memclr and gort_memequal, for all small sizes") {
  std::vector<uint8_t> a(5000, 1), b;
  for (size_t n = 0; n < 5000 - 3; n += n < 200 ? 1 : 97) {
    b = a;
    gort_memclr(b.data() + 3, n);
    for (size_t i = 0; i < b.size(); i++) REQUIRE(b[i] == (i < 3 || i >= 3 + n));
    b = a;
    REQUIRE(gort_memequal(a.data(), b.data(), n));
    REQUIRE(gort_memcompare(a.data(), n, b.data(), n) == 0);
    REQUIRE(gort_memcompare(a.data(), n, b.data(), n + 1) < 0);
    for (size_t i : {size_t(0), n / 3, n / 2, n - 1}) {
      if (i >= n) continue;
      b[i] = 0xff;
      REQUIRE(!gort_memequal(a.data(), b.data(), n));
      REQUIRE(gort_memcompare(a.data(), n, b.data(), n) < 0);
      REQUIRE(gort_memcompare(b.data(), n, a.data(), n) > 0);
      b[i] = 1;
    }
  }
}

TEST_CASE("runes go to UTF-8 and back; everything else reads as U+FFFD") {
  for (int32_t r = 0; r < 0x110000; r++) {
    uint8_t s[8] = {};
    int n = encode_rune(s, r);
    REQUIRE(n == rune_length(r));
    decoded_rune d = decode_rune(s, 8, 0);
    REQUIRE(d.rune == (r >= 0xd800 && r < 0xe000 ? kRuneError : r));
    REQUIRE(d.next == n);
    if (n > 1) {
      d = decode_rune(s, n - 1, 0);
      REQUIRE(d.rune == kRuneError);
      REQUIRE(d.next == 1);
    }
  }
}

namespace {
// (Of a single byte there are just 256, so chance alone gives more.)
// Each flipped bit of the input must flip each bit of the hash about half of the time: the worst bias over all pairs.
template <class H>
double worst_bias(size_t n, H hash) {
  constexpr int kRounds = 2000;
  std::vector<int> flips(n * 8 * 64);
  std::vector<uint8_t> key(n);
  generator next;
  for (int round = 0; round < kRounds; round++) {
    for (uint8_t& v : key) v = uint8_t(next() >> 17);
    uint64_t h = hash(key.data());
    for (size_t bit = 0; bit < n * 8; bit++) {
      key[bit / 8] ^= uint8_t(1 << bit % 8);
      uint64_t d = h ^ hash(key.data());
      key[bit / 8] ^= uint8_t(1 << bit % 8);
      for (size_t i = 0; i < 64; i++) flips[bit * 64 + i] += int(d >> i & 1);
    }
  }
  double worst = 0;
  for (int f : flips) worst = std::max(worst, std::abs(double(f) / kRounds - 0.5));
  return worst;
}

// Of 2^20 keys, the fullest of 2^16 buckets, by the bits at `shift`; 16 on average.
template <class H>
int fullest(int shift, H hash) {
  std::vector<int> buckets(1 << 16);
  int most = 0;
  for (uint64_t i = 0; i < 1 << 20; i++) most = std::max(most, ++buckets[hash(i) >> shift & 0xffff]);
  return most;
}
}  // namespace

TEST_CASE("hashes avalanche, with AES and without") {
  hash_init();
  bool aes = hash_by_aes;
  for (bool use : {aes, false}) {
    hash_by_aes = use;
    for (size_t n : {1, 3, 4, 8, 12, 16, 17, 32, 33, 63, 64, 65, 100, 200})
      CHECK_MESSAGE(worst_bias(n, [&](const uint8_t* p) { return memhash(p, n, 42); }) < (n == 1 ? 0.2 : 0.07),
                    n << " bytes, AES " << use);
  }
  hash_by_aes = aes;
  auto h64 = [](const uint8_t* p) {
    uint64_t v;
    memcpy(&v, p, 8);
    return hash64(v, 42);
  };
  CHECK(worst_bias(8, h64) < 0.07);
}

TEST_CASE("hashes of keys in a row spread over all parts of the hash") {
  hash_init();
  for (int shift : {0, 7, 24, 48})
    for (uint64_t stride : {1ull, 8ull, 7919ull, 1ull << 20, 1ull << 40}) {
      CHECK_MESSAGE(fullest(shift, [&](uint64_t i) { return hash64(i * stride, 7); }) < 48, shift << " " << stride);
      CHECK_MESSAGE(fullest(shift,
                            [&](uint64_t i) {
                              char text[24];
                              uint64_t v = i * stride;
                              memset(text, 'a', sizeof text);
                              memcpy(text + 9, &v, 8);
                              return memhash(text, 21, 7);
                            }) < 48,
                    shift << " " << stride);
    }
}

TEST_CASE("the seed decides, and so does the length") {
  const char zeros[64] = {};
  CHECK(memhash("abc", 3, 1) != memhash("abc", 3, 2));
  for (uint64_t n = 0; n < 63; n++) CHECK(memhash(zeros, n, 1) != memhash(zeros, n + 1, 1));
  CHECK(gort_memhash("abc", 1, 3) == memhash("abc", 3, 1));
}
