; RUN: not gort-passes %s 2>&1 | FileCheck %s
; CHECK: gort: {{.*}}entry.ll: error: no entry point: no module defines 'main_main' (void ()) or a C 'main'
define void @other() {
  ret void
}
