; Calling conventions and attributes of IR that C does not reach: fastcc, coldcc, swiftcc, preserve_mostcc, musttail, byval
; with a large alignment, sret, nest, and a first-class aggregate of three words.
; want stdout: fast 55 cold 7 swift 30 preserve 9 tail 500500 byval 6 sret 3 nest 12 aggregate 1 2 3

@main_inittask = global { i64, i64, i64 } zeroinitializer
@format = private constant [78 x i8] c"fast %ld cold %ld swift %ld preserve %ld tail %ld byval %ld sret %ld nest %ld\00"
@format2 = private constant [24 x i8] c" aggregate %ld %ld %ld\0A\00"

declare i32 @printf(ptr, ...)

define internal fastcc i64 @fast(i64 %a, i64 %b, i64 %c, i64 %d, i64 %e, i64 %f, i64 %g, i64 %h, i64 %i, i64 %j) noinline {
  %1 = add i64 %a, %b
  %2 = add i64 %1, %c
  %3 = add i64 %2, %d
  %4 = add i64 %3, %e
  %5 = add i64 %4, %f
  %6 = add i64 %5, %g
  %7 = add i64 %6, %h
  %8 = add i64 %7, %i
  %9 = add i64 %8, %j
  ret i64 %9
}
define coldcc i64 @cold(i64 %a) noinline {
  %r = add i64 %a, 1
  ret i64 %r
}
define swiftcc i64 @swift(ptr swiftself %self, i64 %a) noinline {
  %v = load i64, ptr %self
  %r = add i64 %v, %a
  ret i64 %r
}
define preserve_mostcc i64 @preserve(i64 %a) noinline {
  %r = mul i64 %a, 3
  ret i64 %r
}
define i64 @tail(i64 %n, i64 %sum) noinline {
  %done = icmp eq i64 %n, 0
  br i1 %done, label %stop, label %go
stop:
  ret i64 %sum
go:
  %m = sub i64 %n, 1
  %s = add i64 %sum, %n
  %r = musttail call i64 @tail(i64 %m, i64 %s)
  ret i64 %r
}
define i64 @by_value(i64 %depth, ptr byval({ i64, i64 }) align 64 %p) noinline {
  %a = ptrtoint ptr %p to i64
  %low = and i64 %a, 63
  %more = icmp ne i64 %depth, 0
  br i1 %more, label %go, label %stop
go:
  %m = sub i64 %depth, 1
  %r = call i64 @by_value(i64 %m, ptr byval({ i64, i64 }) align 64 %p)
  %rr = add i64 %r, %low
  ret i64 %rr
stop:
  %x = load i64, ptr %p
  %yp = getelementptr { i64, i64 }, ptr %p, i64 0, i32 1
  %y = load i64, ptr %yp
  %s = add i64 %x, %y
  %t = add i64 %s, %low
  ret i64 %t
}
define void @result(ptr sret({ i64, i64, i64, i64 }) %out, i64 %v) noinline {
  %p = getelementptr { i64, i64, i64, i64 }, ptr %out, i64 0, i32 3
  store i64 %v, ptr %p
  ret void
}
define i64 @nested(ptr nest %frame, i64 %a) noinline {
  %v = load i64, ptr %frame
  %r = add i64 %v, %a
  ret i64 %r
}
define { i64, i64, i64 } @aggregate(i64 %a) noinline {
  %b = add i64 %a, 1
  %c = add i64 %a, 2
  %1 = insertvalue { i64, i64, i64 } undef, i64 %a, 0
  %2 = insertvalue { i64, i64, i64 } %1, i64 %b, 1
  %3 = insertvalue { i64, i64, i64 } %2, i64 %c, 2
  ret { i64, i64, i64 } %3
}

define void @main_main() {
  %cell = alloca i64
  %pair = alloca { i64, i64 }, align 64
  %out = alloca { i64, i64, i64, i64 }
  store i64 10, ptr %cell
  store { i64, i64 } { i64 2, i64 4 }, ptr %pair
  %fast = call fastcc i64 @fast(i64 1, i64 2, i64 3, i64 4, i64 5, i64 6, i64 7, i64 8, i64 9, i64 10)
  %cold = call coldcc i64 @cold(i64 6)
  %swift = call swiftcc i64 @swift(ptr swiftself %cell, i64 20)
  %preserve = call preserve_mostcc i64 @preserve(i64 3)
  %tail = call i64 @tail(i64 1000, i64 0)
  %byval = call i64 @by_value(i64 100, ptr byval({ i64, i64 }) align 64 %pair)
  call void @result(ptr sret({ i64, i64, i64, i64 }) %out, i64 3)
  %p = getelementptr { i64, i64, i64, i64 }, ptr %out, i64 0, i32 3
  %sret = load i64, ptr %p
  %nest = call i64 @nested(ptr nest %cell, i64 2)
  %agg = call { i64, i64, i64 } @aggregate(i64 1)
  %a = extractvalue { i64, i64, i64 } %agg, 0
  %b = extractvalue { i64, i64, i64 } %agg, 1
  %c = extractvalue { i64, i64, i64 } %agg, 2
  call i32 (ptr, ...) @printf(ptr @format, i64 %fast, i64 %cold, i64 %swift, i64 %preserve, i64 %tail, i64 %byval, i64 %sret, i64 %nest)
  call i32 (ptr, ...) @printf(ptr @format2, i64 %a, i64 %b, i64 %c)
  ret void
}
