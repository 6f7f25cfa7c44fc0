; In a program with wrappers every function that calls has a frame pointer: a function without one between a wrapper and
; another function would look as if the wrapper had called the latter.
; RUN: gort-passes %s | FileCheck %s

@main_inittask = global [3 x i64] zeroinitializer

declare void @runtime_deferwrap() returns_twice

; CHECK: define void @main_main() #[[KEPT:[0-9]+]]
define void @main_main() {
  call void @runtime_deferwrap()
  ret void
}

; CHECK: define void @other() #[[KEPT]]
define void @other() {
  call void @main_main()
  ret void
}

; CHECK: attributes #[[KEPT]] = { noredzone uwtable "frame-pointer"="non-leaf" "split-stack" }
