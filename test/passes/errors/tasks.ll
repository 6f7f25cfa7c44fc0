; RUN: not gort-passes %s 2>&1 | FileCheck %s --implicit-check-not=error:
; CHECK: error: init task 'main_inittask' fns[0] 'takes' is 'void (i64)', it must be 'void ()'
; CHECK: error: init task 'narrow' holds a value of type 'i32' as word 0
; CHECK: error: init task 'count' ndeps 1 and nfns 1 ask for 2 words after the first three, there are 1
; CHECK: error: init task 'state' state starts at 0 (or 2: done), it is 1
; CHECK: error: init task 'readonly' is constant
; CHECK: error: init task 'main_inittask' deps[5] must point to another init task
; CHECK: error: init task 'nowhere' is referred to, but no module defines it
@main_inittask = global { i64, i64, i64, [7 x ptr], [1 x ptr] } { i64 0, i64 7, i64 1,
  [7 x ptr] [ptr @words, ptr @narrow, ptr @count, ptr @state, ptr @readonly, ptr @function, ptr @nowhere], [1 x ptr] [ptr @takes] }
@words = global [4 x i64] [i64 0, i64 0, i64 1, i64 ptrtoint (ptr @init to i64)]
@narrow = global { i32, i32, i64 } zeroinitializer
@count = global [4 x i64] [i64 0, i64 1, i64 1, i64 0]
@state = global [3 x i64] [i64 1, i64 0, i64 0]
@readonly = constant [3 x i64] zeroinitializer
@nowhere = external global i64
define void @function() {
  ret void
}
define void @takes(i64 %x) {
  ret void
}
define void @init() {
  ret void
}
define void @main_main() {
  ret void
}
