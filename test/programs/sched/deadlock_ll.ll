; The same through Go's names: runtime_gopark without an unlock function.
; After init main is not locked to its thread (BOOT row 20), which its line would say.
; want stderr~: \Afatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 \[[a-z ]+\]:\n
; want exit: 2

@main_inittask = global { i64, i64, i64 } zeroinitializer
@fv = constant { ptr } { ptr @parks }

declare void @runtime_newproc(ptr)
declare void @runtime_gopark(ptr, ptr, i8)

define void @parks(ptr %self) {
  call void @runtime_gopark(ptr null, ptr null, i8 0)
  ret void
}

define void @main_main() {
  call void @runtime_newproc(ptr @fv)
  call void @runtime_gopark(ptr null, ptr null, i8 0)
  ret void
}
