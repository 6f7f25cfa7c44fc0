; Failed checks, recovered and not, as a front end calls them: a bounds error that a deferred function panics with again.
; want stdout: not a number of a slice: runtime error: index out of range [10] with length 5
; want stderr~: \Apanic: runtime error: index out of range \[10\] with length 5 \[recovered, repanicked\]\n\ngoroutine 1 \[running\]:\nrepanic\(
; want exit: 2

@main_inittask = global { i64, i64, i64 } zeroinitializer
@tell.fv = constant { ptr } { ptr @tell }
@repanic.fv = constant { ptr } { ptr @repanic }
@format = private constant [29 x i8] c"not a number of a slice: %s\0A\00"

declare i32 @runtime_deferprep(ptr) returns_twice
declare void @runtime_deferproc(ptr, ptr)
declare void @runtime_deferreturn(ptr)
declare { ptr, ptr } @runtime_gorecover() returns_twice
declare void @runtime_gopanic(ptr, ptr) noreturn
declare void @runtime_panicIndex(i64, i64) noreturn
declare ptr @gort_value_text(ptr, ptr)
declare i32 @dprintf(i32, ptr, ...)

define void @tell(ptr %self) {
  %v = call { ptr, ptr } @runtime_gorecover() returns_twice
  %type = extractvalue { ptr, ptr } %v, 0
  %data = extractvalue { ptr, ptr } %v, 1
  %text = call ptr @gort_value_text(ptr %type, ptr %data)
  call i32 (i32, ptr, ...) @dprintf(i32 1, ptr @format, ptr %text)
  ret void
}

define void @repanic(ptr %self) {
  %v = call { ptr, ptr } @runtime_gorecover() returns_twice
  %type = extractvalue { ptr, ptr } %v, 0
  %data = extractvalue { ptr, ptr } %v, 1
  call void @runtime_gopanic(ptr %type, ptr %data)
  unreachable
}

define void @tenth(ptr %deferred) noinline {
  %frame = alloca [16 x i64]
  %again = call i32 @runtime_deferprep(ptr %frame) returns_twice
  %first = icmp eq i32 %again, 0
  br i1 %first, label %body, label %return
body:
  call void @runtime_deferproc(ptr %frame, ptr %deferred)
  call void @runtime_panicIndex(i64 10, i64 5)
  unreachable
return:
  call void @runtime_deferreturn(ptr %frame)
  ret void
}

define void @main_main() {
  call void @tenth(ptr @tell.fv)
  call void @tenth(ptr @repanic.fv)
  ret void
}
