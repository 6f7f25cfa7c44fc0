; Declarations of runtime symbols: all that are wrong are listed.
; RUN: not gort-passes %s 2>&1 | FileCheck %s
; CHECK: error: 'time_Sleep' is declared as 'void (i32)', the runtime's is 'void (i64 ns)'
; CHECK: error: 'gort_alloc' is defined by the module, but it belongs to the runtime; rename it
; CHECK: error: in function 'main_main': asm 'mov %rax, %rsp' writes the stack pointer
; CHECK: error: the runtime has no 'runtime_Goshed'; did you mean 'runtime_Gosched'?
; CHECK-NOT: sync_file_range
; CHECK-NOT: runtime_throw
@main_inittask = global [3 x i64] zeroinitializer
declare void @time_Sleep(i32)
declare void @runtime_Goshed()
declare void @runtime_throw({ptr, i64})
declare i32 @sync_file_range(i32, i64, i64, i32)
define ptr @gort_alloc(i64 %n) {
  ret ptr null
}
define void @main_main() {
  call void @time_Sleep(i32 1)
  call void @runtime_Goshed()
  %r = call i32 @sync_file_range(i32 0, i64 0, i64 0, i32 0)
  call void @runtime_throw({ptr, i64} zeroinitializer)
  call void asm sideeffect "mov %rax, %rsp", ""()
  ret void
}
