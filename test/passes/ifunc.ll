; Indirect functions become pointers that a constructor fills first.
; RUN: gort-passes --stage=facts %s | FileCheck %s
; RUN: gort-passes --stage=final %s | FileCheck --check-prefix=IR %s

; CHECK: ctor {{.*}} 10
; CHECK-NEXT: ctor second 101
; IR-NOT: = ifunc
@llvm.global_ctors = appending global [1 x { i32, ptr, ptr }] [{ i32, ptr, ptr } { i32 101, ptr @second, ptr null }]
@done = global i8 1
@work = ifunc i32 (), ptr @choose
define ptr @choose() {
  ret ptr @fast
}
define i32 @fast() {
  ret i32 1
}
define void @second() {
  store volatile i8 0, ptr @done
  ret void
}
define i32 @main() {
  %r = call i32 @work()
  ret i32 %r
}
