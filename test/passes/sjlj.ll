; LLVM's own setjmp notes the segment before, and puts it right first of all where a longjmp lands.
; RUN: gort-passes %s | FileCheck %s

@main_inittask = global [3 x i64] zeroinitializer
@buffer = global [5 x ptr] zeroinitializer
declare i32 @llvm.eh.sjlj.setjmp(ptr)
declare void @use(i32)

; CHECK-LABEL: define void @main_main()
; CHECK: call void @__gort_sjlj_mark(ptr getelementptr inbounds (i8, ptr @buffer, i64 24))
; CHECK-NEXT: %r = call i32 @llvm.eh.sjlj.setjmp(ptr @buffer)
; CHECK-NEXT: %[[L:.*]] = icmp ne i32 %r, 0
; CHECK-NEXT: br i1 %[[L]], label %[[LANDED:.*]], label %[[ON:.*]]
; CHECK: [[LANDED]]:
; CHECK-NEXT: call void @__gort_sjlj_land(ptr getelementptr inbounds (i8, ptr @buffer, i64 24))
; CHECK-NEXT: br label %[[ON]]
; CHECK: [[ON]]:
; CHECK-NEXT: call void @use(i32 %r)
define void @main_main() {
  %r = call i32 @llvm.eh.sjlj.setjmp(ptr @buffer)
  call void @use(i32 %r)
  ret void
}
