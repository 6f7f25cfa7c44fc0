// lib/lang/checks_g.cpp: what a front end calls when a check that it has compiled in fails: bounds, type assertions,
// arithmetic. Checked code. Names are Go's, which numbers its texts by bounds_code (error.h).
#include "lang/error.h"
#include "lang/panic.h"
#include "sched/systemstack.h"

namespace gort {

namespace {
[[noreturn]] void bounds(int64_t x, bool x_signed, int64_t y, bounds_code code) {
  bounds_error e{x, y, x_signed, code};
  void* box;
  systemstack(box_bounds_error, &e, &box);
  gopanic({&gort_type_bounds_error, box});
}
}  // namespace

void panic_type_assertion(const type* inter, const type* concrete, const type* asserted, go_string missing_method) {
  type_assertion_error e{inter, concrete, asserted, missing_method};
  void* box;
  systemstack(box_type_assertion_error, &e, &box);
  gopanic({&gort_type_type_assertion_error, box});
}

extern "C" {

#define GORT_BOUNDS(name, code)                                                             \
  void runtime_panic##name(int64_t x, int64_t y) { bounds(x, true, y, bounds_code::code); } \
  void runtime_panic##name##U(uint64_t x, int64_t y) { bounds(int64_t(x), false, y, bounds_code::code); }
GORT_BOUNDS(Index, index)
GORT_BOUNDS(SliceAlen, slice_alen)
GORT_BOUNDS(SliceAcap, slice_acap)
GORT_BOUNDS(SliceB, slice_b)
GORT_BOUNDS(Slice3Alen, slice3_alen)
GORT_BOUNDS(Slice3Acap, slice3_acap)
GORT_BOUNDS(Slice3B, slice3_b)
GORT_BOUNDS(Slice3C, slice3_c)
#undef GORT_BOUNDS
void runtime_panicSliceConvert(int64_t x, int64_t y) { bounds(x, true, y, bounds_code::convert); }

void runtime_panicdottypeE(const type* have, const type* want, const type* inter) {
  panic_type_assertion(inter, have, want, {});
}
void runtime_panicdottypeI(const itab* have, const type* want, const type* inter) {
  panic_type_assertion(inter, have ? have->typ : nullptr, want, {});
}
void runtime_panicnildottype(const type* want) { panic_type_assertion(nullptr, nullptr, want, {}); }

void runtime_panicdivide() { panic_error_string("integer divide by zero"); }
void runtime_panicshift() { panic_error_string("negative shift amount"); }
void runtime_panicoverflow() { panic_error_string("integer overflow"); }
void runtime_panicfloat() { panic_error_string("floating point error"); }
void runtime_panicmem() { panic_nil(); }
void runtime_panicwrap() {
  void* box;
  systemstack(box_nil_receiver, &box);
  gopanic({&gort_type_plain_error, box});
}

// Of a loop over a function's values; the states are internal/abi's RF_State.
void runtime_panicrangestate(int64_t state) {
  switch (state) {
    case 0:
      panic_error_string("range function continued iteration after function for loop body returned false");
    case 2:
      panic_error_string("range function continued iteration after loop body panic");
    case 3:
      panic_error_string("range function continued iteration after whole loop exit");
    case 4:
      panic_error_string("range function recovered a loop body panic and did not resume panicking");
    default:
      systemstack(throw_, "unexpected state passed to panicrangestate");
  }
  __builtin_unreachable();
}
}

}  // namespace gort
