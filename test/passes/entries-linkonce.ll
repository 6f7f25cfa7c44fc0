; Entries that the module itself does not use, and that a linker might drop, are kept.
; RUN: gort-passes %s | FileCheck %s

; CHECK: @main_inittask = weak_odr global
@main_inittask = linkonce_odr global [3 x i64] zeroinitializer

; CHECK: define weak void @main_main()
define linkonce void @main_main() {
  ret void
}
