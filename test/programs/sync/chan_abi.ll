; Channels and select under Go's names, as a front end calls them.
; want stdout: 45 true
; want stdout: 0 false
; want stdout: len 2 cap 3
; want stdout: nb 1 0 / 1 1 10 / 1 1 11 / 0 0
; want stdout: select 1 ok 1 value 30; default -1; send 0
%chan_type = type { i64, i64, i32, i8, i8, i8, i8, ptr, ptr, i32, i32, ptr, i64 }
@int64 = constant { i64, i64, i32, i8, i8, i8, i8, ptr, ptr, i32, i32 } { i64 8, i64 0, i32 6, i8 8, i8 8, i8 8, i8 6, ptr null, ptr null, i32 0, i32 0 }
@chan_int64 = constant %chan_type { i64 8, i64 8, i32 18, i8 32, i8 8, i8 8, i8 18, ptr null, ptr null, i32 0, i32 0, ptr @int64, i64 3 }
@t = private constant [5 x i8] c"true\00"
@f = private constant [6 x i8] c"false\00"
@fmt1 = private constant [8 x i8] c"%ld %s\0A\00"
@fmt2 = private constant [17 x i8] c"len %ld cap %ld\0A\00"
@fmt3 = private constant [41 x i8] c"nb %d %d / %d %d %ld / %d %d %ld / %d %d\00"
@fmt3e = private constant [2 x i8] c"\0A\00"
@fmt4 = private constant [61 x i8] c"select %ld ok %d value %ld; default %ld; send %ld\0A\00\00\00\00\00\00\00\00\00\00\00"
@main_inittask = global [3 x i64] zeroinitializer
@c = global ptr null
@sum = global ptr null

declare i32 @printf(ptr, ...)
declare i32 @puts(ptr)
declare void @runtime_newproc(ptr)
declare ptr @runtime_makechan(ptr, i64)
declare void @runtime_chansend1(ptr, ptr)
declare void @runtime_chanrecv1(ptr, ptr)
declare i1 @runtime_chanrecv2(ptr, ptr)
declare void @runtime_closechan(ptr)
declare i64 @runtime_chanlen(ptr)
declare i64 @runtime_chancap(ptr)
declare i1 @runtime_selectnbsend(ptr, ptr)
declare { i1, i1 } @runtime_selectnbrecv(ptr, ptr)
declare { i64, i1 } @runtime_selectgo(ptr, ptr, ptr, i64, i64, i1)

@adder_fv = constant { ptr } { ptr @adder }
define void @adder(ptr %fv) {
entry:
  %v = alloca i64
  %s = alloca i64
  store i64 0, ptr %s
  br label %loop
loop:
  %c = load ptr, ptr @c
  %ok = call i1 @runtime_chanrecv2(ptr %c, ptr %v)
  br i1 %ok, label %add, label %end
add:
  %x = load i64, ptr %v
  %old = load i64, ptr %s
  %new = add i64 %x, %old
  store i64 %new, ptr %s
  br label %loop
end:
  %out = load ptr, ptr @sum
  call void @runtime_chansend1(ptr %out, ptr %s)
  call void @runtime_closechan(ptr %out)
  ret void
}

define void @print_sum() {
  %v = alloca i64
  %out = load ptr, ptr @sum
  %ok = call i1 @runtime_chanrecv2(ptr %out, ptr %v)
  %x = load i64, ptr %v
  %text = select i1 %ok, ptr @t, ptr @f
  call i32 (ptr, ...) @printf(ptr @fmt1, i64 %x, ptr %text)
  ret void
}

define void @main_main() {
entry:
  %v = alloca i64
  %c = call ptr @runtime_makechan(ptr @chan_int64, i64 0)
  store ptr %c, ptr @c
  %out = call ptr @runtime_makechan(ptr @chan_int64, i64 0)
  store ptr %out, ptr @sum
  call void @runtime_newproc(ptr @adder_fv)
  br label %loop
loop:
  %i = phi i64 [ 0, %entry ], [ %next, %loop ]
  store i64 %i, ptr %v
  call void @runtime_chansend1(ptr %c, ptr %v)
  %next = add i64 %i, 1
  %more = icmp ult i64 %next, 10
  br i1 %more, label %loop, label %sent
sent:
  call void @runtime_closechan(ptr %c)
  call void @print_sum()
  call void @print_sum()

  %b = call ptr @runtime_makechan(ptr @chan_int64, i64 3)
  store i64 10, ptr %v
  call void @runtime_chansend1(ptr %b, ptr %v)
  store i64 11, ptr %v
  call void @runtime_chansend1(ptr %b, ptr %v)
  %len = call i64 @runtime_chanlen(ptr %b)
  %cap = call i64 @runtime_chancap(ptr %b)
  call i32 (ptr, ...) @printf(ptr @fmt2, i64 %len, i64 %cap)

  store i64 12, ptr %v
  %s1 = call i1 @runtime_selectnbsend(ptr %b, ptr %v)
  %s2 = call i1 @runtime_selectnbsend(ptr %b, ptr %v)
  %r1 = call { i1, i1 } @runtime_selectnbrecv(ptr %v, ptr %b)
  %v1 = load i64, ptr %v
  %r2 = call { i1, i1 } @runtime_selectnbrecv(ptr %v, ptr %b)
  %v2 = load i64, ptr %v
  call void @runtime_chanrecv1(ptr %b, ptr null)
  %r3 = call { i1, i1 } @runtime_selectnbrecv(ptr %v, ptr %b)
  %s1i = zext i1 %s1 to i32
  %s2i = zext i1 %s2 to i32
  %r1a = extractvalue { i1, i1 } %r1, 0
  %r1b = extractvalue { i1, i1 } %r1, 1
  %r2a = extractvalue { i1, i1 } %r2, 0
  %r2b = extractvalue { i1, i1 } %r2, 1
  %r3a = extractvalue { i1, i1 } %r3, 0
  %r3b = extractvalue { i1, i1 } %r3, 1
  %r1ai = zext i1 %r1a to i32
  %r1bi = zext i1 %r1b to i32
  %r2ai = zext i1 %r2a to i32
  %r2bi = zext i1 %r2b to i32
  %r3ai = zext i1 %r3a to i32
  %r3bi = zext i1 %r3b to i32
  call i32 (ptr, ...) @printf(ptr @fmt3, i32 %s1i, i32 %s2i, i32 %r1ai, i32 %r1bi, i64 %v1, i32 %r2ai, i32 %r2bi, i64 %v2, i32 %r3ai, i32 %r3bi)
  call i32 (ptr, ...) @printf(ptr @fmt3e)

  ; select { case b <- v: (full after one more)  case v = <-d: }
  %d = call ptr @runtime_makechan(ptr @chan_int64, i64 1)
  store i64 30, ptr %v
  call void @runtime_chansend1(ptr %d, ptr %v)
  %cases = alloca [2 x { ptr, ptr }]
  %order = alloca [4 x i16]
  %in = alloca i64
  %c0c = getelementptr [2 x { ptr, ptr }], ptr %cases, i64 0, i64 0, i32 0
  %c0e = getelementptr [2 x { ptr, ptr }], ptr %cases, i64 0, i64 0, i32 1
  %c1c = getelementptr [2 x { ptr, ptr }], ptr %cases, i64 0, i64 1, i32 0
  %c1e = getelementptr [2 x { ptr, ptr }], ptr %cases, i64 0, i64 1, i32 1
  store ptr null, ptr %c0c
  store ptr %v, ptr %c0e
  store ptr %d, ptr %c1c
  store ptr %in, ptr %c1e
  %sel = call { i64, i1 } @runtime_selectgo(ptr %cases, ptr %order, ptr null, i64 1, i64 1, i1 true)
  %seli = extractvalue { i64, i1 } %sel, 0
  %selok = extractvalue { i64, i1 } %sel, 1
  %selok32 = zext i1 %selok to i32
  %got = load i64, ptr %in
  store ptr null, ptr %c0c
  store ptr %v, ptr %c0e
  store ptr %d, ptr %c1c
  store ptr %in, ptr %c1e
  %dfl = call { i64, i1 } @runtime_selectgo(ptr %cases, ptr %order, ptr null, i64 1, i64 1, i1 false)
  %dfli = extractvalue { i64, i1 } %dfl, 0
  store ptr %b, ptr %c0c
  store ptr %v, ptr %c0e
  store ptr %d, ptr %c1c
  store ptr %in, ptr %c1e
  %snd = call { i64, i1 } @runtime_selectgo(ptr %cases, ptr %order, ptr null, i64 1, i64 1, i1 true)
  %sndi = extractvalue { i64, i1 } %snd, 0
  call i32 (ptr, ...) @printf(ptr @fmt4, i64 %seli, i32 %selok32, i64 %got, i64 %dfli, i64 %sndi)
  ret void
}
