; RUN: not gort-passes --entry=go %s 2>&1 | FileCheck %s
; RUN: gort-passes --entry=start --stage=facts %s | FileCheck --check-prefix=START %s
; RUN: gort-passes --stage=facts %s | FileCheck --check-prefix=MAIN %s
; CHECK: error: --entry: 'go' is 'i64 (i64)'; expected 'void ()', or a C main
; START: main_main=start main_inittask= c_main=
; MAIN: main_main= main_inittask= c_main=main
define i64 @go(i64 %x) {
  ret i64 0
}
define void @start() {
  ret void
}
define i32 @main(i32 %n, ptr %v) {
  ret i32 0
}
