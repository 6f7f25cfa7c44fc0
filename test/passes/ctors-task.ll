; A list of constructors that names an init task, by mistake, does not take its name away.
; RUN: gort-passes --stage=lowered %s | FileCheck %s

; CHECK: @"main_inittask$local" = hidden global [3 x i64] zeroinitializer
@main_inittask = internal global [3 x i64] zeroinitializer
@llvm.global_ctors = appending global [1 x { i32, ptr, ptr }] [{ i32, ptr, ptr } { i32 1, ptr @main_inittask, ptr null }]

define void @main_main() {
  ret void
}
