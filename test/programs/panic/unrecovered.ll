; A panic that nobody recovers, with a value of a named type.
; want stderr~: ^panic: main\.Celsius\(-40\)
; want stderr~:
; want stderr~: goroutine 1 \[running\]:
; want stderr~: fail\(\.\.\.\)
; want stderr~: main_main\(\.\.\.\)
; want exit: 2
@main_inittask = global { i64, i64, i64 } zeroinitializer
@name = private constant [14 x i8] c"\00\0Cmain.Celsius"
@type = constant { i64, i64, i32, i8, i8, i8, i8, ptr, ptr, i32, i32 } {
  i64 8, i64 0, i32 1, i8 4, i8 8, i8 8, i8 2, ptr null, ptr null,
  i32 trunc (i64 sub (i64 ptrtoint (ptr @name to i64), i64 ptrtoint (ptr @type to i64)) to i32), i32 0 }
@value = constant i64 -40

declare void @runtime_gopanic(ptr, ptr) noreturn

define void @fail() noinline {
  call void @runtime_gopanic(ptr @type, ptr @value)
  unreachable
}
define void @main_main() {
  call void @fail()
  ret void
}
