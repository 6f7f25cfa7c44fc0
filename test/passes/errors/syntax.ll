; RUN: not gort-passes %s 2>&1 | FileCheck %s
; CHECK: gort: {{.*}}syntax.ll:6:3: error: expected instruction opcode
; CHECK-NEXT: {{^  }}frobnicate
; CHECK-NEXT: {{^  }}^
define void @main_main() {
  frobnicate
  ret void
}
