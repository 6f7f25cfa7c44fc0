; A function that defers gets a personality, so that an exception which leaves it drops what it deferred; one that has a
; personality keeps it. The plain way of the runtime's functions is written out. Functions that can be deferred make no tail calls when the program recovers.
; RUN: gort-passes %s | FileCheck %s

@main_inittask = global [3 x i64] zeroinitializer
@fv = constant ptr @deferred

declare i32 @runtime_deferprep(ptr)
declare void @runtime_deferreturn(ptr)
declare { ptr, ptr } @runtime_gorecover()
declare i32 @__gxx_personality_v0(...)

; CHECK: define void @main_main() #[[PLAIN:[0-9]+]] personality ptr @__gort_defer_personality
define void @main_main() {
  %frame = alloca [16 x i64]
  ; CHECK: load volatile ptr, ptr addrspace(257)
  ; CHECK: call i32 asm sideeffect {{.*}}(ptr %frame) #[[TWICE:[0-9]+]]
  %again = call i32 @runtime_deferprep(ptr %frame)
  ; The list is empty: the frame is taken off. Otherwise the runtime has something to run.
  ; CHECK: br i1 {{.*}}, label %[[EMPTY:[0-9]+]], label %[[FULL:[0-9]+]]
  ; CHECK: [[EMPTY]]:
  ; CHECK: load volatile ptr, ptr addrspace(257)
  ; CHECK: [[FULL]]:
  ; CHECK-NEXT: call void @runtime_deferreturn(ptr %frame)
  call void @runtime_deferreturn(ptr %frame)
  ret void
}

; CHECK: define void @cleans_up() #[[PLAIN]] personality ptr @__gxx_personality_v0
define void @cleans_up() personality ptr @__gxx_personality_v0 {
  %frame = alloca [16 x i64]
  %again = call i32 @runtime_deferprep(ptr %frame)
  invoke void @recovers() to label %end unwind label %cleanup
end:
  call void @runtime_deferreturn(ptr %frame)
  ret void
cleanup:
  %e = landingpad { ptr, i32 } cleanup
  call void @runtime_deferreturn(ptr %frame)
  resume { ptr, i32 } %e
}

; CHECK: define void @deferred(ptr %self) #[[DEFERRED:[0-9]+]]
define void @deferred(ptr %self) {
  tail call void @recovers()
  ret void
}

define void @recovers() {
  %value = call { ptr, ptr } @runtime_gorecover()
  ret void
}

; CHECK-DAG: attributes #[[PLAIN]] = { noredzone uwtable "split-stack" }
; CHECK-DAG: attributes #[[DEFERRED]] = { noredzone uwtable "disable-tail-calls"="true" "split-stack" }
; CHECK-DAG: attributes #[[TWICE]] = { nounwind returns_twice }
