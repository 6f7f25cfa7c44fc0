; A wrapper that the compiler made stands between the panic and the function that recovers; deferred calls linked by hand.
; want stdout: not through a plain function
; want stdout: through a wrapper
; want stdout: two wrappers
; want stdout: not through a plain function
; want stdout: linked by hand 2
; want stdout: linked by hand 1
; want stdout: done
@main_inittask = global { i64, i64, i64 } zeroinitializer
@no = private constant [29 x i8] c"not through a plain function\00"
@yes = private constant [18 x i8] c"through a wrapper\00"
@two = private constant [13 x i8] c"two wrappers\00"
@hand1 = private constant [17 x i8] c"linked by hand 1\00"
@hand2 = private constant [17 x i8] c"linked by hand 2\00"
@done = private constant [5 x i8] c"done\00"
@plain.fv = private constant { ptr, ptr } { ptr @plain, ptr @no }
@wrapper.fv = private constant { ptr, ptr } { ptr @wrapper, ptr @yes }
@outer.fv = private constant { ptr, ptr } { ptr @outer, ptr @two }
@say1.fv = private constant { ptr, ptr } { ptr @say, ptr @hand1 }
@say2.fv = private constant { ptr, ptr } { ptr @say, ptr @hand2 }

declare i32 @runtime_deferprep(ptr) returns_twice
declare void @runtime_deferproc(ptr, ptr)
declare void @runtime_deferreturn(ptr)
declare void @runtime_deferwrap() returns_twice
declare { ptr, ptr } @runtime_gorecover() returns_twice
declare void @runtime_panicshift() noreturn
declare void @exit(i32)
declare i32 @puts(ptr)

; Recovers, and prints when it has, or when it has not and `expected` says so.
define void @recoverer(ptr %text, i1 %expected) {
  %value = call { ptr, ptr } @runtime_gorecover()
  %type = extractvalue { ptr, ptr } %value, 0
  %got = icmp ne ptr %type, null
  %good = icmp eq i1 %got, %expected
  br i1 %good, label %print, label %end
print:
  call i32 @puts(ptr %text)
  br label %end
end:
  ret void
}
define void @plain(ptr %self) {
  %where = getelementptr { ptr, ptr }, ptr %self, i64 0, i32 1
  %text = load ptr, ptr %where
  call void @recoverer(ptr %text, i1 false)
  ret void
}
define void @wrapper(ptr %self) {
  call void @runtime_deferwrap()
  %where = getelementptr { ptr, ptr }, ptr %self, i64 0, i32 1
  %text = load ptr, ptr %where
  call void @recoverer(ptr %text, i1 true)
  ret void
}
define void @outer(ptr %self) {
  call void @runtime_deferwrap()
  call void @wrapper(ptr %self)
  ret void
}
define void @say(ptr %self) {
  %where = getelementptr { ptr, ptr }, ptr %self, i64 0, i32 1
  %text = load ptr, ptr %where
  call i32 @puts(ptr %text)
  ret void
}

; Panics with %first deferred after the others, so that it runs first.
define void @panics(ptr %first, ptr %then) {
entry:
  %frame = alloca [16 x i64]
  %again = call i32 @runtime_deferprep(ptr %frame)
  %recovered = icmp ne i32 %again, 0
  br i1 %recovered, label %leave, label %body
body:
  call void @runtime_deferproc(ptr %frame, ptr %then)
  call void @runtime_deferproc(ptr %frame, ptr %first)
  call void @runtime_panicshift()
  unreachable
leave:
  call void @runtime_deferreturn(ptr %frame)
  ret void
}

; Word 11 is the list. The newest call is made here, the other one by runtime_deferreturn.
define void @by_hand() {
entry:
  %frame = alloca [16 x i64]
  %one = alloca { ptr, ptr }
  %other = alloca { ptr, ptr }
  %again = call i32 @runtime_deferprep(ptr %frame)
  %recovered = icmp ne i32 %again, 0
  br i1 %recovered, label %leave, label %body
body:
  %head = getelementptr [16 x i64], ptr %frame, i64 0, i64 11
  %fv1 = getelementptr { ptr, ptr }, ptr %one, i64 0, i32 1
  store ptr null, ptr %one
  store ptr @say1.fv, ptr %fv1
  store ptr %one, ptr %head
  %fv2 = getelementptr { ptr, ptr }, ptr %other, i64 0, i32 1
  store ptr %one, ptr %other
  store ptr @say2.fv, ptr %fv2
  store ptr %other, ptr %head
  store ptr %one, ptr %head
  call void @say(ptr @say2.fv)
  br label %leave
leave:
  call void @runtime_deferreturn(ptr %frame)
  ret void
}

define void @main_main() {
  call void @panics(ptr @plain.fv, ptr @wrapper.fv)
  call void @panics(ptr @outer.fv, ptr @plain.fv)
  call void @by_hand()
  call i32 @puts(ptr @done)
  ret void
}
