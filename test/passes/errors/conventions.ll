; RUN: not gort-passes %s 2>&1 | FileCheck %s
@main_inittask = global [3 x i64] zeroinitializer
; CHECK: error: function 'haskell' has the calling convention ghccc
define ghccc void @haskell() {
  ret void
}
; CHECK: error: function 'nested' is x86_regcallcc with a nest parameter
define x86_regcallcc void @nested(ptr nest %p) {
  ret void
}
; CHECK: error: in function 'tails': musttail call with tailcc and arguments on the stack
define tailcc void @tails(i64 %a, i64 %b, i64 %c, i64 %d, i64 %e, i64 %f, i64 %g) {
  musttail call tailcc void @tails(i64 %a, i64 %b, i64 %c, i64 %d, i64 %e, i64 %f, i64 1)
  ret void
}
; CHECK: error: in function 'tiles': AMX tiles
define void @tiles(ptr %p) {
  %t = call x86_amx @llvm.x86.tileloadd64.internal(i16 8, i16 8, ptr %p, i64 64)
  ret void
}
; CHECK: error: in function 'segment': writes memory relative to fs
define void @segment() {
  store i64 0, ptr addrspace(257) inttoptr (i64 112 to ptr addrspace(257))
  ret void
}
; CHECK: error: in function 'moves': writes the stack pointer
define void @moves() {
  call void @llvm.write_register.i64(metadata !0, i64 0)
  ret void
}
define void @main_main() {
  ret void
}
!0 = !{!"rsp"}
