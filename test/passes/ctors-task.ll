; A list of constructors that names an init task, by mistake, does not take its name away.
; RUN: gort-passes --stage=lowered %s | FileCheck %s

; CHECK: @"a_inittask$local" = hidden global [3 x i64] zeroinitializer
@a_inittask = internal global [3 x i64] zeroinitializer
@main_inittask = global { i64, i64, i64, ptr } { i64 0, i64 1, i64 0, ptr @a_inittask }
@llvm.global_ctors = appending global [1 x { i32, ptr, ptr }] [{ i32, ptr, ptr } { i32 1, ptr @a_inittask, ptr null }]

define void @main_main() {
  ret void
}
