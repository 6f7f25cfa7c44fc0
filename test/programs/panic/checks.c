// What failed checks say, word for word as Go does; each is recovered and is an error that knows its text.
// want stdout: runtime error: index out of range [5] with length 5
// want stdout: runtime error: index out of range [-1]
// want stdout: runtime error: index out of range [9223372036854775815] with length 5
// want stdout: runtime error: slice bounds out of range [11:5]
// want stdout: runtime error: slice bounds out of range [:11] with length 5
// want stdout: runtime error: slice bounds out of range [:-1]
// want stdout: runtime error: slice bounds out of range [:9223372036854775815] with length 5
// want stdout: runtime error: slice bounds out of range [:11] with length 5
// want stdout: runtime error: slice bounds out of range [:11] with capacity 10
// want stdout: runtime error: slice bounds out of range [:-1]
// want stdout: runtime error: slice bounds out of range [:9223372036854775815] with capacity 10
// want stdout: runtime error: slice bounds out of range [5:3]
// want stdout: runtime error: slice bounds out of range [-1:]
// want stdout: runtime error: slice bounds out of range [9223372036854775815:3]
// want stdout: runtime error: slice bounds out of range [::11] with capacity 10
// want stdout: runtime error: slice bounds out of range [::-1]
// want stdout: runtime error: slice bounds out of range [::9223372036854775815] with capacity 10
// want stdout: runtime error: slice bounds out of range [::11] with length 5
// want stdout: runtime error: slice bounds out of range [::9223372036854775815] with length 5
// want stdout: runtime error: slice bounds out of range [:5:3]
// want stdout: runtime error: slice bounds out of range [:-1:]
// want stdout: runtime error: slice bounds out of range [:9223372036854775815:3]
// want stdout: runtime error: slice bounds out of range [5:3:]
// want stdout: runtime error: slice bounds out of range [-1::]
// want stdout: runtime error: slice bounds out of range [9223372036854775815:3:]
// want stdout: runtime error: cannot convert slice with length 5 to array or pointer to array with length 8
// want stdout: runtime error: integer divide by zero
// want stdout: runtime error: negative shift amount
// want stdout: interface conversion: interface {} is nil, not int
// want stdout: interface conversion: interface {} is string, not int
// want stdout: interface conversion: interface is nil, not int
// want stdout: interface conversion: error is nil, not string
#include <gort/gort.h>
#include <stdio.h>

#define BIG ((int64_t)((1ull << 63) + 7))
void runtime_panicIndex(int64_t x, int64_t y) __attribute__((noreturn));
void runtime_panicIndexU(int64_t x, int64_t y) __attribute__((noreturn));
void runtime_panicSlice3Acap(int64_t x, int64_t y) __attribute__((noreturn));
void runtime_panicSlice3AcapU(int64_t x, int64_t y) __attribute__((noreturn));
void runtime_panicSlice3Alen(int64_t x, int64_t y) __attribute__((noreturn));
void runtime_panicSlice3AlenU(int64_t x, int64_t y) __attribute__((noreturn));
void runtime_panicSlice3B(int64_t x, int64_t y) __attribute__((noreturn));
void runtime_panicSlice3BU(int64_t x, int64_t y) __attribute__((noreturn));
void runtime_panicSlice3C(int64_t x, int64_t y) __attribute__((noreturn));
void runtime_panicSlice3CU(int64_t x, int64_t y) __attribute__((noreturn));
void runtime_panicSliceAcap(int64_t x, int64_t y) __attribute__((noreturn));
void runtime_panicSliceAcapU(int64_t x, int64_t y) __attribute__((noreturn));
void runtime_panicSliceAlen(int64_t x, int64_t y) __attribute__((noreturn));
void runtime_panicSliceAlenU(int64_t x, int64_t y) __attribute__((noreturn));
void runtime_panicSliceB(int64_t x, int64_t y) __attribute__((noreturn));
void runtime_panicSliceBU(int64_t x, int64_t y) __attribute__((noreturn));
void runtime_panicSliceConvert(int64_t x, int64_t y) __attribute__((noreturn));
void runtime_panicdivide(void) __attribute__((noreturn));
void runtime_panicshift(void) __attribute__((noreturn));

static void t0(void) { runtime_panicIndex(5, 5); }
static void t1(void) { runtime_panicIndex(-1, 5); }
static void t2(void) { runtime_panicIndexU(BIG, 5); }
static void t3(void) { runtime_panicSliceB(11, 5); }
static void t4(void) { runtime_panicSliceAlen(11, 5); }
static void t5(void) { runtime_panicSliceAlen(-1, 5); }
static void t6(void) { runtime_panicSliceAlenU(BIG, 5); }
static void t7(void) { runtime_panicSliceAlen(11, 5); }
static void t8(void) { runtime_panicSliceAcap(11, 10); }
static void t9(void) { runtime_panicSliceAcap(-1, 10); }
static void t10(void) { runtime_panicSliceAcapU(BIG, 10); }
static void t11(void) { runtime_panicSliceB(5, 3); }
static void t12(void) { runtime_panicSliceB(-1, 3); }
static void t13(void) { runtime_panicSliceBU(BIG, 3); }
static void t14(void) { runtime_panicSlice3Acap(11, 10); }
static void t15(void) { runtime_panicSlice3Acap(-1, 10); }
static void t16(void) { runtime_panicSlice3AcapU(BIG, 10); }
static void t17(void) { runtime_panicSlice3Alen(11, 5); }
static void t18(void) { runtime_panicSlice3AlenU(BIG, 5); }
static void t19(void) { runtime_panicSlice3B(5, 3); }
static void t20(void) { runtime_panicSlice3B(-1, 3); }
static void t21(void) { runtime_panicSlice3BU(BIG, 3); }
static void t22(void) { runtime_panicSlice3C(5, 3); }
static void t23(void) { runtime_panicSlice3C(-1, 3); }
static void t24(void) { runtime_panicSlice3CU(BIG, 3); }
static void t25(void) { runtime_panicSliceConvert(8, 5); }
static void t26(void) { runtime_panicdivide(); }
static void t27(void) { runtime_panicshift(); }

extern const char runtime_type_int[], runtime_type_string[], runtime_type_any[], runtime_type_error[];
void runtime_panicdottypeE(const void* have, const void* want, const void* interface) __attribute__((noreturn));
void runtime_panicdottypeI(const void* have, const void* want, const void* interface) __attribute__((noreturn));
void runtime_panicnildottype(const void* want) __attribute__((noreturn));
static void a0(void) { runtime_panicdottypeE(NULL, runtime_type_int, runtime_type_any); }
static void a1(void) { runtime_panicdottypeE(runtime_type_string, runtime_type_int, runtime_type_any); }
static void a2(void) { runtime_panicnildottype(runtime_type_int); }
static void a3(void) { runtime_panicdottypeI(NULL, runtime_type_string, runtime_type_error); }

static void (*const tests[])(void) = {t0,  t1,  t2,  t3,  t4,  t5,  t6,  t7,  t8,  t9,  t10, t11, t12, t13, t14, t15,
                                      t16, t17, t18, t19, t20, t21, t22, t23, t24, t25, t26, t27, a0,  a1,  a2,  a3};

static void tell(void* arg) { puts(gort_value_text(gort_recover())); }
static void run(void (*test)(void)) {
  GORT_FRAME(frame);
  if (gort_enter(&frame)) return;
  gort_defer(&frame, tell, NULL);
  test();
}

int main(void) {
  for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) run(tests[i]);
}
