; Strings, maps and interfaces as a front end calls them: words and aggregates of two words, slices through an out pointer,
; descriptors by address. What Go prints for
;   s := "ab" + string(rune(0x20ac)); m := map[string]int{}; m[s]++; m["x"] = 7; m[s] += 2; _, ok := m["y"]
;   println(s, len(m), m[s], ok); var e any = 300; println(e.(int), e == any(300)); and of a []byte(s) that grows from 8 to 9 bytes
; want stderr: ab€ 2 3 false
; want stderr: 300 true
; want stderr: ab€! 16

@main_inittask = global { i64, i64, i64 } zeroinitializer
@ab = private constant [2 x i8] c"ab"
@x = private constant [1 x i8] c"x"
@y = private constant [1 x i8] c"y"

%map_type = type { i64, i64, i32, i8, i8, i8, i8, ptr, ptr, i32, i32, ptr, ptr, ptr, ptr, i64, i64, i64, i32 }
@map_string_int = constant %map_type { i64 8, i64 8, i32 1, i8 32, i8 8, i8 8, i8 21, ptr null, ptr null, i32 0, i32 0,
  ptr @runtime_type_string, ptr @runtime_type_int, ptr null, ptr @runtime_strhash_f, i64 200, i64 24, i64 16, i32 1 }
@runtime_type_string = external global i8
@runtime_type_int = external global i8
@runtime_type_uint8 = external global i8
@runtime_strhash_f = external global i8

declare { ptr, i64 } @runtime_concatstring2(ptr, { ptr, i64 }, { ptr, i64 })
declare { ptr, i64 } @runtime_intstring(ptr, i64)
declare { ptr, i64 } @runtime_slicebytetostring(ptr, ptr, i64)
declare void @runtime_stringtoslicebyte(ptr, ptr, ptr, i64)
declare void @runtime_growslice(ptr, ptr, i64, i64, i64, ptr)
declare ptr @runtime_makemap_small()
declare ptr @runtime_mapassign_faststr(ptr, ptr, ptr, i64)
declare ptr @runtime_mapaccess1_faststr(ptr, ptr, { ptr, i64 })
declare { ptr, i1 } @runtime_mapaccess2_faststr(ptr, ptr, ptr, i64)
declare ptr @runtime_convT64(i64)
declare i1 @runtime_efaceeq(ptr, ptr, ptr)
declare void @runtime_printlock()
declare void @runtime_printunlock()
declare void @runtime_printstring(ptr, i64)
declare void @runtime_printint(i64)
declare void @runtime_printbool(i1)
declare void @runtime_printsp()
declare void @runtime_printnl()

define void @main_main() {
  %buf = alloca [32 x i8]
  %slice = alloca { ptr, i64, i64 }
  %euro = call { ptr, i64 } @runtime_intstring(ptr null, i64 8364)
  %ab.1 = insertvalue { ptr, i64 } poison, ptr @ab, 0
  %ab.2 = insertvalue { ptr, i64 } %ab.1, i64 2, 1
  %s = call { ptr, i64 } @runtime_concatstring2(ptr null, { ptr, i64 } %ab.2, { ptr, i64 } %euro)
  %s.p = extractvalue { ptr, i64 } %s, 0
  %s.n = extractvalue { ptr, i64 } %s, 1

  %m = call ptr @runtime_makemap_small()
  %e1 = call ptr @runtime_mapassign_faststr(ptr @map_string_int, ptr %m, ptr %s.p, i64 %s.n)
  %v1 = load i64, ptr %e1
  %v1.1 = add i64 %v1, 1
  store i64 %v1.1, ptr %e1
  %e2 = call ptr @runtime_mapassign_faststr(ptr @map_string_int, ptr %m, ptr @x, i64 1)
  store i64 7, ptr %e2
  %e3 = call ptr @runtime_mapassign_faststr(ptr @map_string_int, ptr %m, ptr %s.p, i64 %s.n)
  %v3 = load i64, ptr %e3
  %v3.2 = add i64 %v3, 2
  store i64 %v3.2, ptr %e3
  %len = load i64, ptr %m
  %e4 = call ptr @runtime_mapaccess1_faststr(ptr @map_string_int, ptr %m, { ptr, i64 } %s)
  %v4 = load i64, ptr %e4
  %r = call { ptr, i1 } @runtime_mapaccess2_faststr(ptr @map_string_int, ptr %m, ptr @y, i64 1)
  %ok = extractvalue { ptr, i1 } %r, 1
  call void @runtime_printlock()
  call void @runtime_printstring(ptr %s.p, i64 %s.n)
  call void @runtime_printsp()
  call void @runtime_printint(i64 %len)
  call void @runtime_printsp()
  call void @runtime_printint(i64 %v4)
  call void @runtime_printsp()
  call void @runtime_printbool(i1 %ok)
  call void @runtime_printnl()
  call void @runtime_printunlock()

  %d = call ptr @runtime_convT64(i64 300)
  %d2 = call ptr @runtime_convT64(i64 300)
  %n = load i64, ptr %d
  %same = call i1 @runtime_efaceeq(ptr @runtime_type_int, ptr %d, ptr %d2)
  call void @runtime_printlock()
  call void @runtime_printint(i64 %n)
  call void @runtime_printsp()
  call void @runtime_printbool(i1 %same)
  call void @runtime_printnl()
  call void @runtime_printunlock()

  call void @runtime_stringtoslicebyte(ptr %slice, ptr null, ptr %s.p, i64 %s.n)
  %b.p0 = load ptr, ptr %slice
  %p.cap = getelementptr { ptr, i64, i64 }, ptr %slice, i64 0, i32 2
  call void @runtime_growslice(ptr %slice, ptr %b.p0, i64 9, i64 8, i64 4, ptr @runtime_type_uint8)
  %b.p = load ptr, ptr %slice
  %b.last = getelementptr i8, ptr %b.p, i64 5
  store i8 33, ptr %b.last
  %b.cap = load i64, ptr %p.cap
  %t = call { ptr, i64 } @runtime_slicebytetostring(ptr %buf, ptr %b.p, i64 6)
  %t.p = extractvalue { ptr, i64 } %t, 0
  %t.n = extractvalue { ptr, i64 } %t, 1
  call void @runtime_printlock()
  call void @runtime_printstring(ptr %t.p, i64 %t.n)
  call void @runtime_printsp()
  call void @runtime_printint(i64 %b.cap)
  call void @runtime_printnl()
  call void @runtime_printunlock()
  ret void
}
