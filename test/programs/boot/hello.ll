; The smallest module: an init task without functions, and main. `write` is a foreign function: it runs on the system stack.
; want stdout: hello

@text = private constant [6 x i8] c"hello\0A"
@main_inittask = global { i64, i64, i64 } zeroinitializer

declare i64 @write(i32, ptr, i64)

define void @main_main() {
  %n = call i64 @write(i32 1, ptr @text, i64 6)
  ret void
}
