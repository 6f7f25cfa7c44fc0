; LLVM's own lists are no data of the program, whatever they are marked as; a variable is, whatever its name.
; RUN: gort-passes --stage=lowered %s | FileCheck %s

; CHECK: @llvm.used = appending global [1 x ptr] [ptr @kept]
; CHECK: @__gort_tls_desc = hidden global { ptr, i64, i64, i64, i64 } { ptr @__gort_tls_image, i64 16, i64 16, i64 16, i64 0 }
; CHECK-NOT: thread_local
@main_inittask = global [3 x i64] zeroinitializer
@counter = thread_local global i64 42
@llvm.mine = internal thread_local global i64 43
@kept = global i32 0
@llvm.used = appending thread_local global [2 x ptr] [ptr @counter, ptr @kept]

declare ptr @llvm.threadlocal.address.p0(ptr)

; CHECK-LABEL: define void @main_main()
; CHECK: %[[BLOCK:.*]] = call ptr @__gort_tls(ptr @__gort_tls_desc)
; CHECK: getelementptr inbounds i8, ptr %[[BLOCK]], i64 8
define void @main_main() {
  %p = call ptr @llvm.threadlocal.address.p0(ptr @llvm.mine)
  store i64 1, ptr %p
  ret void
}
