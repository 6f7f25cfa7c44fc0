; Files that are something else, or damaged, or for another machine.
; RUN: mkdir %t.dir
; RUN: not gort-passes %t.dir 2>&1 | FileCheck --check-prefix=DIR %s
; DIR: t.dir: error: is a directory; gort takes .ll, .bc, .o and .a files
; RUN: not gort-passes %t.none 2>&1 | FileCheck --check-prefix=NONE %s
; NONE: t.none: error: cannot read the file: No such file or directory
; RUN: touch %t.empty; not gort-passes %t.empty 2>&1 | FileCheck --check-prefix=EMPTY %s
; EMPTY: t.empty: error: the file is empty
; RUN: head -c 4000 "$GORT_PASSES" > %t.exe; not gort-passes %t.exe 2>&1 | FileCheck --check-prefix=EXE %s
; EXE: t.exe: error: an executable; gort runs LLVM IR
; RUN: printf 'ab\0cd' > %t.bin; not gort-passes %t.bin 2>&1 | FileCheck --check-prefix=BIN %s
; BIN: t.bin: error: not LLVM IR
; RUN: llvm-as %s -o %t.bc; head -c 500 %t.bc > %t.cut; not gort-passes %t.cut 2>&1 | FileCheck --check-prefix=CUT %s
; CUT: t.cut: error: the bitcode is damaged:
; RUN: (echo 'target triple = "aarch64-linux-gnu"'; cat %s) > %t.arm.ll; not gort-passes %t.arm.ll 2>&1 | FileCheck --check-prefix=ARM %s
; ARM: t.arm.ll: error: the module is for aarch64-linux-gnu, this machine is x86_64-
; RUN: (echo 'target datalayout = "E-m:e"'; cat %s) > %t.layout.ll; not gort-passes %t.layout.ll 2>&1 | FileCheck --check-prefix=LAYOUT %s
; LAYOUT: t.layout.ll: error: the module's data layout is not this machine's:
; LAYOUT-NEXT: module: {{.*}}E-m:e
; RUN: (echo 'target triple = "x86_64-suse-linux"'; cat %s) > %t.suse.ll; gort-passes %t.suse.ll > %t.out
; RUN: gort-passes - < %t.bc > %t.out
; RUN: not gort-passes %t.bc %s 2>&1 | FileCheck --check-prefix=TWICE %s
; TWICE: files.ll: error: 'main' is defined here and in {{.*}}t.bc as well
define i32 @main() {
  ret i32 0
}
