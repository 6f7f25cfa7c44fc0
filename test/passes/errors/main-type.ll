; RUN: not gort-passes %s 2>&1 | FileCheck %s
; CHECK: gort: {{.*}}main-type.ll: error: 'main_main' is 'i32 (ptr)'; the runtime calls it as 'void ()'
; CHECK: gort: {{.*}}main-type.ll: error: 'main_main' is there, 'main_inittask' is missing
define i32 @main_main(ptr %x) {
  ret i32 0
}
