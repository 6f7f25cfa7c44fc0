; What nobody refers to is not compiled; what another file or dlsym could name, and what llvm.used keeps, is.
; RUN: gort-passes --stage=lowered --entry=exported %s | FileCheck %s
; CHECK-NOT: @dead
; CHECK: define void @exported
; CHECK: define internal void @kept
; CHECK-NOT: @dead
@llvm.used = appending global [1 x ptr] [ptr @kept], section "llvm.metadata"
define internal void @dead() {
  call void @dead_too()
  ret void
}
define linkonce_odr void @dead_too() {
  ret void
}
define void @exported() {
  ret void
}
define internal void @kept() {
  ret void
}
