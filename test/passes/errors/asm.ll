; RUN: not gort-passes %s 2>&1 | FileCheck %s --implicit-check-not='{{error|warning}}:'
@main_inittask = global [3 x i64] zeroinitializer
module asm "f: mov %rdi, %rsp; ret"
define void @main_main() {
; CHECK: warning: in function 'main_main': asm 'mov %fs:0, %rax' reads the thread's memory
  call void asm sideeffect "mov %fs:0, %rax", ""()
; CHECK: error: in function 'main_main': asm 'wrfsbase %rax' sets fs
  call void asm sideeffect "nop\0Awrfsbase %rax", ""()
; CHECK: error: in function 'main_main': asm 'movq $0, %fs:0x70' uses the word
  call void asm sideeffect "movq $$0, %fs:0x70", ""()
; CHECK: error: in function 'main_main': asm 'xchg %rax, %rsp' writes the stack pointer
  call void asm sideeffect "xchg %rax, %rsp", ""()
; CHECK: error: in function 'main_main': asm 'mov rsp, rax' writes the stack pointer
  call void asm sideeffect inteldialect "mov rsp, rax", ""()
; CHECK: warning: in function 'main_main': asm 'call foo' calls code
  call void asm sideeffect "1: call foo", ""()
  call void asm sideeffect "lea -128(%rsp), %rsp; pushf; pop %rax; lea 128(%rsp), %rsp", ""()
  call void asm sideeffect "mov %rsp, %rax; lock; addl $$0, (%rsp); cmp %rax, %rsp", ""()
  call void asm sideeffect inteldialect "sub rsp, 16\0Aadd rsp, 16\0Amov rax, rsp", ""()
  ret void
}
; CHECK: error: module asm: asm 'mov %rdi, %rsp' writes the stack pointer
