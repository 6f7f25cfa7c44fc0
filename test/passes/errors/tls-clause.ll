; A landing pad compares constants; a thread-local variable's address is none.
; RUN: not gort-passes --stage=lowered %s 2>&1 | FileCheck %s

; CHECK: the thread_local variable 'mine' has its address in other data
@main_inittask = global [3 x i64] zeroinitializer
@mine = internal thread_local global [2 x i32] zeroinitializer

declare i32 @__gxx_personality_v0(...)
declare void @puts()

define void @main_main() personality ptr @__gxx_personality_v0 {
  invoke void @puts() to label %ok unwind label %no
ok:
  ret void
no:
  %l = landingpad { ptr, i32 } catch ptr getelementptr (i8, ptr @mine, i64 4)
  resume { ptr, i32 } %l
}
