; Interfaces and maps as a front end emits them: constant descriptors whose names, methods and types are distances, an assertion that
; succeeds and one that does not, a call through the table; a map that is emptied while it is ranged over.
; want stdout: T.Get gives 14, int has no Get: 1, 3 keys make 60, 0 left
; want stderr~: \Apanic: interface conversion: int is not main\.Getter: missing method Get\n\ngoroutine 1 \[running\]:
; want exit: 2

; size, pointer bytes, hash, flags, alignments, kind, equal, gcdata, name, pointer type (lib/base/type.h)
%type = type { i64, i64, i32, i8, i8, i8, i8, ptr, ptr, i32, i32 }
%map_type = type { %type, ptr, ptr, ptr, ptr, i64, i64, i64, i32 }
@main_inittask = global { i64, i64, i64 } zeroinitializer
@runtime_type_int = external global i8
@runtime_type_string = external global i8
@runtime_memequal64_f = external global i8
@runtime_strhash_f = external global i8

; Names: flags (1: exported), length, bytes.
@n.T = private constant { i8, i8, [7 x i8] } { i8 1, i8 7, [7 x i8] c"*main.T" }
@n.Getter = private constant { i8, i8, [12 x i8] } { i8 1, i8 12, [12 x i8] c"*main.Getter" }
@n.Get = private constant { i8, i8, [3 x i8] } { i8 1, i8 3, [3 x i8] c"Get" }
@n.func = private constant { i8, i8, [11 x i8] } { i8 1, i8 11, [11 x i8] c"*func() int" }
@n.main = private constant { i8, i8, [4 x i8] } { i8 0, i8 4, [4 x i8] c"main" }

; func() int: no parameters, one result.
@func_int = private constant { %type, i16, i16, i32, ptr } { %type { i64 8, i64 8, i32 11, i8 34, i8 8, i8 8, i8 19, ptr null, ptr null,
  i32 trunc (i64 sub (i64 ptrtoint (ptr @n.func to i64), i64 ptrtoint (ptr @func_int to i64)) to i32), i32 0 }, i16 0, i16 1, i32 0, ptr @runtime_type_int }
; type T int, with Get() int: package, methods, exported ones, where they are; name, type, code for interfaces and for values.
@T = private constant { %type, i32, i16, i16, i32, i32, i32, i32, i32, i32 } { %type { i64 8, i64 0, i32 13, i8 15, i8 8, i8 8, i8 2,
  ptr @runtime_memequal64_f, ptr null, i32 trunc (i64 sub (i64 ptrtoint (ptr @n.T to i64), i64 ptrtoint (ptr @T to i64)) to i32), i32 0 },
  i32 trunc (i64 sub (i64 ptrtoint (ptr @n.main to i64), i64 ptrtoint (ptr @T to i64)) to i32), i16 1, i16 1, i32 16, i32 0,
  i32 trunc (i64 sub (i64 ptrtoint (ptr @n.Get to i64), i64 ptrtoint (ptr @T to i64)) to i32),
  i32 trunc (i64 sub (i64 ptrtoint (ptr @func_int to i64), i64 ptrtoint (ptr @T to i64)) to i32),
  i32 trunc (i64 sub (i64 ptrtoint (ptr @T.Get to i64), i64 ptrtoint (ptr @T to i64)) to i32),
  i32 trunc (i64 sub (i64 ptrtoint (ptr @T.Get to i64), i64 ptrtoint (ptr @T to i64)) to i32) }
; interface { Get() int }: package, methods, how many; behind them, in the same constant as the distances want it, name and type of each.
@Getter = private constant { %type, ptr, ptr, i64, i64, i32, i32 } { %type { i64 16, i64 16, i32 21, i8 6, i8 8, i8 8, i8 20, ptr null, ptr null,
  i32 trunc (i64 sub (i64 ptrtoint (ptr @n.Getter to i64), i64 ptrtoint (ptr @Getter to i64)) to i32), i32 0 },
  ptr @n.main, ptr getelementptr (i8, ptr @Getter, i64 80), i64 1, i64 1,
  i32 trunc (i64 sub (i64 ptrtoint (ptr @n.Get to i64), i64 ptrtoint (ptr @Getter to i64)) to i32),
  i32 trunc (i64 sub (i64 ptrtoint (ptr @func_int to i64), i64 ptrtoint (ptr @Getter to i64)) to i32) }
@map_string_int = private constant %map_type { %type { i64 8, i64 8, i32 1, i8 32, i8 8, i8 8, i8 21, ptr null, ptr null, i32 0, i32 0 },
  ptr @runtime_type_string, ptr @runtime_type_int, ptr null, ptr @runtime_strhash_f, i64 200, i64 24, i64 16, i32 1 }
@seven = private constant i64 7
@keys = private constant [3 x i8] c"abc"
@out = private constant [66 x i8] c"T.Get gives %ld, int has no Get: %d, %ld keys make %ld, %ld left\0A\00"

declare ptr @runtime_assertE2I(ptr, ptr)
declare ptr @runtime_assertE2I2(ptr, ptr)
declare ptr @runtime_makemap_small()
declare ptr @runtime_mapassign_faststr(ptr, ptr, ptr, i64)
declare void @runtime_mapdelete_faststr(ptr, ptr, ptr, i64)
declare void @runtime_mapIterStart(ptr, ptr, ptr)
declare void @runtime_mapIterNext(ptr)
declare i64 @runtime_maplen(ptr)
declare i32 @dprintf(i32, ptr, ...)

define i64 @T.Get(ptr %self) {
  %v = load i64, ptr %self
  %twice = mul i64 %v, 2
  ret i64 %twice
}

define void @main_main() {
entry:
  %iter = alloca [12 x i64]
  %tab = call ptr @runtime_assertE2I(ptr @Getter, ptr @T)
  %p.get = getelementptr i8, ptr %tab, i64 24
  %get = load ptr, ptr %p.get
  %got = call i64 %get(ptr @seven)
  %none = call ptr @runtime_assertE2I2(ptr @Getter, ptr @runtime_type_int)
  %not = icmp eq ptr %none, null
  %not.i = zext i1 %not to i32
  %m = call ptr @runtime_makemap_small()
  br label %fill
fill:
  %i = phi i64 [ 0, %entry ], [ %i.next, %fill ]
  %key = getelementptr i8, ptr @keys, i64 %i
  %elem = call ptr @runtime_mapassign_faststr(ptr @map_string_int, ptr %m, ptr %key, i64 1)
  %i.next = add i64 %i, 1
  %v = mul i64 %i.next, 10
  store i64 %v, ptr %elem
  %more = icmp ult i64 %i.next, 3
  br i1 %more, label %fill, label %range
range:
  call void @runtime_mapIterStart(ptr @map_string_int, ptr %m, ptr %iter)
  br label %next
next:
  %n = phi i64 [ 0, %range ], [ %n.next, %body ]
  %sum = phi i64 [ 0, %range ], [ %sum.next, %body ]
  %k = load ptr, ptr %iter
  %end = icmp eq ptr %k, null
  br i1 %end, label %done, label %body
body:
  %p.e = getelementptr ptr, ptr %iter, i64 1
  %e = load ptr, ptr %p.e
  %x = load i64, ptr %e
  %sum.next = add i64 %sum, %x
  %n.next = add i64 %n, 1
  %k.p = load ptr, ptr %k
  call void @runtime_mapdelete_faststr(ptr @map_string_int, ptr %m, ptr %k.p, i64 1)
  call void @runtime_mapIterNext(ptr %iter)
  br label %next
done:
  %left = call i64 @runtime_maplen(ptr %m)
  call i32 (i32, ptr, ...) @dprintf(i32 1, ptr @out, i64 %got, i32 %not.i, i64 %n, i64 %sum, i64 %left)
  %never = call ptr @runtime_assertE2I(ptr @Getter, ptr @runtime_type_int)
  ret void
}
