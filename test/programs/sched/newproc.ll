; runtime_newproc on a funcval: the code gets the record's address, and finds what it captured behind the code pointer.
; runtime_goready wakes main, whose g the record holds; it may only be called on a goroutine that is parked, hence the sleep.
; want stdout: captured 42

@main_inittask = global { i64, i64, i64 } zeroinitializer
@format = private constant [13 x i8] c"captured %d\0A\00"
@seen = global i32 0

declare void @runtime_newproc(ptr)
declare void @runtime_gopark(ptr, ptr, i8)
declare void @runtime_goready(ptr)
declare ptr @runtime_getg()
declare void @time_Sleep(i64)
declare i32 @printf(ptr, ...)

define void @code(ptr %fv) {
  %p.g = getelementptr { ptr, ptr, i32 }, ptr %fv, i64 0, i32 1
  %p.n = getelementptr { ptr, ptr, i32 }, ptr %fv, i64 0, i32 2
  %g = load ptr, ptr %p.g
  %n = load i32, ptr %p.n
  store i32 %n, ptr @seen
  call void @time_Sleep(i64 50000000)
  call void @runtime_goready(ptr %g)
  ret void
}

define void @main_main() {
  %fv = alloca { ptr, ptr, i32 }
  %g = call ptr @runtime_getg()
  %p.g = getelementptr { ptr, ptr, i32 }, ptr %fv, i64 0, i32 1
  %p.n = getelementptr { ptr, ptr, i32 }, ptr %fv, i64 0, i32 2
  store ptr @code, ptr %fv
  store ptr %g, ptr %p.g
  store i32 42, ptr %p.n
  call void @runtime_newproc(ptr %fv)
  call void @runtime_gopark(ptr null, ptr null, i8 0)
  %n = load i32, ptr @seen
  call i32 (ptr, ...) @printf(ptr @format, i32 %n)
  ret void
}
