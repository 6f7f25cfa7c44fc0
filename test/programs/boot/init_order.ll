; Init tasks run depth first, each once, functions in order; a task whose state is already 2 is left alone.
; main needs b and c, both need a; done is marked done.
; want stdout: a1
; want stdout: a2
; want stdout: b
; want stdout: c
; want stdout: main init
; want stdout: main

@a_inittask = global { i64, i64, i64, [2 x ptr] } { i64 0, i64 0, i64 2, [2 x ptr] [ptr @a_init1, ptr @a_init2] }
@b_inittask = global { i64, i64, i64, [2 x ptr] } { i64 0, i64 1, i64 1, [2 x ptr] [ptr @a_inittask, ptr @b_init] }
@c_inittask = global { i64, i64, i64, [3 x ptr] } { i64 0, i64 2, i64 1, [3 x ptr] [ptr @a_inittask, ptr @b_inittask, ptr @c_init] }
@done_inittask = global { i64, i64, i64, [1 x ptr] } { i64 2, i64 0, i64 1, [1 x ptr] [ptr @done_init] }
@main_inittask = global { i64, i64, i64, [3 x ptr], [1 x ptr] } { i64 0, i64 3, i64 1,
  [3 x ptr] [ptr @b_inittask, ptr @c_inittask, ptr @done_inittask], [1 x ptr] [ptr @main_init] }

@s.a1 = private constant [3 x i8] c"a1\00"
@s.a2 = private constant [3 x i8] c"a2\00"
@s.b = private constant [2 x i8] c"b\00"
@s.c = private constant [2 x i8] c"c\00"
@s.done = private constant [5 x i8] c"done\00"
@s.init = private constant [10 x i8] c"main init\00"
@s.main = private constant [5 x i8] c"main\00"

declare i32 @puts(ptr)

define void @a_init1() {
  call i32 @puts(ptr @s.a1)
  ret void
}
define void @a_init2() {
  call i32 @puts(ptr @s.a2)
  ret void
}
define void @b_init() {
  call i32 @puts(ptr @s.b)
  ret void
}
define void @c_init() {
  call i32 @puts(ptr @s.c)
  ret void
}
define void @done_init() {
  call i32 @puts(ptr @s.done)
  ret void
}
define void @main_init() {
  call i32 @puts(ptr @s.init)
  ret void
}
define void @main_main() {
  call i32 @puts(ptr @s.main)
  ret void
}
