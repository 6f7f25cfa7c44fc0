; Where a constant must stand, or nothing before the use, an indirect function is one that jumps to the choice.
; RUN: gort-passes --stage=lowered %s | FileCheck %s

; CHECK: @table = global [2 x ptr] [ptr @dispatch.work, ptr @dispatch.work]
; CHECK: @more = global ptr @dispatch.llvm.work
@main_inittask = global [3 x i64] zeroinitializer
@table = global [2 x ptr] [ptr @work, ptr @work]
@more = global ptr @llvm.work
@work = ifunc i32 (), ptr @choose
@llvm.work = ifunc i32 (), ptr @choose
define ptr @choose() {
  ret ptr @fast
}
define i32 @fast() {
  ret i32 1
}
declare i32 @__gxx_personality_v0(...)

; CHECK-LABEL: define i32 @chosen(
; CHECK: phi ptr [ @dispatch.work, %a ], [ @fast, %0 ]
define i32 @chosen(i1 %c) {
  br i1 %c, label %a, label %b
a:
  br label %b
b:
  %p = phi ptr [@work, %a], [@fast, %0]
  %r = call i32 %p()
  ret i32 %r
}

; CHECK-LABEL: define void @main_main()
; CHECK: landingpad
; CHECK-NEXT: catch ptr @dispatch.work
; CHECK-NEXT: filter [1 x ptr] [ptr @dispatch.work]
; CHECK: asm sideeffect "# $0", "i"(ptr @dispatch.work)
define void @main_main() personality ptr @__gxx_personality_v0 {
  %r = invoke i32 @work() to label %ok unwind label %no
ok:
  ret void
no:
  %l = landingpad { ptr, i32 } catch ptr @work filter [1 x ptr] [ptr @work]
  call void asm sideeffect "# $0", "i"(ptr @work)
  resume { ptr, i32 } %l
}
