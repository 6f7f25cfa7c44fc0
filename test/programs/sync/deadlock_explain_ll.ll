; GODEBUG=deadlock=explain for a front end's program: channels and the functions that made them, by symbols alone.
; run: GODEBUG=deadlock=explain
; want stderr~: \Afatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 \[chan receive\]:\nmain_main\(
; want stderr~: ^goroutine 2 \[chan send\]:\nsends\(
; want stderr~: \n\nwho waits for whom:\ngoroutine 1 waits to receive from channel 1\ngoroutine 2 waits to send to channel 2\n
; want stderr~: ^channel 1: unbuffered, made by main_main[^,]*, never sent to, never received from\n
; want stderr~: ^channel 2: unbuffered, made by main_main[^,]*, never sent to, never received from\n
; want exit: 2

@main_inittask = global { i64, i64, i64 } zeroinitializer
@fv = constant { ptr } { ptr @sends }
@out = global ptr null

declare ptr @gort_chan_make(i64, i64)
declare void @runtime_newproc(ptr)
declare void @runtime_chansend1(ptr, ptr)
declare void @runtime_chanrecv1(ptr, ptr)

define void @sends(ptr %self) {
  %v = alloca i64
  store i64 1, ptr %v
  %c = load ptr, ptr @out
  call void @runtime_chansend1(ptr %c, ptr %v)
  ret void
}

define void @main_main() {
  %in = call ptr @gort_chan_make(i64 8, i64 0)
  %o = call ptr @gort_chan_make(i64 8, i64 0)
  store ptr %o, ptr @out
  call void @runtime_newproc(ptr @fv)
  %v = alloca i64
  call void @runtime_chanrecv1(ptr %in, ptr %v)
  ret void
}
