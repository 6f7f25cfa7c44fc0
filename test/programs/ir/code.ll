; What a function may say that C seldom does: frame and return addresses, block addresses, computed branches, address spaces, x87
; and 128-bit numbers, per-function features, inline and module assembly, musttail, nest, odd integers, freeze, atomics.
; want stdout: frames 1 1, return address inside main 1
; want stdout: computed 0 1 2 0 1 2
; want stdout: address space 1: 1, cast back 5
; want stdout: x87 1.4142135623730950488, i128 170141183460469231731687303715884105727
; want stdout: i37 5, i256 1, saturated 127 -128, fshl 305419896
; want stdout: assembly 21 42 63, popcount 17
; want stdout: musttail 500000500000, nest 42
; want stdout: atomics 15 7 99 1, select 3, switch 20
; want stdout: va 6.5 of 3, indirect 1024, alloca 5050
@main_inittask = global { i64, i64, i64 } zeroinitializer
declare i32 @printf(ptr, ...)
declare ptr @llvm.frameaddress.p0(i32)
declare ptr @llvm.returnaddress(i32)
declare i8 @llvm.sadd.sat.i8(i8, i8)
declare i32 @llvm.fshl.i32(i32, i32, i32)
declare i64 @llvm.ctpop.i64(i64)
declare x86_fp80 @llvm.sqrt.f80(x86_fp80)
declare void @llvm.va_start.p0(ptr)
declare void @llvm.va_end.p0(ptr)

module asm ".text"
module asm ".type from_assembly, @function"
module asm "from_assembly:"
module asm "  leal (%rdi,%rdi), %eax"
module asm "  ret"
declare i32 @from_assembly(i32)

define ptr @frame_of_callee(ptr %out) noinline {
  %r = call ptr @llvm.returnaddress(i32 0)
  store ptr %r, ptr %out
  %f = call ptr @llvm.frameaddress.p0(i32 0)
  ret ptr %f
}

define void @main_end() {
  ret void
}

define i32 @computed(i32 %n) noinline {
entry:
  br label %next
next:
  %i = phi i32 [ 0, %entry ], [ %j, %zero ], [ %j, %one ], [ %j, %two ]
  %j = add i32 %i, 1
  %m = urem i32 %i, 3
  %p = getelementptr ptr, ptr @targets, i32 %m
  %t = load ptr, ptr %p
  %last = icmp eq i32 %i, %n
  br i1 %last, label %out, label %go
go:
  indirectbr ptr %t, [label %zero, label %one, label %two]
zero:
  call i32 (ptr, ...) @printf(ptr @t.number, i32 0)
  br label %next
one:
  call i32 (ptr, ...) @printf(ptr @t.number, i32 1)
  br label %next
two:
  call i32 (ptr, ...) @printf(ptr @t.number, i32 2)
  br label %next
out:
  ret i32 0
}
@targets = internal constant [3 x ptr] [ptr blockaddress(@computed, %zero), ptr blockaddress(@computed, %one), ptr blockaddress(@computed, %two)]
@five = global i32 5

define i64 @tail_sum(i64 %n, i64 %sum) noinline {
  %done = icmp eq i64 %n, 0
  br i1 %done, label %out, label %more
more:
  %m = sub i64 %n, 1
  %s = add i64 %sum, %n
  %r = musttail call i64 @tail_sum(i64 %m, i64 %s)
  ret i64 %r
out:
  ret i64 %sum
}

define i32 @nested(ptr nest %frame, i32 %n) noinline {
  %pad = alloca [400 x i8]
  store volatile i8 1, ptr %pad
  %a = load i32, ptr %frame
  %r = add i32 %a, %n
  ret i32 %r
}

define i64 @popcount(i64 %x) noinline "target-features"="+popcnt,+bmi,+bmi2" {
  %r = call i64 @llvm.ctpop.i64(i64 %x)
  ret i64 %r
}

define double @sum_of(i32 %n, ...) noinline {
entry:
  %list = alloca [24 x i8], align 8
  call void @llvm.va_start.p0(ptr %list)
  br label %loop
loop:
  %i = phi i32 [ 0, %entry ], [ %j, %loop ]
  %s = phi double [ 0.0, %entry ], [ %t, %loop ]
  %v = va_arg ptr %list, double
  %t = fadd double %s, %v
  %j = add i32 %i, 1
  %more = icmp ult i32 %j, %n
  br i1 %more, label %loop, label %end
end:
  call void @llvm.va_end.p0(ptr %list)
  ret double %t
}

define i32 @alloca_sum(i32 %n) noinline {
entry:
  %a = alloca i32, i32 %n
  br label %fill
fill:
  %i = phi i32 [ 0, %entry ], [ %j, %fill ]
  %s = phi i32 [ 0, %entry ], [ %t, %fill ]
  %p = getelementptr i32, ptr %a, i32 %i
  %j = add i32 %i, 1
  store volatile i32 %j, ptr %p
  %v = load volatile i32, ptr %p
  %t = add i32 %s, %v
  %more = icmp ult i32 %j, %n
  br i1 %more, label %fill, label %end
end:
  ret i32 %t
}

define i128 @shift128(i32 %n) noinline {
  %w = zext i32 %n to i128
  %r = lshr i128 -1, %w
  ret i128 %r
}
; Decimal digits of an i128, by the library's division.
define void @print128(i128 %x) noinline {
entry:
  %buffer = alloca [64 x i8]
  %end = getelementptr i8, ptr %buffer, i64 63
  store i8 0, ptr %end
  br label %loop
loop:
  %v = phi i128 [ %x, %entry ], [ %q, %loop ]
  %p = phi ptr [ %end, %entry ], [ %o, %loop ]
  %q = udiv i128 %v, 10
  %m = urem i128 %v, 10
  %d = trunc i128 %m to i8
  %c = add i8 %d, 48
  %o = getelementptr i8, ptr %p, i64 -1
  store i8 %c, ptr %o
  %more = icmp ne i128 %q, 0
  br i1 %more, label %loop, label %out
out:
  call i32 (ptr, ...) @printf(ptr @t.i128, ptr %o)
  ret void
}

@atom = global i32 5
@t.number = private constant [4 x i8] c" %d\00"
@t.frames = private constant [44 x i8] c"frames %d %d, return address inside main %d\00"
@t.computed = private constant [10 x i8] c"\0Acomputed\00"
@t.space = private constant [36 x i8] c"\0Aaddress space 1: %d, cast back %d\0A\00"
@t.x87 = private constant [13 x i8] c"x87 %.19Lf, \00"
@t.i128 = private constant [9 x i8] c"i128 %s\0A\00"
@t.odd = private constant [43 x i8] c"i37 %d, i256 %d, saturated %d %d, fshl %d\0A\00"
@t.asm = private constant [33 x i8] c"assembly %d %d %d, popcount %ld\0A\00"
@t.tail = private constant [23 x i8] c"musttail %ld, nest %d\0A\00"
@t.atomics = private constant [43 x i8] c"atomics %d %d %d %d, select %d, switch %d\0A\00"
@t.va = private constant [38 x i8] c"va %.1f of 3, indirect %d, alloca %d\0A\00"
@t.nothing = private constant [1 x i8] c"\00"

define i32 @double_of(i32 %x) noinline {
  %r = add i32 %x, %x
  ret i32 %r
}
@double_pointer = global ptr @double_of

define void @main_main() {
entry:
  %ra = alloca ptr
  %inner = call ptr @frame_of_callee(ptr %ra)
  %own = call ptr @llvm.frameaddress.p0(i32 0)
  %f0 = icmp ne ptr %inner, null
  %f1 = icmp ne ptr %own, %inner
  %r = load ptr, ptr %ra
  %above = icmp uge ptr %r, @main_main
  %ri = ptrtoint ptr %r to i64
  %mi = ptrtoint ptr @main_main to i64
  %distance = sub i64 %ri, %mi
  %near = icmp ult i64 %distance, 1000
  %inside = and i1 %above, %near
  %z0 = zext i1 %f0 to i32
  %z1 = zext i1 %f1 to i32
  %z2 = zext i1 %inside to i32
  call i32 (ptr, ...) @printf(ptr @t.frames, i32 %z0, i32 %z1, i32 %z2)
  call i32 (ptr, ...) @printf(ptr @t.computed)
  %c = call i32 @computed(i32 6)

  ; Address spaces below 256 are plain memory on this machine.
  %gs = addrspacecast ptr @five to ptr addrspace(1)
  %back = addrspacecast ptr addrspace(1) %gs to ptr
  %same = icmp eq ptr %back, @five
  %sz = zext i1 %same to i32
  %fv = load i32, ptr %back
  call i32 (ptr, ...) @printf(ptr @t.space, i32 %sz, i32 %fv)

  %two = sitofp i32 2 to x86_fp80
  %root = call x86_fp80 @llvm.sqrt.f80(x86_fp80 %two)
  call i32 (ptr, ...) @printf(ptr @t.x87, x86_fp80 %root)
  %big = call i128 @shift128(i32 1)
  call void @print128(i128 %big)

  %i37 = trunc i64 137438953477 to i37
  %i37w = zext i37 %i37 to i64
  %i37n = trunc i64 %i37w to i32
  %wide = shl i256 1, 200
  %wider = mul i256 %wide, 8
  %narrow = lshr i256 %wider, 203
  %wn = trunc i256 %narrow to i32
  %s0 = call i8 @llvm.sadd.sat.i8(i8 100, i8 100)
  %s1 = call i8 @llvm.sadd.sat.i8(i8 -100, i8 -100)
  %s0w = sext i8 %s0 to i32
  %s1w = sext i8 %s1 to i32
  %fs = call i32 @llvm.fshl.i32(i32 1193046, i32 2013265920, i32 8)
  call i32 (ptr, ...) @printf(ptr @t.odd, i32 %i37n, i32 %wn, i32 %s0w, i32 %s1w, i32 %fs)

  %a0 = call i32 asm "leal ($1,$1,2), $0", "=r,r"(i32 7)
  %a1 = call i32 @from_assembly(i32 21)
  %a2 = call { i32, i32 } asm sideeffect "addl $3, $0\0A\09movl $0, $1", "=&r,=&r,0,r,~{memory},~{dirflag},~{fpsr},~{flags}"(i32 60, i32 3)
  %a3 = extractvalue { i32, i32 } %a2, 1
  %pc = call i64 @popcount(i64 131071)
  call i32 (ptr, ...) @printf(ptr @t.asm, i32 %a0, i32 %a1, i32 %a3, i64 %pc)

  %ts = call i64 @tail_sum(i64 1000000, i64 0)
  %env = alloca i32
  store i32 40, ptr %env
  %nv = call i32 @nested(ptr nest %env, i32 2)
  call i32 (ptr, ...) @printf(ptr @t.tail, i64 %ts, i32 %nv)

  %add = atomicrmw add ptr @atom, i32 10 seq_cst
  %now = load atomic i32, ptr @atom acquire, align 4
  %old = atomicrmw umin ptr @atom, i32 7 acq_rel
  %then = load atomic i32, ptr @atom monotonic, align 4
  %x = cmpxchg ptr @atom, i32 7, i32 99 seq_cst monotonic
  %won = extractvalue { i32, i1 } %x, 1
  %wonz = zext i1 %won to i32
  fence seq_cst
  %end = load i32, ptr @atom
  %sel = select i1 %won, i32 3, i32 4
  %fr = freeze i32 %sel
  switch i32 %fr, label %other [
    i32 1, label %other
    i32 3, label %three
  ]
three:
  br label %join
other:
  br label %join
join:
  %sw = phi i32 [ 20, %three ], [ 10, %other ]
  call i32 (ptr, ...) @printf(ptr @t.atomics, i32 %now, i32 %then, i32 %end, i32 %wonz, i32 %fr, i32 %sw)

  %va = call double (i32, ...) @sum_of(i32 3, double 1.0, double 2.0, double 3.5)
  %dp = load ptr, ptr @double_pointer
  %dv = call i32 %dp(i32 512)
  %al = call i32 @alloca_sum(i32 100)
  call i32 (ptr, ...) @printf(ptr @t.va, double %va, i32 %dv, i32 %al)
  ret void
}
