; test/programs/boot/hello.ll for lli, which starts main and takes its result as the exit code.
@text = private constant [6 x i8] c"hello\0A"

declare i64 @write(i32, ptr, i64)

define i32 @main() {
  %n = call i64 @write(i32 1, ptr @text, i64 6)
  ret i32 0
}
