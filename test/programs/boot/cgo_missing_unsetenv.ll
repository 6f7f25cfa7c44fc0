; A program that has some of cgo's hooks must have them all (BOOT row 15); here _cgo_unsetenv is not there.
; want stderr~: \Afatal error: _cgo_unsetenv missing\n
; want exit: 2

@main_inittask = global { i64, i64, i64 } zeroinitializer

define void @_cgo_thread_start(ptr %arg) {
  ret void
}
define void @_cgo_setenv(ptr %arg) {
  ret void
}
define void @_cgo_notify_runtime_init_done(ptr %arg) {
  ret void
}

define void @main_main() {
  ret void
}
