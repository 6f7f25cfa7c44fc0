; A method of values called through a nil pointer: the compiler's wrapper sees it. What Go prints of
;   type T struct{ n int }; func (t T) Get() int; var i I = (*T)(nil); i.Get()
; first recovered, then not; and of a wrapper with a name that is none.
; run: -- recover
; want stderr: value method main.T.Get called using nil *T pointer
; run: -- die
; want stderr~: \Apanic: value method main.T.Get called using nil \*T pointer\n\ngoroutine 1 \[running\]:\nmain.\(\*T\).Get\(
; want exit: 2
; run: -- strange
; want stderr~: \Afatal error: panicwrap: no \( in strange\n
; want exit: 2
; native: no (Go's names)
@recoverer.fv = private constant { ptr } { ptr @recoverer }

declare void @runtime_panicwrap() noreturn
declare i32 @runtime_deferprep(ptr) returns_twice
declare void @runtime_deferproc(ptr, ptr)
declare void @runtime_deferreturn(ptr)
declare { ptr, ptr } @runtime_gorecover() returns_twice
declare void @runtime_printstring(ptr, i64)
declare void @runtime_printnl()

define i64 @"main.(*T).Get"(ptr %t) noinline {
  %nil = icmp eq ptr %t, null
  br i1 %nil, label %panics, label %calls
panics:
  call void @runtime_panicwrap()
  unreachable
calls:
  %n = load i64, ptr %t
  ret i64 %n
}
define void @strange() noinline {
  call void @runtime_panicwrap()
  unreachable
}

; A runtime.plainError is a string.
define void @recoverer(ptr %self) {
  %value = call { ptr, ptr } @runtime_gorecover()
  %data = extractvalue { ptr, ptr } %value, 1
  %text = load ptr, ptr %data
  %len.p = getelementptr { ptr, i64 }, ptr %data, i64 0, i32 1
  %len = load i64, ptr %len.p
  call void @runtime_printstring(ptr %text, i64 %len)
  call void @runtime_printnl()
  ret void
}
define void @recovers() noinline {
  %frame = alloca [16 x ptr]
  %again = call i32 @runtime_deferprep(ptr %frame) returns_twice
  %first = icmp eq i32 %again, 0
  br i1 %first, label %body, label %end
body:
  call void @runtime_deferproc(ptr %frame, ptr @recoverer.fv)
  %n = call i64 @"main.(*T).Get"(ptr null)
  br label %end
end:
  call void @runtime_deferreturn(ptr %frame)
  ret void
}

define i32 @main(i32 %argc, ptr %argv) {
  %arg.p = getelementptr ptr, ptr %argv, i64 1
  %arg = load ptr, ptr %arg.p
  %c = load i8, ptr %arg
  switch i8 %c, label %recover [ i8 100, label %die
                                 i8 115, label %strange ]
recover:
  call void @recovers()
  ret i32 0
die:
  %n = call i64 @"main.(*T).Get"(ptr null)
  ret i32 0
strange:
  call void @strange()
  ret i32 0
}
