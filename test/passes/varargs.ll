; A variadic definition becomes a shell without a stack check and a checked body that takes the list.
; RUN: gort-passes %s | FileCheck %s
; RUN: gort-passes --stage=asm %s | FileCheck --check-prefix=ASM %s

%big = type { [100 x i64] }

@main_inittask = global [3 x i64] zeroinitializer
@taken = global ptr @sum

declare void @llvm.va_start.p0(ptr)
declare void @llvm.va_end.p0(ptr)

; CHECK-LABEL: define i32 @sum(i32 %0, ...)
; CHECK-SAME: #[[SHELL:[0-9]+]] {
; CHECK-NEXT: %[[LIST:.*]] = alloca [24 x i8], align 16
; CHECK-NEXT: call void @llvm.va_start.p0(ptr %[[LIST]])
; CHECK-NEXT: %[[R:.*]] = call i32 @"sum$va"(i32 %0, ptr %[[LIST]])
; CHECK-NEXT: ret i32 %[[R]]
define i32 @sum(i32 %n, ...) {
  %a = alloca [24 x i8], align 16
  %b = alloca [24 x i8], align 16
  call void @llvm.va_start.p0(ptr %a)
  call void @llvm.va_start.p0(ptr %b)
  %x = va_arg ptr %a, i32
  %y = va_arg ptr %b, i32
  call void @llvm.va_end.p0(ptr %a)
  call void @llvm.va_end.p0(ptr %b)
  %r = add i32 %x, %y
  %s = add i32 %r, %n
  ret i32 %s
}

; The copy of a byval argument is the callee's: its address is enough, and the shell's frame stays small.
; CHECK-LABEL: define linkonce_odr void @copies(ptr sret(%big) %0, ptr byval(%big) align 32 %1, ...)
; CHECK-SAME: comdat
; CHECK: call void @"copies$va"(ptr sret(%big) %0, ptr align 32 %1, ptr %
$copies = comdat any
@llvm.compiler.used = appending global [1 x ptr] [ptr @copies], section "llvm.metadata"
define linkonce_odr void @copies(ptr sret(%big) %out, ptr byval(%big) align 32 %in, ...) comdat {
  call void @llvm.memcpy.p0.p0.i64(ptr %out, ptr %in, i64 800, i1 false)
  ret void
}

; Passing the variable arguments on in tail position needs no list, and cannot be split.
; CHECK-LABEL: define void @thunk(ptr %this, ...)
; CHECK: musttail call void (ptr, ...) @target(ptr %adjusted, ...)
define void @thunk(ptr %this, ...) {
  %adjusted = getelementptr i8, ptr %this, i64 -16
  musttail call void (ptr, ...) @target(ptr %adjusted, ...)
  ret void
}
define void @target(ptr %this, ...) {
  ret void
}

define void @main_main() {
  %r = call i32 (i32, ...) @sum(i32 1, i32 2)
  ret void
}

; Block addresses move with the body.
; CHECK: define internal i32 @"sum$va"(i32 %n, ptr %0) #[[BODY:[0-9]+]]
; CHECK: call void @llvm.va_copy.p0(ptr %a, ptr %0)
; CHECK: call void @llvm.va_copy.p0(ptr %b, ptr %0)
; CHECK: define internal void @"copies$va"(ptr sret(%big) %out, ptr align 32 %in, ptr %0) #[[BODY]] comdat($copies)

; CHECK-NOT: attributes #[[SHELL]] = {{.*}}split-stack
; CHECK: attributes #[[BODY]] = {{.*}}"split-stack"

; ASM-LABEL: sum:
; ASM-NOT: __morestack
; ASM: .size sum
; ASM: {{^}}sum$va:
; ASM: __morestack
