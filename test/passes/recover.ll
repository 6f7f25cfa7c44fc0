; A function that recovers has a frame pointer: recover() finds its caller by it. Others go without.
; RUN: gort-passes %s | FileCheck %s

@main_inittask = global [3 x i64] zeroinitializer

declare { ptr, ptr } @runtime_gorecover() returns_twice

; CHECK: define void @main_main() #[[PLAIN:[0-9]+]]
define void @main_main() {
  call void @deferred()
  ret void
}

; CHECK: define void @deferred() #[[KEPT:[0-9]+]]
define void @deferred() {
  %value = call { ptr, ptr } @runtime_gorecover()
  ret void
}

; CHECK: attributes #[[PLAIN]] = { noredzone uwtable "split-stack" }
; CHECK: attributes #[[KEPT]] = { noredzone uwtable "frame-pointer"="all" "split-stack" }
