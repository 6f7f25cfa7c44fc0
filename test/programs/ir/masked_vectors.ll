; Masked vector code of 512 bits: loads, stores, gathers, scatters, compression, mask arithmetic, across a preempted loop.
; needs: avx512f avx512vl avx512dq avx512bw
; want stdout: load 90, store 120, gather 136, scatter 136
; want stdout: compress 8 sum 64, expand 36, reduce 120, mask 21845
; want stdout: loop 5000600000
@main_inittask = global { i64, i64, i64 } zeroinitializer
declare i32 @printf(ptr, ...)
declare <16 x i32> @llvm.masked.load.v16i32.p0(ptr, i32, <16 x i1>, <16 x i32>)
declare void @llvm.masked.store.v16i32.p0(<16 x i32>, ptr, i32, <16 x i1>)
declare <16 x i32> @llvm.masked.gather.v16i32.v16p0(<16 x ptr>, i32, <16 x i1>, <16 x i32>)
declare void @llvm.masked.scatter.v16i32.v16p0(<16 x i32>, <16 x ptr>, i32, <16 x i1>)
declare void @llvm.masked.compressstore.v16i32(<16 x i32>, ptr, <16 x i1>)
declare <16 x i32> @llvm.masked.expandload.v16i32(ptr, <16 x i1>, <16 x i32>)
declare i32 @llvm.vector.reduce.add.v16i32(<16 x i32>)
declare i64 @llvm.vector.reduce.add.v8i64(<8 x i64>)

@numbers = global [16 x i32] [i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15], align 64
@place = global [16 x i32] zeroinitializer, align 64
@t.first = private constant [42 x i8] c"load %d, store %d, gather %d, scatter %d\0A\00"
@t.second = private constant [51 x i8] c"compress %d sum %d, expand %d, reduce %d, mask %d\0A\00"
@t.loop = private constant [10 x i8] c"loop %ld\0A\00"

define i32 @mask_of(<16 x i32> %v) noinline {
  %odd = and <16 x i32> %v, splat (i32 1)
  %m = icmp eq <16 x i32> %odd, zeroinitializer
  %b = bitcast <16 x i1> %m to i16
  %z = zext i16 %b to i32
  ret i32 %z
}
; The mask and three vectors live across calls that cross segments.
define i64 @loop(i64 %n) noinline {
entry:
  br label %body
body:
  %i = phi i64 [ 0, %entry ], [ %j, %body ]
  %s = phi <8 x i64> [ zeroinitializer, %entry ], [ %t, %body ]
  %a = insertelement <8 x i64> poison, i64 %i, i32 0
  %b = shufflevector <8 x i64> %a, <8 x i64> poison, <8 x i32> zeroinitializer
  %c = add <8 x i64> %b, <i64 0, i64 1, i64 2, i64 3, i64 4, i64 5, i64 6, i64 7>
  %low = and <8 x i64> %c, splat (i64 1)
  %m = icmp eq <8 x i64> %low, zeroinitializer
  %d = call <8 x i64> @third(<8 x i64> %c, <8 x i64> %s)
  %t = select <8 x i1> %m, <8 x i64> %d, <8 x i64> %s
  %j = add i64 %i, 1
  %more = icmp ult i64 %j, %n
  br i1 %more, label %body, label %out
out:
  %r = call i64 @llvm.vector.reduce.add.v8i64(<8 x i64> %t)
  ret i64 %r
}
define <8 x i64> @third(<8 x i64> %a, <8 x i64> %b) noinline {
  %pad = alloca [500 x i8]
  store volatile i8 1, ptr %pad
  %r = add <8 x i64> %a, %b
  ret <8 x i64> %r
}

define void @main_main() {
  %even = bitcast i16 21845 to <16 x i1>
  %l = call <16 x i32> @llvm.masked.load.v16i32.p0(ptr @numbers, i32 64, <16 x i1> %even, <16 x i32> splat (i32 1))
  %ls = call i32 @llvm.vector.reduce.add.v16i32(<16 x i32> %l)
  %lt = add i32 %ls, 26
  %all = load <16 x i32>, ptr @numbers, align 64
  call void @llvm.masked.store.v16i32.p0(<16 x i32> %all, ptr @place, i32 64, <16 x i1> splat (i1 true))
  %st = load <16 x i32>, ptr @place, align 64
  %ss = call i32 @llvm.vector.reduce.add.v16i32(<16 x i32> %st)
  %where = getelementptr i32, ptr @numbers, <16 x i32> <i32 15, i32 14, i32 13, i32 12, i32 11, i32 10, i32 9, i32 8, i32 7, i32 6, i32 5, i32 4, i32 3, i32 2, i32 1, i32 0>
  %g = call <16 x i32> @llvm.masked.gather.v16i32.v16p0(<16 x ptr> %where, i32 4, <16 x i1> splat (i1 true), <16 x i32> poison)
  %g1 = add <16 x i32> %g, splat (i32 1)
  %gs = call i32 @llvm.vector.reduce.add.v16i32(<16 x i32> %g1)
  %to = getelementptr i32, ptr @place, <16 x i32> <i32 15, i32 14, i32 13, i32 12, i32 11, i32 10, i32 9, i32 8, i32 7, i32 6, i32 5, i32 4, i32 3, i32 2, i32 1, i32 0>
  call void @llvm.masked.scatter.v16i32.v16p0(<16 x i32> %g1, <16 x ptr> %to, i32 4, <16 x i1> splat (i1 true))
  %sc = load <16 x i32>, ptr @place, align 64
  %scs = call i32 @llvm.vector.reduce.add.v16i32(<16 x i32> %sc)
  call i32 (ptr, ...) @printf(ptr @t.first, i32 %lt, i32 %ss, i32 %gs, i32 %scs)

  %odd = bitcast i16 -21846 to <16 x i1>
  store <16 x i32> zeroinitializer, ptr @place, align 64
  call void @llvm.masked.compressstore.v16i32(<16 x i32> %all, ptr @place, <16 x i1> %odd)
  %cv = load <16 x i32>, ptr @place, align 64
  %cs = call i32 @llvm.vector.reduce.add.v16i32(<16 x i32> %cv)
  %nz = icmp ne <16 x i32> %cv, zeroinitializer
  %nb = zext <16 x i1> %nz to <16 x i32>
  %cn = call i32 @llvm.vector.reduce.add.v16i32(<16 x i32> %nb)
  %ex = call <16 x i32> @llvm.masked.expandload.v16i32(ptr getelementptr (i32, ptr @numbers, i32 1), <16 x i1> %even, <16 x i32> zeroinitializer)
  %es = call i32 @llvm.vector.reduce.add.v16i32(<16 x i32> %ex)
  %rs = call i32 @llvm.vector.reduce.add.v16i32(<16 x i32> %all)
  %mk = call i32 @mask_of(<16 x i32> %all)
  call i32 (ptr, ...) @printf(ptr @t.second, i32 %cn, i32 %cs, i32 %es, i32 %rs, i32 %mk)

  %lp = call i64 @loop(i64 50000)
  call i32 (ptr, ...) @printf(ptr @t.loop, i64 %lp)
  ret void
}
