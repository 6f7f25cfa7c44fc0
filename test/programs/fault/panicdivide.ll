; runtime_panicdivide and runtime_panicmem, called by a front end that checks for itself.
; want stderr~: \Apanic: runtime error: integer divide by zero\n
; want stderr~: ^goroutine 1 \[running\]:$
; want exit: 2

@main_inittask = global { i64, i64, i64 } zeroinitializer
declare void @runtime_panicdivide() noreturn

define void @main_main() {
  call void @runtime_panicdivide()
  unreachable
}
