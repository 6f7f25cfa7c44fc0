; What a module may say of its symbols, with a second module beside it: comdats, weak and linkonce definitions, aliases, ifuncs,
; visibility, appending globals, common and external weak symbols, sections, globals in order of priority.
; with: with_linkage.ll
; want stdout: comdat: one of two, 7
; want stdout: weak: strong wins 2, linkonce 3
; want stdout: alias 11 through 11, of data 5, thunk 12
; want stdout: ifunc chose 42, twice 42
; want stdout: hidden 8, protected 9, common 0, missing 0
; want stdout: constructors 1 2 3
; want stdout: section 3 entries, sum 60
; want stdout: prefix data 77
; want stdout: destructor
@main_inittask = global { i64, i64, i64 } zeroinitializer
declare i32 @printf(ptr, ...)
declare i32 @puts(ptr)

$shared = comdat any
$data = comdat any
@data = linkonce_odr global i32 7, comdat
define linkonce_odr i32 @shared() comdat {
  ret i32 7
}
define weak i32 @overridden() {
  ret i32 1
}
define linkonce i32 @once() {
  ret i32 3
}
declare i32 @from_other()
declare extern_weak i32 @nowhere()
@common = common global i32 0

@number = internal global i32 5
@number_alias = alias i32, ptr @number
define internal i32 @eleven() {
  ret i32 11
}
@eleven_alias = alias i32 (), ptr @eleven
@eleven_again = weak alias i32 (), ptr @eleven_alias
@eleven_pointer = global ptr @eleven_again

define internal i32 @chosen() {
  ret i32 42
}
define internal ptr @choose() {
  ret ptr @chosen
}
@selected = ifunc i32 (), ptr @choose
@selected_pointer = global ptr @selected

declare hidden i32 @hidden_one()
declare protected i32 @protected_one()

@order = global [3 x i32] zeroinitializer
@at = global i32 0
define internal void @note(i32 %n) {
  %i = load i32, ptr @at
  %p = getelementptr i32, ptr @order, i32 %i
  store i32 %n, ptr %p
  %j = add i32 %i, 1
  store i32 %j, ptr @at
  ret void
}
define internal void @first() {
  call void @note(i32 1)
  ret void
}
define internal void @second() {
  call void @note(i32 2)
  ret void
}
define internal void @third() {
  call void @note(i32 3)
  ret void
}
@text.end = private constant [11 x i8] c"destructor\00"
define internal void @finish() {
  %r = call i32 @puts(ptr @text.end)
  ret void
}
@llvm.global_ctors = appending global [3 x { i32, ptr, ptr }] [{ i32, ptr, ptr } { i32 65535, ptr @third, ptr null }, { i32, ptr, ptr } { i32 101, ptr @first, ptr null }, { i32, ptr, ptr } { i32 200, ptr @second, ptr null }]
@llvm.global_dtors = appending global [1 x { i32, ptr, ptr }] [{ i32, ptr, ptr } { i32 65535, ptr @finish, ptr null }]

@e1 = internal global i32 10, section "my_table"
@e2 = internal global i32 20, section "my_table"
@e3 = internal global i32 30, section "my_table"
@llvm.used = appending global [3 x ptr] [ptr @e1, ptr @e2, ptr @e3], section "llvm.metadata"
@__start_my_table = external hidden global i32
@__stop_my_table = external hidden global i32

define internal i32 @prefixed() prefix i32 77 {
  ret i32 0
}

@t.comdat = private constant [24 x i8] c"comdat: one of two, %d\0A\00"
@t.weak = private constant [35 x i8] c"weak: strong wins %d, linkonce %d\0A\00"
@t.alias = private constant [43 x i8] c"alias %d through %d, of data %d, thunk %d\0A\00"
@t.ifunc = private constant [26 x i8] c"ifunc chose %d, twice %d\0A\00"
@t.hidden = private constant [48 x i8] c"hidden %d, protected %d, common %d, missing %d\0A\00"
@t.ctors = private constant [23 x i8] c"constructors %d %d %d\0A\00"
@t.section = private constant [29 x i8] c"section %ld entries, sum %d\0A\00"
@t.prefix = private constant [16 x i8] c"prefix data %d\0A\00"

define void @main_main() {
  %a = call i32 @shared()
  call i32 (ptr, ...) @printf(ptr @t.comdat, i32 %a)
  %b = call i32 @overridden()
  %c = call i32 @once()
  call i32 (ptr, ...) @printf(ptr @t.weak, i32 %b, i32 %c)

  %d = call i32 @eleven_alias()
  %ep = load ptr, ptr @eleven_pointer
  %e = call i32 %ep()
  %f = load i32, ptr @number_alias
  %g = call i32 @from_other()
  call i32 (ptr, ...) @printf(ptr @t.alias, i32 %d, i32 %e, i32 %f, i32 %g)

  %h = call i32 @selected()
  %ip = load ptr, ptr @selected_pointer
  %i = call i32 %ip()
  call i32 (ptr, ...) @printf(ptr @t.ifunc, i32 %h, i32 %i)

  %j = call i32 @hidden_one()
  %k = call i32 @protected_one()
  %l = load i32, ptr @common
  %there = icmp ne ptr @nowhere, null
  %m = zext i1 %there to i32
  call i32 (ptr, ...) @printf(ptr @t.hidden, i32 %j, i32 %k, i32 %l, i32 %m)

  %o0 = load i32, ptr @order
  %o1 = load i32, ptr getelementptr (i32, ptr @order, i32 1)
  %o2 = load i32, ptr getelementptr (i32, ptr @order, i32 2)
  call i32 (ptr, ...) @printf(ptr @t.ctors, i32 %o0, i32 %o1, i32 %o2)

  %s0 = ptrtoint ptr @__start_my_table to i64
  %s1 = ptrtoint ptr @__stop_my_table to i64
  %bytes = sub i64 %s1, %s0
  %n = sdiv i64 %bytes, 4
  %x0 = load i32, ptr @__start_my_table
  %x1 = load i32, ptr getelementptr (i32, ptr @__start_my_table, i32 1)
  %x2 = load i32, ptr getelementptr (i32, ptr @__start_my_table, i32 2)
  %y0 = add i32 %x0, %x1
  %y1 = add i32 %y0, %x2
  call i32 (ptr, ...) @printf(ptr @t.section, i64 %n, i32 %y1)

  %pp = getelementptr i32, ptr @prefixed, i32 -1
  %pv = load i32, ptr %pp
  call i32 (ptr, ...) @printf(ptr @t.prefix, i32 %pv)
  ret void
}
