// lib/lang/alg.h: equality and hash of values of any type (Go's runtime/alg.go).
//
// A type descriptor's `equal` and a map type's `hasher` are closures: records whose first word is code that gets the
// record as its first argument. A front end takes the runtime's (runtime_memequal64_f, runtime_strhash_f, ...), builds
// one over runtime_memequal_varlen and runtime_memhash_varlen with the size behind the code, or over runtime_typeequal
// and runtime_typehash_varlen with the type behind the code, or generates its own.
//
// Since a closure may be the program's code, whatever calls one is checked code [g].
//
// What holds between the two: equal values have equal hashes under the same seed. NaN equals nothing, so each NaN gets
// a random hash; the two zeros are equal. An interface's hash is its dynamic type's.
#pragma once
#include "base/type.h"

namespace gort {

// [g] A run-time error that ends with a type's name: "hash of unhashable type " "main.T".
[[noreturn]] void panic_type_error(go_string what, const type* t);
template <uint64_t N>
[[noreturn]] void panic_type_error(const char (&what)[N], const type* t) {
  panic_type_error(go_string{what, N - 1}, t);
}

// [g] t may hold interfaces; panics with "hash of unhashable type T" when one's dynamic type is not comparable.
uint64_t typehash(const type* t, const void* p, uint64_t seed);
// [g] Whether two values of a comparable type are equal, by its description alone.
bool typeequal(const type* t, const void* a, const void* b);
// [g] Data words of interfaces that have the same dynamic type; panics with "comparing uncomparable type T".
bool efaceeq(const type* t, const void* x, const void* y);

extern "C" {
extern const equal_func runtime_memequal0_f, runtime_memequal8_f, runtime_memequal16_f, runtime_memequal32_f,
    runtime_memequal64_f, runtime_memequal128_f, runtime_f32equal_f, runtime_f64equal_f, runtime_c64equal_f,
    runtime_c128equal_f, runtime_strequal_f, runtime_interequal_f, runtime_nilinterequal_f;
extern const hash_func runtime_memhash0_f, runtime_memhash8_f, runtime_memhash16_f, runtime_memhash32_f,
    runtime_memhash64_f, runtime_memhash128_f, runtime_f32hash_f, runtime_f64hash_f, runtime_c64hash_f,
    runtime_c128hash_f, runtime_strhash_f, runtime_interhash_f, runtime_nilinterhash_f;
}

}  // namespace gort
