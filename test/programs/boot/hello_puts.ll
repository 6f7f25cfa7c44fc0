; Output that C's stdio has buffered is on its way when main_main returns: exit(0) flushes it.
; want stdout: hello from stdio

@text = private constant [17 x i8] c"hello from stdio\00"
@main_inittask = global { i64, i64, i64 } zeroinitializer

declare i32 @puts(ptr)

define void @main_main() {
  %n = call i32 @puts(ptr @text)
  ret void
}
