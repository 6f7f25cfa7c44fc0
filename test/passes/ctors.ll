; Constructors and destructors become lists, by priority, then by position; locals get names of their own.
; RUN: gort-passes --stage=facts %s | FileCheck %s
; RUN: gort-passes --stage=final -O2 %s | FileCheck --check-prefix=IR %s

@llvm.global_ctors = appending global [4 x { i32, ptr, ptr }] [
  { i32, ptr, ptr } { i32 65535, ptr @late, ptr null },
  { i32, ptr, ptr } { i32 101, ptr @first, ptr null },
  { i32, ptr, ptr } { i32 101, ptr @second, ptr null },
  { i32, ptr, ptr } { i32 65535, ptr null, ptr null }]
@llvm.global_dtors = appending global [1 x { i32, ptr, ptr }] [{ i32, ptr, ptr } { i32 65535, ptr @end, ptr null }]
@"late$local" = internal global i8 1

; CHECK: ctor first$local 101
; CHECK-NEXT: ctor second 101
; CHECK-NEXT: ctor late.1$local 65535
; CHECK-NEXT: dtor end$local 65535
; IR-NOT: llvm.global_
; IR-DAG: define hidden void @"first$local"()
; IR-DAG: define void @second()
define internal void @first() {
  store volatile i8 0, ptr @"late$local"
  ret void
}
define void @second() {
  store volatile i8 0, ptr @"late$local"
  ret void
}
define internal void @late() {
  store volatile i8 0, ptr @"late$local"
  ret void
}
define internal void @end() {
  store volatile i8 0, ptr @"late$local"
  ret void
}
define i32 @main() {
  %v = load i8, ptr @"late$local"
  ret i32 0
}
