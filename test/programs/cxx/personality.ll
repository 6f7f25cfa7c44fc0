; A personality function of the module's own, as Rust has one: the unwinder, on the system stack, calls it for every frame in
; both phases. It runs on the goroutine's stack, may be preempted there, and leaves segments and the unwinder's frames alone.
; want stdout: 200 caught, 20200 frames cleaned up
declare i32 @__gxx_personality_v0(i32, i32, i64, ptr, ptr)
declare ptr @__cxa_allocate_exception(i64)
declare void @__cxa_throw(ptr, ptr, ptr) noreturn
declare ptr @__cxa_begin_catch(ptr)
declare void @__cxa_end_catch()
declare i32 @printf(ptr, ...)
@_ZTIi = external constant ptr
@main_inittask = global { i64, i64, i64 } zeroinitializer
@format = private constant [33 x i8] c"%d caught, %d frames cleaned up\0A\00"
@cleaned = global i32 0
@spun = global i32 0

; Long enough that a preemption comes, and with a frame that crosses segments.
define i32 @personality(i32 %version, i32 %actions, i64 %class, ptr %exception, ptr %context) {
entry:
  %pad = alloca [300 x i8]
  br label %loop
loop:
  %i = phi i32 [ 0, %entry ], [ %next, %loop ]
  call void @spin(ptr %pad)
  %next = add i32 %i, 1
  %more = icmp ult i32 %next, 50
  br i1 %more, label %loop, label %end
end:
  %r = call i32 @__gxx_personality_v0(i32 %version, i32 %actions, i64 %class, ptr %exception, ptr %context)
  ret i32 %r
}
define void @spin(ptr %pad) noinline {
  %n = load i32, ptr @spun
  %m = add i32 %n, 1
  store volatile i32 %m, ptr @spun
  store volatile i8 1, ptr %pad
  ret void
}

define void @down(i32 %n) noinline personality ptr @personality {
entry:
  %pad = alloca [100 x i8]
  store volatile i8 1, ptr %pad
  %bottom = icmp eq i32 %n, 0
  br i1 %bottom, label %throw, label %deeper
throw:
  %e = call ptr @__cxa_allocate_exception(i64 4)
  store i32 7, ptr %e
  invoke void @__cxa_throw(ptr %e, ptr @_ZTIi, ptr null) to label %never unwind label %clean
deeper:
  %less = sub i32 %n, 1
  invoke void @down(i32 %less) to label %out unwind label %clean
out:
  ret void
clean:
  %lp = landingpad { ptr, i32 } cleanup
  %c = load i32, ptr @cleaned
  %d = add i32 %c, 1
  store i32 %d, ptr @cleaned
  resume { ptr, i32 } %lp
never:
  unreachable
}

define void @main_main() personality ptr @personality {
entry:
  br label %loop
loop:
  %i = phi i32 [ 0, %entry ], [ %next, %caught ]
  invoke void @down(i32 100) to label %never unwind label %pad
pad:
  %lp = landingpad { ptr, i32 } catch ptr @_ZTIi
  %e = extractvalue { ptr, i32 } %lp, 0
  %o = call ptr @__cxa_begin_catch(ptr %e)
  call void @__cxa_end_catch()
  br label %caught
caught:
  %next = add i32 %i, 1
  %more = icmp ult i32 %next, 200
  br i1 %more, label %loop, label %end
end:
  %cleaned = load i32, ptr @cleaned
  call i32 (ptr, ...) @printf(ptr @format, i32 %next, i32 %cleaned)
  ret void
never:
  unreachable
}
