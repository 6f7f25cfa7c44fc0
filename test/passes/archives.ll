; Members of archives are taken when they are needed: bitcode and objects, with and without a symbol table.
; RUN: mkdir %t; cd %t
; RUN: echo 'declare i32 @two()  define i32 @one() { %r = call i32 @two() ret i32 %r }' | llvm-as -o one.bc
; RUN: echo 'define i32 @two() { ret i32 2 }' | llvm-as -o two.bc
; RUN: echo 'define i32 @two() { ret i32 3 } define i32 @unused() { ret i32 3 }' | llvm-as -o unused.bc
; RUN: echo 'target triple = "x86_64-pc-linux-gnu" define i32 @native() { ret i32 4 }' | llc -filetype=obj -o native.o
; RUN: echo 'target triple = "x86_64-pc-linux-gnu" define i32 @native2() { ret i32 4 }' | llc -filetype=obj -o unneeded.o
; RUN: llvm-ar rcs lib.a one.bc two.bc unused.bc native.o unneeded.o
; RUN: llvm-ar rcS plain.a one.bc two.bc unused.bc native.o unneeded.o
; RUN: gort-passes lib.a %s | FileCheck %s --implicit-check-not=unused
; RUN: gort-passes %s plain.a | FileCheck %s --implicit-check-not=unused
; RUN: gort-passes --stage=facts %s lib.a | FileCheck --check-prefix=FACTS %s --implicit-check-not=unneeded
; RUN: not gort-passes lib.a two.bc %s native.o native.o 2>&1 | FileCheck --check-prefix=TWICE %s
; RUN: head -c 300 lib.a > cut.a; not gort-passes %s cut.a 2>&1 | FileCheck --check-prefix=CUT %s
; CHECK-DAG: define i32 @one()
; CHECK-DAG: ret i32 2
; CHECK-DAG: declare i32 @native()
; FACTS: native lib.a(native.o)
; TWICE: native.o: error: 'native' is defined here and in native.o as well
; CUT: cut.a: error: damaged archive:
declare i32 @one()
declare i32 @native()
define i32 @main() {
  %a = call i32 @one()
  %b = call i32 @native()
  ret i32 %a
}
