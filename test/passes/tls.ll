; Thread-local variables become offsets in a block of the goroutine; a library's are asked for each time.
; RUN: gort-passes --stage=lowered %s | FileCheck %s
; RUN: gort-passes --stage=facts %s | FileCheck --check-prefix=FACTS %s

@zero = thread_local global i32 0
@counter = thread_local global i64 42
@wide = internal thread_local global [4 x i32] [i32 1, i32 2, i32 3, i32 4], align 32
@second = alias i32, getelementptr (i8, ptr @wide, i64 4)
@errors = external thread_local global i32
@main_inittask = global [3 x i64] zeroinitializer
@llvm.used = appending global [1 x ptr] [ptr @counter]

; Initialised variables come first; the zeroes behind them need no image.
; CHECK: @main_inittask
; CHECK-NEXT: @__gort_tls_image = internal constant <{ i64, [24 x i8], [4 x i32] }> <{ i64 42, [24 x i8] zeroinitializer, [4 x i32] [i32 1, i32 2, i32 3, i32 4] }>, align 32
; CHECK-NEXT: @__gort_tls_desc = hidden global { ptr, i64, i64, i64, i64 } { ptr @__gort_tls_image, i64 48, i64 52, i64 32, i64 0 }
; CHECK-NEXT: @"errors$tlspair" = hidden global { i64, i64 } zeroinitializer
; CHECK-NOT: thread_local

declare ptr @llvm.threadlocal.address.p0(ptr)
declare void @yield()

; CHECK-LABEL: define void @main_main()
define void @main_main() {
; CHECK: %[[B:.*]] = call ptr @__gort_tls(ptr @__gort_tls_desc)
; CHECK-NOT: @__gort_tls
; CHECK: load i64, ptr %[[B]]
; CHECK: getelementptr inbounds i8, ptr %[[B]], i64 48
  %p = call ptr @llvm.threadlocal.address.p0(ptr @counter)
  %v = load i64, ptr %p
  call void @yield()
  store i32 1, ptr @zero
  ret void
}

; A use in a loop is computed before it; a constant expression and an alias are seen through.
; CHECK-LABEL: define i32 @loop(i32 %n)
; CHECK: entry:
; CHECK-NEXT: %[[B2:.*]] = call ptr @__gort_tls(ptr @__gort_tls_desc)
; CHECK: body:
; CHECK-NOT: @__gort_tls
; CHECK: ret i32
define i32 @loop(i32 %n) {
entry:
  br label %body
body:
  %i = phi i32 [ 0, %entry ], [ %j, %body ]
  %x = load i32, ptr getelementptr (i8, ptr @wide, i64 12)
  %y = load i32, ptr @second
  %j = add i32 %i, 1
  %c = icmp slt i32 %j, %n
  br i1 %c, label %body, label %out
out:
  %z = add i32 %x, %y
  ret i32 %z
}

; Several edges from one block to a phi carry one value.
; CHECK-LABEL: define ptr @phis(i32 %n)
; CHECK: phi ptr [ %[[V:.*]], %entry ], [ %[[V]], %entry ], [ null, %other ]
define ptr @phis(i32 %n) {
entry:
  switch i32 %n, label %other [ i32 1, label %out
                                i32 2, label %out ]
other:
  br label %out
out:
  %r = phi ptr [ @zero, %entry ], [ @zero, %entry ], [ null, %other ]
  ret ptr %r
}

; CHECK-LABEL: define i32 @library()
; CHECK: call ptr @__tls_get_addr(ptr @"errors$tlspair")
; CHECK: call void @yield()
; CHECK: call ptr @__tls_get_addr(ptr @"errors$tlspair")
define i32 @library() {
  %p = call ptr @llvm.threadlocal.address.p0(ptr @errors)
  %a = load i32, ptr %p
  call void @yield()
  %q = call ptr @llvm.threadlocal.address.p0(ptr @errors)
  %b = load i32, ptr %q
  %s = add i32 %a, %b
  ret i32 %s
}

; CHECK: declare nonnull ptr @__gort_tls(ptr) #[[PURE:[0-9]+]]
; CHECK: attributes #[[PURE]] = {{.*}}memory(none)

; FACTS: tls __gort_tls_desc
; FACTS: libtls errors errors$tlspair
