; What a C library may promise about the thread is not true of a goroutine.
; RUN: gort-passes --stage=final -O2 %s | FileCheck %s
; RUN: gort-passes --stage=lowered %s | FileCheck --check-prefix=LOWERED %s

@main_inittask = global [3 x i64] zeroinitializer
; LOWERED: @stdout = external global ptr
@stdout = external dso_local global ptr
declare ptr @__errno_location() memory(none)
; LOWERED: declare i32 @setjmp(ptr) #[[TWICE:[0-9]+]]
declare dso_local i32 @setjmp(ptr)
declare void @runtime_Gosched()
; CHECK-LABEL: define void @main_main()
; CHECK: call ptr @__errno_location()
; CHECK: call void @runtime_Gosched()
; CHECK: call ptr @__errno_location()
define void @main_main() {
  %a = call ptr @__errno_location() memory(none)
  store i32 0, ptr %a
  call void @runtime_Gosched()
  %b = call ptr @__errno_location() memory(none)
  store i32 1, ptr %b
  %f = load ptr, ptr @stdout
  %r = call i32 @setjmp(ptr %f)
  ret void
}
; LOWERED: attributes #[[TWICE]] = { returns_twice }
