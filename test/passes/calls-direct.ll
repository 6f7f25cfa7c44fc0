; A direct call of a foreign function stays one; when it has stack arguments, its name says how many bytes.
; RUN: gort-passes %s | FileCheck %s
; RUN: gort-passes --stage=facts %s | FileCheck --check-prefix=FACTS %s

%mid = type { [5 x i64] }

@main_inittask = global [3 x i64] zeroinitializer
@table = global [3 x ptr] [ptr @printf, ptr @seven, ptr @six]

declare void @six(i64, i64, i64, i64, i64, i64)
declare void @seven(i64, i64, i64, i64, i64, i64, i64)
declare void @nine_doubles(double, double, double, double, double, double, double, double, double)
declare i32 @printf(ptr, ...)
declare x86_fp80 @sinl(x86_fp80)
declare void @by_value(ptr byval(%mid))
declare void @by_value_aligned(i64, ptr byval(%mid) align 64)
declare void @wide(i64, i64, i64, i64, i64, i128)
declare void @pair(i64, i64, i64, i64, i64, {ptr, i64})
declare void @vectors(<4 x double>, <4 x double>, <4 x double>, <4 x double>, <4 x double>)
declare void @odd(<3 x i24>)
declare void @time_Sleep(i64)
declare extern_weak void @maybe(i64, i64, i64, i64, i64, i64, i64, i64)
declare i64 @in_asm(i64, i64, i64, i64, i64, i64, i64)
declare void @__cxa_throw(ptr, ptr, ptr)
module asm ".globl in_asm"
module asm "in_asm: mov 8(%rsp), %rax"
module asm "ret"

; CHECK-LABEL: define void @main_main()
define void @main_main() personality ptr null {
; CHECK: call void @six(
  call void @six(i64 1, i64 2, i64 3, i64 4, i64 5, i64 6)
; CHECK: call void @"seven$gort16"(
  call void @seven(i64 1, i64 2, i64 3, i64 4, i64 5, i64 6, i64 7)
; CHECK: call void @"nine_doubles$gort16"(
  call void @nine_doubles(double 1.0, double 1.0, double 1.0, double 1.0, double 1.0, double 1.0, double 1.0, double 1.0, double 1.0)
; CHECK: call i32 (ptr, ...) @printf(ptr null, i32 1)
  %a = call i32 (ptr, ...) @printf(ptr null, i32 1)
; CHECK: call i32 (ptr, ...) @"printf$gort32"(ptr null,
  %b = call i32 (ptr, ...) @printf(ptr null, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 8)
; CHECK: call x86_fp80 @"sinl$gort16"(
  %c = call x86_fp80 @sinl(x86_fp80 0xK3FFF8000000000000000)
  %s = alloca %mid
; CHECK: call void @"by_value$gort48"(ptr byval(%mid) %s)
  call void @by_value(ptr byval(%mid) %s)
; CHECK: call void @"by_value_aligned$gort64"(i64 1, ptr byval(%mid) align 64 %s)
  call void @by_value_aligned(i64 1, ptr byval(%mid) align 64 %s)
; CHECK: call void @"wide$gort16"(
  call void @wide(i64 1, i64 2, i64 3, i64 4, i64 5, i128 6)
; CHECK: call void @"pair$gort16"(
  call void @pair(i64 1, i64 2, i64 3, i64 4, i64 5, {ptr, i64} zeroinitializer)
; CHECK: call void @"vectors$gort32"(
  call void @vectors(<4 x double> zeroinitializer, <4 x double> zeroinitializer, <4 x double> zeroinitializer, <4 x double> zeroinitializer, <4 x double> zeroinitializer)
; CHECK: call void @"odd$gort{{[0-9]+}}"(
  call void @odd(<3 x i24> zeroinitializer)
; CHECK: call void @time_Sleep(i64 1)
  call void @time_Sleep(i64 1)
; CHECK: call void @"maybe$gort16"(
  call void @maybe(i64 1, i64 2, i64 3, i64 4, i64 5, i64 6, i64 7, i64 8)
; CHECK: call i64 @in_asm(
  %d = call i64 @in_asm(i64 1, i64 2, i64 3, i64 4, i64 5, i64 6, i64 7)
; CHECK: invoke void @"seven$gort16"(
  invoke void @seven(i64 1, i64 2, i64 3, i64 4, i64 5, i64 6, i64 7) to label %ok unwind label %bad
ok:
  call void @__cxa_throw(ptr null, ptr null, ptr null)
  %e = frem x86_fp80 %c, 0xK4000C90FDAA22168C235
  ret void
bad:
  %p = landingpad { ptr, i32 } cleanup
  ret void
}

; CHECK: declare void @"seven$gort16"(i64, i64, i64, i64, i64, i64, i64)
; CHECK: declare extern_weak void @"maybe$gort16"

; FACTS: stack fmodl 32
; FACTS: stack printf 512
; FACTS: stack seven 16
; FACTS-NOT: stack six
; FACTS: library libstdc++.so.6
