; What the way to foreign code cannot carry, once it is known that no module defines the function.
; RUN: not gort-passes %s 2>&1 | FileCheck %s --implicit-check-not=error:
; RUN: (echo 'define preserve_mostcc void @kept() {'; echo 'ret void'; echo '}'; echo 'define void @nested(ptr nest %p) {'; echo 'ret void'; echo '}'; echo 'define swiftcc void @fails(ptr swifterror %p) {'; echo 'ret void'; echo '}') > %t.ll; gort-passes %s %t.ll > %t.out
; CHECK: error: in function 'main_main': calls 'kept', which no module defines, with preserve_mostcc
; CHECK: error: in function 'main_main': calls 'nested', which no module defines, with a nest argument
; CHECK: error: in function 'main_main': calls 'fails', which no module defines, with a swifterror argument
@main_inittask = global [3 x i64] zeroinitializer
declare preserve_mostcc void @kept()
declare void @nested(ptr nest)
declare swiftcc void @fails(ptr swifterror)
declare swiftcc void @plain(i64)
declare tailcc void @tails(i64)
define void @main_main() {
  call preserve_mostcc void @kept()
  call void @nested(ptr nest null)
  %e = alloca swifterror ptr
  call swiftcc void @fails(ptr swifterror %e)
  call swiftcc void @plain(i64 1)
  call tailcc void @tails(i64 1)
  ret void
}
