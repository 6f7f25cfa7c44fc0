; A program with all of cgo's hooks: the notify hook is called once, before the init tasks (BOOT row 16).
; want stdout: notified
; want stdout: init
; want stdout: main

@main_inittask = global { i64, i64, i64, [1 x ptr] } { i64 0, i64 0, i64 1, [1 x ptr] [ptr @init] }
@s.notified = private constant [9 x i8] c"notified\00"
@s.init = private constant [5 x i8] c"init\00"
@s.main = private constant [5 x i8] c"main\00"

declare i32 @puts(ptr)

define void @_cgo_thread_start(ptr %arg) {
  ret void
}
define void @_cgo_setenv(ptr %arg) {
  ret void
}
define void @_cgo_unsetenv(ptr %arg) {
  ret void
}
define void @_cgo_notify_runtime_init_done(ptr %arg) {
  call i32 @puts(ptr @s.notified)
  ret void
}
define void @init() {
  call i32 @puts(ptr @s.init)
  ret void
}
define void @main_main() {
  call i32 @puts(ptr @s.main)
  ret void
}
