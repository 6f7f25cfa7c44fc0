; An entry point that other modules could not name is none: LLVM would drop it as unused.
; RUN: not gort-passes %s 2>&1 | FileCheck %s

; CHECK: error: 'main_main' is there, 'main_inittask' is missing or internal
@main_inittask = internal global [3 x i64] zeroinitializer

define void @main_main() {
  ret void
}
