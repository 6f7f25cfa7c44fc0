// lib/cgo/cgocall_amd64.S: foreign calls. A stub in the image loads the target into r11 and jumps here.
//
// The call runs on the M's system stack, where C code finds the megabytes that it expects. The thread is "outside" from
// the first increment of tcb.fseq (odd) to the second (even): sysmon may take its P meanwhile. The limit is poisoned, so
// that a module function that foreign code calls back enters __morestack. After the call one compare of the event word
// tells whether anything happened; sysmon's membarrier is the fence that makes the plain increment enough.
//
// errno belongs to the goroutine: it is carried to the thread before the call and back after it.
//
// Callee-saved registers are pushed although C keeps them: a stack scan finds them here, on the goroutine's own stack.
#include "base/asm_amd64.h"

.macro CGO_ENTER
        push rbp
        .cfi_def_cfa_offset 16
        .cfi_offset rbp, -16
        mov rbp, rsp
        .cfi_def_cfa_register rbp
        push T(TCB_SEG)                 // [rbp-8]
        push rbx                        // [rbp-16]
        .cfi_offset rbx, -32
        push r12
        .cfi_offset r12, -40
        push r13
        .cfi_offset r13, -48
        push r14
        .cfi_offset r14, -56
        push r15                        // [rbp-48]
        .cfi_offset r15, -64
        mov T(TCB_GSP), rsp
        mov T(TCB_RBP), rbp
        mov rbx, T(TCB_CURG)
        mov r12d, [rbx + G_ERRNO]
        mov rbx, T(TCB_ERRNO_OFF)
        mov fs:[rbx], r12d
        POISON_LIMIT
        inc qword ptr T(TCB_FSEQ)       // odd: outside
.endm

// Results are in rax, rdx, xmm0/1, st0/1: only r10 and r11 are free. rbx is still errno's offset.
.macro CGO_LEAVE
        mov r10d, fs:[rbx]
        mov r11, T(TCB_CURG)
        mov [r11 + G_ERRNO], r10d
        mov r12, [rbp - 24]
        mov rbx, [rbp - 16]
        mov r10, [rbp - 8]
        mov T(TCB_SEG), r10
        mov r10, [r10 + SEG_LIMIT]
        mov LIMIT, r10
        inc qword ptr T(TCB_FSEQ)       // even: inside
        cmp word ptr T(TCB_EVENTS), 0
        jne gort_cgo_slow
        leave
        .cfi_def_cfa rsp, 8
        ret
.endm

// No stack arguments.
FUNC gort_asmcgocall
        .cfi_personality 0x1b, gort_unwind_personality
        test byte ptr T(TCB_FSEQ), 1
        jnz gort_cgo_direct
        CGO_ENTER
        mov rsp, T(TCB_MSP)
        call r11
        .globl gort_asmcgocall_ret
gort_asmcgocall_ret:
        mov T(TCB_MSP), rsp             // right again also after a C longjmp over callbacks
        CGO_LEAVE
END gort_asmcgocall

// r10d bytes of stack arguments. Their address keeps its value mod 64, for over-aligned ones.
FUNC gort_asmcgocall_args
        .cfi_personality 0x1b, gort_unwind_personality
        test byte ptr T(TCB_FSEQ), 1
        jnz gort_cgo_direct
        CGO_ENTER
        push T(TCB_MSP)                 // [rbp-56]
        mov r12, T(TCB_MSP)
        lea r13, [rbp + 16]
        and r13d, 63
        sub r12, r10
        sub r12, 64
        and r12, -64
        add r12, r13
1:      mov r13, [rbp + r10]            // 16 bytes an iteration; r10 is a multiple of 16
        mov r14, [rbp + r10 + 8]
        mov [r12 + r10 - 16], r13
        mov [r12 + r10 - 8], r14
        sub r10, 16
        ja 1b
        mov rsp, r12
        call r11
        .globl gort_asmcgocall_args_ret
gort_asmcgocall_args_ret:
        mov r10, [rbp - 56]
        mov T(TCB_MSP), r10
        mov rsp, r10
        mov r13, [rbp - 32]
        mov r14, [rbp - 40]
        CGO_LEAVE
END gort_asmcgocall_args

// Foreign code called a foreign function through an address that the module gave it: it is outside already.
FUNC gort_cgo_direct
        jmp r11
END gort_cgo_direct

// Something happened while we were outside. rsp is the system stack's level, rbp the thunk's frame.
FUNC gort_cgo_slow
        .cfi_def_cfa rbp, 16
        .cfi_offset rbp, -16
        POISON_LIMIT         // preemption asked for: the next prologue yields
        cmp byte ptr T(TCB_STEAL), 0
        je 1f
        mov rsp, T(TCB_MSP)
        sub rsp, 4096
        mov r11, rsp                    // 64-aligned
        push rax
        push rdx
        push r11
        push r11
        XCLEAR r11
        XSAVE r11
        call gort_exitsyscall
        pop r11
        pop r11
        XRSTOR r11
        pop rdx
        pop rax
1:      leave
        .cfi_def_cfa rsp, 8
        ret
END gort_cgo_slow

// An indirect call of the module that leads out of it: the target comes in r10.
FUNC gort_icall
        mov r11, r10
        jmp gort_asmcgocall
END gort_icall
FUNC gort_icall_args
        jmp gort_asmcgocall_args
END gort_icall_args

// void gort_cgocall(fn, arg): the runtime's own foreign calls.
FUNC gort_cgocall
        mov r11, rdi
        mov rdi, rsi
        jmp gort_asmcgocall
END gort_cgocall
