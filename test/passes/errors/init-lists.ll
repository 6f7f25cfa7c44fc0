; LLVM itself dies of entries like these.
; RUN: not gort-passes %s 2>&1 | FileCheck %s

; CHECK: error: 'llvm.global_ctors' has an entry without a priority
; CHECK: error: 'llvm.global_dtors' has an entry without a priority
@main_inittask = global [3 x i64] zeroinitializer
@llvm.global_ctors = appending global [2 x { i32, ptr, ptr }] [{ i32, ptr, ptr } zeroinitializer, { i32, ptr, ptr } poison]
@llvm.global_dtors = appending global [1 x { i32, ptr, ptr }] [{ i32, ptr, ptr } { i32 undef, ptr @main_main, ptr null }]

define void @main_main() {
  ret void
}
