; RUN: not gort-passes %s 2>&1 | FileCheck %s
; CHECK: gort: {{.*}}invalid.ll: error: the module is not valid IR:
; CHECK-NEXT: Instruction does not dominate all uses!
define i32 @main() {
  br label %a
a:
  %y = add i32 %x, 1
  br label %b
b:
  %x = add i32 1, 2
  ret i32 %y
}
