; time.newTimer as a front end calls it. Without a channel: f gets its argument's two words, seq and delta. With one: f sends on it,
; and a stop or a reset leaves no value behind, though f has sent one already.
; want stdout: f 1 2 0, late 1
; want stdout: channel 1, len 0, cap 0
; want stdout: stop 1, left 0
; want stdout: reset 0, received 2
; want stdout: clocks 1 1 1

%timer = type { ptr, i1 }

@main_inittask = global { i64, i64, i64 } zeroinitializer
@fmt.channel = private constant [30 x i8] c"channel %d, len %ld, cap %ld\0A\00"
@fmt.stop = private constant [18 x i8] c"stop %d, left %d\0A\00"
@fmt.reset = private constant [24 x i8] c"reset %d, received %ld\0A\00"
@fmt.clocks = private constant [17 x i8] c"clocks %d %d %d\0A\00"
@fmt.f = private constant [24 x i8] c"f %ld %ld %ld, late %d\0A\00"
@goes_off = constant { ptr } { ptr @goes_off.code }
@sends = constant { ptr } { ptr @sends.code }
@done = global ptr null

declare ptr @gort_chan_make(i64, i64)
declare void @runtime_chansend1(ptr, ptr)
declare void @runtime_chanrecv1(ptr, ptr)
declare i1 @runtime_selectnbsend(ptr, ptr)
declare i64 @runtime_chanlen(ptr)
declare i64 @runtime_chancap(ptr)
declare { i1, i1 } @runtime_selectnbrecv(ptr, ptr)
declare ptr @time_newTimer(i64, i64, ptr, ptr, ptr, ptr)
declare i1 @time_stopTimer(ptr)
declare i1 @time_resetTimer(ptr, i64, i64)
declare void @time_Sleep(i64)
declare i64 @runtime_nanotime()
declare i64 @time_runtimeNano()
declare { i64, i32 } @runtime_walltime()
declare void @time_now(ptr)
declare i32 @printf(ptr, ...)

define void @goes_off.code(ptr %fv, ptr %type, ptr %data, i64 %seq, i64 %delta) {
  %a = ptrtoint ptr %type to i64
  %b = ptrtoint ptr %data to i64
  %late = icmp sge i64 %delta, 0
  %l = zext i1 %late to i32
  call i32 (ptr, ...) @printf(ptr @fmt.f, i64 %a, i64 %b, i64 %seq, i32 %l)
  %v = alloca i64
  store i64 0, ptr %v
  %c = load ptr, ptr @done
  call void @runtime_chansend1(ptr %c, ptr %v)
  ret void
}

; The type word counts the sends.
define void @sends.code(ptr %fv, ptr %counter, ptr %c, i64 %seq, i64 %delta) {
  %n = load i64, ptr %counter
  %n1 = add i64 %n, 1
  store i64 %n1, ptr %counter
  call i1 @runtime_selectnbsend(ptr %c, ptr %counter)
  ret void
}

define void @main_main() {
  %v = alloca i64
  %counter = alloca i64
  store i64 0, ptr %counter
  %done = call ptr @gort_chan_make(i64 8, i64 0)
  store ptr %done, ptr @done
  %now = call i64 @runtime_nanotime()
  %when = add i64 %now, 1000000
  %t = call ptr @time_newTimer(i64 %when, i64 0, ptr @goes_off, ptr inttoptr (i64 1 to ptr), ptr inttoptr (i64 2 to ptr), ptr null)
  call void @runtime_chanrecv1(ptr %done, ptr %v)

  %c = call ptr @gort_chan_make(i64 8, i64 1)
  %u = call ptr @time_newTimer(i64 %when, i64 0, ptr @sends, ptr %counter, ptr %c, ptr %c)
  %u.c = load ptr, ptr %u
  %same = icmp eq ptr %u.c, %c
  %same.i = zext i1 %same to i32
  call void @time_Sleep(i64 20000000)
  %len = call i64 @runtime_chanlen(ptr %c)
  %cap = call i64 @runtime_chancap(ptr %c)
  call i32 (ptr, ...) @printf(ptr @fmt.channel, i32 %same.i, i64 %len, i64 %cap)
  %stop = call i1 @time_stopTimer(ptr %u)
  %stop.i = zext i1 %stop to i32
  %left = call { i1, i1 } @runtime_selectnbrecv(ptr %v, ptr %c)
  %left.b = extractvalue { i1, i1 } %left, 0
  %left.i = zext i1 %left.b to i32
  call i32 (ptr, ...) @printf(ptr @fmt.stop, i32 %stop.i, i32 %left.i)

  %now2 = call i64 @time_runtimeNano()
  %when2 = add i64 %now2, 1000000
  %reset = call i1 @time_resetTimer(ptr %u, i64 %when2, i64 0)
  %reset.i = zext i1 %reset to i32
  call void @runtime_chanrecv1(ptr %c, ptr %v)
  %got = load i64, ptr %v
  call i32 (ptr, ...) @printf(ptr @fmt.reset, i32 %reset.i, i64 %got)

  %wall = call { i64, i32 } @runtime_walltime()
  %sec = extractvalue { i64, i32 } %wall, 0
  %nsec = extractvalue { i64, i32 } %wall, 1
  %n = alloca { i64, i32, i64 }
  call void @time_now(ptr %n)
  %n.sec = load i64, ptr %n
  %n.mono.p = getelementptr { i64, i32, i64 }, ptr %n, i64 0, i32 2
  %n.mono = load i64, ptr %n.mono.p
  %d = sub i64 %n.sec, %sec
  %ok1 = icmp ult i64 %d, 20
  %ok2 = icmp ult i32 %nsec, 1000000000
  %later = icmp sgt i64 %n.mono, %now2
  %o1 = zext i1 %ok1 to i32
  %o2 = zext i1 %ok2 to i32
  %o3 = zext i1 %later to i32
  call i32 (ptr, ...) @printf(ptr @fmt.clocks, i32 %o1, i32 %o2, i32 %o3)
  ret void
}
