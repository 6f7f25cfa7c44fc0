; The smallest program: what most starts go through.
@text = private unnamed_addr constant [6 x i8] c"hello\00"
@main_inittask = global [3 x i64] zeroinitializer
declare i32 @puts(ptr)
define void @main_main() {
  %r = call i32 @puts(ptr @text)
  ret void
}
