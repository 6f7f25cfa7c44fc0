; Semaphores and notify lists under the names that Go's sync package knows them by.
; want stdout: sema 3 handed over, 0 left
; want stdout: notified 0 1 2
; want stdout: spin 0
@main_inittask = global [3 x i64] zeroinitializer
@sema = global i32 0
@passed = global i32 0
@list = global { i32, i32, i64, ptr, ptr } zeroinitializer
@order = global [3 x i32] zeroinitializer
@n = global i32 0
@fmt1 = private constant [32 x i8] c"sema %d handed over, %d left\0A\00\00\00"
@fmt2 = private constant [19 x i8] c"notified %d %d %d\0A\00"
@fmt3 = private constant [9 x i8] c"spin %d\0A\00"

declare i32 @printf(ptr, ...)
declare i32 @fflush(ptr)
declare void @runtime_newproc(ptr)
declare void @runtime_Gosched()
declare void @sync_runtime_Semacquire(ptr)
declare void @internal_sync_runtime_SemacquireMutex(ptr, i1, i64)
declare void @sync_runtime_Semrelease(ptr, i1, i64)
declare i32 @sync_runtime_notifyListAdd(ptr)
declare void @sync_runtime_notifyListWait(ptr, i32)
declare void @sync_runtime_notifyListNotifyOne(ptr)
declare void @sync_runtime_notifyListNotifyAll(ptr)
declare void @sync_runtime_notifyListCheck(i64)
declare i1 @sync_runtime_canSpin(i64)

@takes_fv = constant { ptr } { ptr @takes }
define void @takes(ptr %fv) {
  call void @internal_sync_runtime_SemacquireMutex(ptr @sema, i1 false, i64 0)
  %old = atomicrmw add ptr @passed, i32 1 seq_cst
  ret void
}

@waits_fv = constant { ptr } { ptr @waits }
define void @waits(ptr %fv) {
  %t = call i32 @sync_runtime_notifyListAdd(ptr @list)
  call void @sync_runtime_notifyListWait(ptr @list, i32 %t)
  %i = atomicrmw add ptr @n, i32 1 seq_cst
  %at = getelementptr [3 x i32], ptr @order, i64 0, i32 %i
  store i32 %t, ptr %at
  ret void
}

define void @until(ptr %word, i32 %wanted) {
entry:
  br label %loop
loop:
  %v = load atomic i32, ptr %word acquire, align 4
  %done = icmp eq i32 %v, %wanted
  br i1 %done, label %end, label %again
again:
  call void @runtime_Gosched()
  br label %loop
end:
  ret void
}

define void @main_main() {
  call void @runtime_newproc(ptr @takes_fv)
  call void @runtime_newproc(ptr @takes_fv)
  call void @runtime_newproc(ptr @takes_fv)
  call void @runtime_Gosched()
  call void @sync_runtime_Semrelease(ptr @sema, i1 true, i64 0)
  call void @sync_runtime_Semrelease(ptr @sema, i1 false, i64 0)
  call void @sync_runtime_Semrelease(ptr @sema, i1 true, i64 0)
  call void @until(ptr @passed, i32 3)
  %left = load i32, ptr @sema
  %passed3 = load i32, ptr @passed
  call i32 (ptr, ...) @printf(ptr @fmt1, i32 %passed3, i32 %left)

  call void @sync_runtime_notifyListCheck(i64 32)
  call void @runtime_newproc(ptr @waits_fv)
  call void @runtime_newproc(ptr @waits_fv)
  call void @runtime_newproc(ptr @waits_fv)
  call void @until(ptr @list, i32 3)
  call void @sync_runtime_notifyListNotifyOne(ptr @list)
  call void @until(ptr @n, i32 1)
  call void @sync_runtime_notifyListNotifyOne(ptr @list)
  call void @until(ptr @n, i32 2)
  call void @sync_runtime_notifyListNotifyAll(ptr @list)
  call void @sync_runtime_notifyListNotifyAll(ptr @list)
  call void @until(ptr @n, i32 3)
  %p1 = getelementptr [3 x i32], ptr @order, i64 0, i64 1
  %p2 = getelementptr [3 x i32], ptr @order, i64 0, i64 2
  %o0 = load i32, ptr @order
  %o1 = load i32, ptr %p1
  %o2 = load i32, ptr %p2
  call i32 (ptr, ...) @printf(ptr @fmt2, i32 %o0, i32 %o1, i32 %o2)
  %spin = call i1 @sync_runtime_canSpin(i64 4)
  %spin32 = zext i1 %spin to i32
  call i32 (ptr, ...) @printf(ptr @fmt3, i32 %spin32)
  call i32 @fflush(ptr null)
  ret void
}
