; Over-aligned locals are aligned by hand.
; RUN: gort-passes %s | FileCheck %s

@main_inittask = global [3 x i64] zeroinitializer
declare void @use(ptr, ptr)
; CHECK-LABEL: define void @main_main()
define void @main_main() {
; CHECK-NEXT: %fits = alloca i64, align 64
  %fits = alloca i64, align 64
; CHECK-NEXT: %[[ROOM:.*]] = alloca [248 x i8], align 16
; CHECK-NEXT: %[[LAST:.*]] = getelementptr inbounds i8, ptr %[[ROOM]], i64 240
; CHECK-NEXT: %over = call ptr @llvm.ptrmask.p0.i64(ptr %[[LAST]], i64 -256)
  %over = alloca i64, align 256
; CHECK-NEXT: call void @llvm.lifetime.start.p0(ptr %[[ROOM]])
  call void @llvm.lifetime.start.p0(ptr %over)
  call void @use(ptr %fits, ptr %over)
  call void @llvm.lifetime.end.p0(ptr %over)
  ret void
}
; CHECK-LABEL: define void @dynamic(i32 %n)
define void @dynamic(i32 %n) {
; CHECK-NEXT: %plain = alloca i32, i32 %n, align 16
  %plain = alloca i32, i32 %n, align 16
; CHECK-NEXT: %[[N:.*]] = zext i32 %n to i64
; CHECK-NEXT: %[[S:.*]] = mul i64 %[[N]], 4
; CHECK-NEXT: %[[A:.*]] = add i64 %[[S]], 16
; CHECK-NEXT: %[[R:.*]] = alloca i8, i64 %[[A]], align 16
  %vector = alloca i32, i32 %n, align 32
  call void @use(ptr %plain, ptr %vector)
  ret void
}
