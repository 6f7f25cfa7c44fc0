; The functions that Go's internal/poll calls, as a front end declares them, on a pipe: an event that came before the wait, a wait that
; ends by an event, by a deadline, by a close; a descriptor that cannot be polled.
; want stdout: open 1 0
; want stdout: wait, written before: 0
; want stdout: wait, written meanwhile: 0
; want stdout: wait, deadline: 2, reset 2
; want stdout: deadline taken away: 0
; want stdout: wait, closed meanwhile: 1, reset 1
; want stdout: a file: 0 1, the poller's own: 0

@main_inittask = global { i64, i64, i64 } zeroinitializer
@fds = global [2 x i32] zeroinitializer
@buffer = global [64 x i8] zeroinitializer
@pd = global ptr null
@null = private constant [10 x i8] c"/dev/null\00"
@writes_later = constant { ptr } { ptr @writes_later.code }
@unblocks_later = constant { ptr } { ptr @unblocks_later.code }
@fmt.open = private constant [12 x i8] c"open %d %d\0A\00"
@fmt.before = private constant [27 x i8] c"wait, written before: %ld\0A\00"
@fmt.mean = private constant [30 x i8] c"wait, written meanwhile: %ld\0A\00"
@fmt.dead = private constant [32 x i8] c"wait, deadline: %ld, reset %ld\0A\00"
@fmt.away = private constant [26 x i8] c"deadline taken away: %ld\0A\00"
@fmt.close = private constant [40 x i8] c"wait, closed meanwhile: %ld, reset %ld\0A\00"
@fmt.file = private constant [38 x i8] c"a file: %d %d, the poller's own: %d\0A\00\00"

declare void @internal_poll_runtime_pollServerInit()
declare { ptr, i64 } @internal_poll_runtime_pollOpen(i64)
declare void @internal_poll_runtime_pollClose(ptr)
declare i64 @internal_poll_runtime_pollReset(ptr, i64)
declare i64 @internal_poll_runtime_pollWait(ptr, i64)
declare void @internal_poll_runtime_pollWaitCanceled(ptr, i64)
declare void @internal_poll_runtime_pollSetDeadline(ptr, i64, i64)
declare void @internal_poll_runtime_pollUnblock(ptr)
declare i1 @internal_poll_runtime_isPollServerDescriptor(i64)
declare void @runtime_newproc(ptr)
declare void @time_Sleep(i64)
declare i32 @printf(ptr, ...)
declare i32 @pipe2(ptr, i32)
declare i32 @open(ptr, i32, ...)
declare i64 @read(i32, ptr, i64)
declare i64 @write(i32, ptr, i64)

define void @put() {
  %p = getelementptr [2 x i32], ptr @fds, i64 0, i64 1
  %w = load i32, ptr %p
  call i64 @write(i32 %w, ptr @buffer, i64 3)
  ret void
}
define void @take() {
  %r = load i32, ptr @fds
  call i64 @read(i32 %r, ptr @buffer, i64 64)
  ret void
}
define void @writes_later.code(ptr %fv) {
  call void @time_Sleep(i64 5000000)
  call void @put()
  ret void
}
define void @unblocks_later.code(ptr %fv) {
  call void @time_Sleep(i64 5000000)
  %pd = load ptr, ptr @pd
  call void @internal_poll_runtime_pollUnblock(ptr %pd)
  ret void
}

define void @main_main() {
  call void @internal_poll_runtime_pollServerInit()
  call i32 @pipe2(ptr @fds, i32 2048)
  %r = load i32, ptr @fds
  %r64 = sext i32 %r to i64
  %opened = call { ptr, i64 } @internal_poll_runtime_pollOpen(i64 %r64)
  %pd = extractvalue { ptr, i64 } %opened, 0
  store ptr %pd, ptr @pd
  %e = extractvalue { ptr, i64 } %opened, 1
  %e32 = trunc i64 %e to i32
  %there = icmp ne ptr %pd, null
  %there32 = zext i1 %there to i32
  call i32 (ptr, ...) @printf(ptr @fmt.open, i32 %there32, i32 %e32)

  call void @put()
  %w1 = call i64 @internal_poll_runtime_pollWait(ptr %pd, i64 114)
  call i32 (ptr, ...) @printf(ptr @fmt.before, i64 %w1)
  call void @take()

  %r1 = call i64 @internal_poll_runtime_pollReset(ptr %pd, i64 114)
  call void @runtime_newproc(ptr @writes_later)
  %w2 = call i64 @internal_poll_runtime_pollWait(ptr %pd, i64 114)
  call i32 (ptr, ...) @printf(ptr @fmt.mean, i64 %w2)
  call void @take()

  %r2 = call i64 @internal_poll_runtime_pollReset(ptr %pd, i64 114)
  call void @internal_poll_runtime_pollSetDeadline(ptr %pd, i64 5000000, i64 114)
  %w3 = call i64 @internal_poll_runtime_pollWait(ptr %pd, i64 114)
  %r3 = call i64 @internal_poll_runtime_pollReset(ptr %pd, i64 114)
  call i32 (ptr, ...) @printf(ptr @fmt.dead, i64 %w3, i64 %r3)

  call void @internal_poll_runtime_pollSetDeadline(ptr %pd, i64 0, i64 233)
  %r4 = call i64 @internal_poll_runtime_pollReset(ptr %pd, i64 114)
  call i32 (ptr, ...) @printf(ptr @fmt.away, i64 %r4)

  call void @runtime_newproc(ptr @unblocks_later)
  %w5 = call i64 @internal_poll_runtime_pollWait(ptr %pd, i64 114)
  %r5 = call i64 @internal_poll_runtime_pollReset(ptr %pd, i64 114)
  call i32 (ptr, ...) @printf(ptr @fmt.close, i64 %w5, i64 %r5)
  call void @internal_poll_runtime_pollClose(ptr %pd)

  %null = call i32 (ptr, i32, ...) @open(ptr @null, i32 0)
  %null64 = sext i32 %null to i64
  %f = call { ptr, i64 } @internal_poll_runtime_pollOpen(i64 %null64)
  %f.pd = extractvalue { ptr, i64 } %f, 0
  %f.e = extractvalue { ptr, i64 } %f, 1
  %f.there = icmp ne ptr %f.pd, null
  %f.there32 = zext i1 %f.there to i32
  %f.no = icmp ne i64 %f.e, 0
  %f.no32 = zext i1 %f.no to i32
  %own = call i1 @internal_poll_runtime_isPollServerDescriptor(i64 %r64)
  %own32 = zext i1 %own to i32
  call i32 (ptr, ...) @printf(ptr @fmt.file, i32 %f.there32, i32 %f.no32, i32 %own32)
  ret void
}
