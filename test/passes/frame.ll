; Every function gets what it needs on a goroutine's stack; what is in the way is taken off.
; RUN: gort-passes %s | FileCheck %s

@main_inittask = global [3 x i64] zeroinitializer

; CHECK: define void @main_main() #[[PLAIN:[0-9]+]]
define void @main_main() {
  call void @probed()
  call void @naked()
  ret void
}

; CHECK: define void @probed() #[[WISH:[0-9]+]]
define void @probed() "probe-stack"="inline-asm" "fentry-call"="true" safestack alignstack(256) "frame-pointer"="all" {
  ret void
}

; CHECK: define void @naked() #[[NAKED:[0-9]+]]
define void @naked() naked {
  call void asm sideeffect "ret", ""()
  unreachable
}

; CHECK: attributes #[[PLAIN]] = { noredzone uwtable "split-stack" }
; CHECK: attributes #[[WISH]] = { noredzone uwtable "frame-pointer"="all" "split-stack" }
; CHECK: attributes #[[NAKED]] = { naked noredzone uwtable }
; CHECK: !llvm.module.flags = !{![[WCHAR:[0-9]+]], ![[FP:[0-9]+]], ![[UW:[0-9]+]]}
; CHECK: ![[FP]] = !{i32 7, !"frame-pointer", i32 2}
; CHECK: ![[UW]] = !{i32 7, !"uwtable", i32 2}
!llvm.module.flags = !{!0, !1, !2, !3}
!0 = !{i32 1, !"wchar_size", i32 4}
!1 = !{i32 7, !"frame-pointer", i32 2}
!2 = !{i32 7, !"uwtable", i32 2}
!3 = !{i32 8, !"cf-protection-return", i32 1}
