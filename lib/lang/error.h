// lib/lang/error.h: run-time errors, the values that the runtime panics with. Source: Go 1.26's runtime/error.go.
//
// Their descriptors are in error_types_amd64.S. Each type has the methods Error and RuntimeError, so that a program can
// recover one, see that it is a runtime.Error, and print it.
#pragma once
#include "base/type.h"

namespace gort {

// Which check failed; the order of the texts in error.cpp.
enum class bounds_code : uint8_t {
  index,        // s[x], 0 <= x < len(s) failed
  slice_alen,   // s[?:x], 0 <= x <= len(s) failed
  slice_acap,   // s[?:x], 0 <= x <= cap(s) failed
  slice_b,      // s[x:y], 0 <= x <= y failed
  slice3_alen,  // s[::x], 0 <= x <= len(s) failed
  slice3_acap,  // s[::x], 0 <= x <= cap(s) failed
  slice3_b,     // s[:x:y], 0 <= x <= y failed
  slice3_c,     // s[x:y:], 0 <= x <= y failed
  convert,      // (*[x]T)(s), x <= len(s) failed
};
struct bounds_error {
  int64_t x;  // unsigned unless x_signed
  int64_t y;
  bool x_signed;
  bounds_code code;
};

// A fault at an address that a program asked to be told of.
struct error_address {
  go_string text;
  uint64_t address;
};

// asserted is what was asked for. interface_ null: interface{}. concrete null: a nil interface.
struct type_assertion_error {
  const type* interface_;
  const type* concrete;
  const type* asserted;
  go_string missing_method;  // one that concrete lacks
};

extern "C" {
extern const type gort_type_string;
extern const type gort_type_plain_error;               // a go_string
extern const type gort_type_error_string;              // a go_string
extern const type gort_type_error_address;             // an error_address
extern const type gort_type_bounds_error;              // a bounds_error
extern const ptr_type gort_type_type_assertion_error;  // the pointer to one
extern const type gort_type_panic_nil_error;           // the pointer to one

// [g] The methods. The receiver is an interface's data word.
go_string gort_plain_error_text(const go_string* e);
go_string gort_error_string_text(const go_string* e);
go_string gort_bounds_error_text(const bounds_error* e);
go_string gort_type_assertion_error_text(const type_assertion_error* e);
go_string gort_panic_nil_error_text(const void*);
go_string gort_error_address_text(const error_address* e);
uint64_t gort_error_address_addr(const error_address* e);
void gort_runtime_error(const void*);
bool gort_equal_error_addresses(const equal_func*, const void* a, const void* b);
bool gort_equal_bounds_errors(const equal_func*, const void* a, const void* b);
}

// On the system stack: the text of an error whose type is one of these, allocated.
void make_error_text(const type* t, const void* e, go_string* to);

// On the system stack: an interface's data word for a copy of the value.
void box_bounds_error(const bounds_error* e, void** to);
void box_error_address(const char* literal, uint64_t address, void** to);
void box_type_assertion_error(const type_assertion_error* e, void** to);
void box_text(const go_string* text, void** to);
// A method of values was called through a nil pointer: the text tells it from the name of the wrapper that calls the
// runtime, "main.(*T).Method". A name of another form is fatal.
void box_nil_receiver(void** to);
void box_nothing(void** to);  // an object of its own, without content
void box_string(const char* literal, void** to);

}  // namespace gort
