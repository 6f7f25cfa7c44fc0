; What only IR can say: init tasks, aliases, ifuncs, inline assembly, musttail, odd types, sections, COMDATs, metadata.
source_filename = "tasks.ll"
target triple = "x86_64-unknown-linux-gnu"

$shared = comdat any

@main_inittask = global { i64, i64, i64, ptr, ptr } { i64 0, i64 1, i64 1, ptr @net_http_inittask, ptr @init }
@net_http_inittask = global [4 x i64] [i64 0, i64 0, i64 1, i64 ptrtoint (ptr @net to i64)]
@state = internal thread_local(localdynamic) global [3 x i32] [i32 1, i32 2, i32 3], align 64
@text = private unnamed_addr constant [9 x i8] c"%d %d %d\00", align 1
@shared = linkonce_odr global i128 12345678901234567890, comdat, align 16
@other_name = alias i128, ptr @shared
@weak_data = extern_weak global i32
@table = internal constant [2 x ptr] [ptr @even, ptr @odd], section "my_table"
@llvm.global_ctors = appending global [1 x { i32, ptr, ptr }] [{ i32, ptr, ptr } { i32 100, ptr @construct, ptr null }]
@llvm.used = appending global [1 x ptr] [ptr @table], section "llvm.metadata"
@chosen = ifunc i32 (i32), ptr @choose

declare i32 @printf(ptr, ...)
declare void @runtime_Gosched()
declare void @llvm.memcpy.p0.p0.i64(ptr, ptr, i64, i1)
declare ptr @llvm.threadlocal.address.p0(ptr)
declare void @llvm.va_start.p0(ptr)

define internal void @construct() {
  store i128 7, ptr @shared
  ret void
}

define internal void @net() {
  %p = call ptr @llvm.threadlocal.address.p0(ptr @state)
  store i32 40, ptr %p
  ret void
}

define void @init() {
  call void @runtime_Gosched()
  ret void
}

define internal ptr @choose() {
  ret ptr @even
}

define internal i32 @even(i32 %n) {
  %r = shl i32 %n, 1
  ret i32 %r
}

define internal fastcc i32 @count(i32 %n, i32 %total) {
  %end = icmp eq i32 %n, 0
  br i1 %end, label %done, label %more
done:
  ret i32 %total
more:
  %m = sub i32 %n, 1
  %t = add i32 %total, %n
  %r = musttail call fastcc i32 @count(i32 %m, i32 %t)
  ret i32 %r
}

define internal i32 @odd(i32 %n) #0 {
  %r = call i32 asm "leal 1(,$1,2), $0", "=r,r,~{dirflag},~{fpsr},~{flags}"(i32 %n)
  ret i32 %r
}

define i32 @sum(i32 %n, ...) {
  %list = alloca [24 x i8], align 128
  call void @llvm.va_start.p0(ptr %list)
  %v = va_arg ptr %list, i32
  %r = add i32 %v, %n
  ret i32 %r
}

define void @main_main() {
  %v = alloca <4 x i32>, align 32
  %i = load i32, ptr @state
  %slot = getelementptr [2 x ptr], ptr @table, i64 0, i64 1
  %f = load ptr, ptr %slot
  %a = call i32 %f(i32 %i)
  %b = call i32 @chosen(i32 %a)
  %c = call fastcc i32 @count(i32 10, i32 0)
  %d = call i32 (i32, ...) @sum(i32 %c, i32 5)
  store <4 x i32> <i32 1, i32 2, i32 3, i32 4>, ptr %v
  %lane = extractelement <4 x i32> <i32 1, i32 2, i32 3, i32 4>, i32 %i
  %w = load i128, ptr @other_name
  %s = trunc i128 %w to i32
  %g = freeze i32 %lane
  switch i32 %d, label %print [
    i32 1, label %skip
    i32 2, label %skip
  ]
print:
  %p = phi i32 [ %s, %0 ]
  %r = call i32 (ptr, ...) @printf(ptr @text, i32 %b, i32 %d, i32 %p)
  ret void
skip:
  unreachable
}

attributes #0 = { noinline optnone "target-cpu"="x86-64-v2" "frame-pointer"="all" }
!gort.packages = !{!0}
!0 = !{ptr @net_http_inittask, !"net/http"}
!llvm.module.flags = !{!1}
!1 = !{i32 7, !"PIC Level", i32 2}
