; LLVM's own lists are no data of the program, whatever they are marked as.
; RUN: gort-passes --stage=lowered %s | FileCheck %s

; CHECK: @llvm.used = appending global [1 x ptr] [ptr @kept]
@main_inittask = global [3 x i64] zeroinitializer
@counter = thread_local global i64 42
@kept = global i32 0
@llvm.used = appending thread_local global [2 x ptr] [ptr @counter, ptr @kept]

define void @main_main() {
  ret void
}
