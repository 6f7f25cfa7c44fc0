; An entry that is null altogether is left out.
; RUN: gort-passes --stage=facts %s | FileCheck %s

; CHECK: ctor first 1
; CHECK-NOT: ctor
; CHECK: dtor last 2
@main_inittask = global [3 x i64] zeroinitializer
@llvm.global_ctors = appending global [2 x { i32, ptr, ptr }] [{ i32, ptr, ptr } { i32 1, ptr @first, ptr null }, { i32, ptr, ptr } zeroinitializer]
@llvm.global_dtors = appending global [2 x { i32, ptr, ptr }] [{ i32, ptr, ptr } zeroinitializer, { i32, ptr, ptr } { i32 2, ptr @last, ptr null }]
@done = global i8 1

define void @first() {
  store i8 1, ptr @done
  ret void
}
define void @last() {
  store i8 2, ptr @done
  ret void
}
define void @main_main() {
  ret void
}
