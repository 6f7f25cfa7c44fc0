; A pointer may lead out of the image: the call then goes to __gort_icall, with the target in r10.
; RUN: gort-passes --base=0x10000000000 %s | FileCheck %s
; RUN: gort-passes --base=0x20000000000 %s | FileCheck --check-prefix=MOVED %s
; RUN: gort-passes --stage=asm %s | FileCheck --check-prefix=ASM %s

%mid = type { [5 x i64] }
@main_inittask = global [3 x i64] zeroinitializer
declare void @foreign()
define void @main_main() {
  ret void
}

; CHECK-LABEL: define i32 @plain(
; CHECK: %[[W:.*]] = ptrtoint ptr %f to i64
; CHECK: %[[S:.*]] = lshr i64 %[[W]], 31
; CHECK: %[[I:.*]] = icmp eq i64 %[[S]], 512
; CHECK: %[[T:.*]] = select i1 %[[I]], ptr %f, ptr @__gort_icall
; CHECK: %r = call i32 %[[T]](i32 signext 1, ptr nest %f)
; MOVED-LABEL: define i32 @plain(
; MOVED: icmp eq i64 %{{.*}}, 1024
; ASM-LABEL: {{^}}plain:
; ASM-DAG: movq %rdi, %r10
; ASM-DAG: shrq $31
; ASM-DAG: __gort_icall@GOTPCREL
; ASM: callq *%r{{.*}}
define i32 @plain(ptr %f) {
  %r = call i32 %f(i32 signext 1)
  ret i32 %r
}

; The number of vector registers still travels in al, and the target in r10.
; CHECK-LABEL: define i32 @variadic(
; CHECK: call i32 (ptr, ptr, ...) %{{.*}}(ptr %s, ptr nest %f, double 1.000000e+00, i32 2)
; ASM-LABEL: {{^}}variadic:
; ASM-DAG: movq %r{{.*}}, %r10
; ASM-DAG: movb $1, %al
; ASM: callq *
define i32 @variadic(ptr %f, ptr %s) {
  %r = call i32 (ptr, ...) %f(ptr %s, double 1.0, i32 2)
  ret i32 %r
}

; CHECK-LABEL: define void @on_stack(
; CHECK: select i1 %{{.*}}, ptr %f, ptr @"__gort_icall$gort64"
; CHECK: call void %{{.*}}(ptr sret(%mid) %out, ptr byval(%mid) %in, i64 1, i64 2, i64 3, i64 4, i64 5, i64 6, i64 7, ptr nest %f)
define void @on_stack(ptr %f, ptr %out, ptr %in) {
  call void %f(ptr sret(%mid) %out, ptr byval(%mid) %in, i64 1, i64 2, i64 3, i64 4, i64 5, i64 6, i64 7)
  ret void
}

; CHECK-LABEL: define fastcc void @fast(
; CHECK: call fastcc void %{{.*}}(i64 %x, ptr nest %f)
; ASM-LABEL: {{^}}fast:
; ASM: movq %rdi, %r10
define fastcc void @fast(ptr %f, i64 %x) {
  call fastcc void %f(i64 %x)
  ret void
}

; CHECK-LABEL: define swiftcc void @swift(
; CHECK: call swiftcc void %{{.*}}(ptr swiftself %self, ptr nest %f)
; ASM-LABEL: {{^}}swift:
; ASM: movq %rdi, %r10
define swiftcc void @swift(ptr %f, ptr swiftself %self) {
  call swiftcc void %f(ptr swiftself %self)
  ret void
}

; CHECK-LABEL: define i64 @tail(
; CHECK: br i1 %{{.*}}, label %[[IN:.*]], label %[[OUT:.*]]
; CHECK: [[IN]]:
; CHECK-NEXT: %r = musttail call i64 %f(ptr %f, i64 %x)
; CHECK-NEXT: ret i64 %r
; CHECK: [[OUT]]:
; CHECK-NEXT: %[[R:.*]] = call i64 @__gort_icall(ptr %f, i64 %x, ptr nest %f)
; CHECK-NEXT: ret i64 %[[R]]
define i64 @tail(ptr %f, i64 %x) {
  %r = musttail call i64 %f(ptr %f, i64 %x)
  ret i64 %r
}

; CHECK-LABEL: define void @unwinding(
; CHECK: invoke void %{{.*}}(ptr nest %f)
; CHECK-NEXT: to label %ok unwind label %bad
define void @unwinding(ptr %f) personality ptr @foreign {
  invoke void %f() to label %ok unwind label %bad
ok:
  ret void
bad:
  %p = landingpad { ptr, i32 } cleanup
  resume { ptr, i32 } %p
}

; Targets that the program names lie inside the image.
; CHECK-LABEL: define void @known(
; CHECK: %f = select i1 %c, ptr @foreign, ptr @main_main
; CHECK-NEXT: call void %f()
define void @known(i1 %c) {
  %f = select i1 %c, ptr @foreign, ptr @main_main
  call void %f()
  ret void
}

; A call that has a nest argument of its own leads to code that takes one: not C.
; CHECK-LABEL: define void @nested(
; CHECK-NEXT: call void %f(ptr nest %env)
define void @nested(ptr %f, ptr %env) {
  call void %f(ptr nest %env)
  ret void
}

; An error register never holds a function, and may not be compared to find out.
; CHECK-LABEL: define swiftcc void @error_register(
; CHECK-NEXT: call void %e()
define swiftcc void @error_register(ptr swifterror %e) {
  call void %e()
  ret void
}
