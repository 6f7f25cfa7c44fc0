; Init tasks in the spellings that front ends use, and the packages' names.
; RUN: gort-passes --stage=facts %s | FileCheck %s
; RUN: gort-passes -O2 %s | FileCheck --check-prefix=IR %s
; CHECK: main_main=main_main main_inittask=main_inittask
; CHECK-NEXT: task main_inittask of main
; CHECK-NEXT: task net_http_inittask of net/http
; CHECK-NEXT: task strings_inittask of strings
; CHECK-NEXT: task hidden$local of hidden
@main_inittask = global { i64, i64, i64, ptr, ptr, ptr } { i64 0, i64 2, i64 1, ptr @net_http_inittask, ptr @also, ptr @init }
@net_http_inittask = global { { i64, i64, i64 }, [1 x ptr], [0 x ptr] } { { i64, i64, i64 } { i64 0, i64 1, i64 0 }, [1 x ptr] [ptr @strings_inittask], [0 x ptr] zeroinitializer }
@strings_inittask = global [3 x i64] zeroinitializer
; IR: @"hidden$local" = hidden global [5 x i64] [i64 2, i64 1, i64 1, i64 ptrtoint (ptr @strings_inittask to i64), i64 ptrtoint (ptr @init to i64)]
@hidden = internal global [5 x i64] [i64 2, i64 1, i64 1, i64 ptrtoint (ptr @strings_inittask to i64), i64 ptrtoint (ptr @init to i64)]
@also = alias [5 x i64], ptr @hidden
define void @init() {
  ret void
}
define void @main_main() {
  ret void
}
!gort.packages = !{!0, !1}
!0 = !{ptr @net_http_inittask, !"net/http"}
!1 = !{ptr @hidden, !"hidden"}
