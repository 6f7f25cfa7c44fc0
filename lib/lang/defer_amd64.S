// lib/lang/defer_amd64.S: entering a function that defers, going on in it after a recovery, and calling deferred functions.
#include "base/asm_amd64.h"

// int32 runtime_deferprep(defer_frame*): returns 0; 1 when it returns again. Words are stored in pairs: stores are what this
// costs.
.macro STORE_PAIR offset, low, high
        movq xmm0, \low
        movq xmm1, \high
        punpcklqdq xmm0, xmm1
        movups [rdi + \offset], xmm0
.endm
FUNC runtime_deferprep
        STORE_PAIR FRAME_RBX, rbx, rbp
        STORE_PAIR FRAME_R12, r12, r13
        STORE_PAIR FRAME_R14, r14, r15
        lea rax, [rsp + 8]
        movq xmm0, rax
        movhps xmm0, [rsp]
        movups [rdi + FRAME_RSP], xmm0
        movups xmm0, T(TCB_SEG)         // and TCB_MSP
        movups [rdi + FRAME_SEG], xmm0
        mov rcx, T(TCB_CURG)
        movq xmm0, [rcx + G_DEFERS]     // above it a zero, for head
        movups [rdi + FRAME_LINK], xmm0
        mov [rcx + G_DEFERS], rdi
        xor eax, eax
        ret
END runtime_deferprep

// void runtime_deferprocStack(defer_frame*, defer_record*, funcval*)
FUNC runtime_deferprocStack
        mov [rsi + RECORD_FN], rdx
        mov rax, [rdi + FRAME_HEAD]
        mov [rsi + RECORD_LINK], rax
        mov [rdi + FRAME_HEAD], rsi
        ret
END runtime_deferprocStack

// void gort_defer(defer_frame*, void (*fn)(void*), void* arg)
FUNC gort_defer
        cmp qword ptr [rdi + FRAME_HEAD], 0
        jne gort_defer_slow
        lea rax, [rdi + FRAME_FIRST + DEFER_C]
        mov qword ptr [rdi + FRAME_FIRST + RECORD_LINK], 0
        mov [rdi + FRAME_FIRST + RECORD_FN], rsi
        mov [rdi + FRAME_FIRST + RECORD_ARG], rdx
        mov [rdi + FRAME_HEAD], rax
        ret
END gort_defer

// void runtime_deferreturn(defer_frame*)
FUNC runtime_deferreturn
        mov rax, [rdi + FRAME_HEAD]
        test rax, rax
        jz 3f
        push rbp
        .cfi_def_cfa_offset 16
        .cfi_offset rbp, -16
        mov rbp, rsp
        .cfi_def_cfa_register rbp
        push rbx
        .cfi_offset rbx, -24
        push rbx
        mov rbx, rdi
1:      test al, DEFER_HEAP
        jnz 4f
        mov rcx, rax
        and rcx, -4
        mov rdx, [rcx + RECORD_LINK]
        mov [rbx + FRAME_HEAD], rdx
        mov rdi, [rcx + RECORD_FN]
        test al, DEFER_C
        jnz 5f
        test rdi, rdi
        jz 6f
        call [rdi]
        jmp 2f
5:      mov rsi, rdi
        mov rdi, [rcx + RECORD_ARG]
        call gort_calldeferred
2:      mov rax, [rbx + FRAME_HEAD]
        test rax, rax
        jnz 1b
        mov rdi, rbx
        mov rbx, [rbp - 8]
        leave
        .cfi_remember_state
        .cfi_def_cfa rsp, 8
        .cfi_restore rbx
        .cfi_restore rbp
3:      mov rax, [rdi + FRAME_LINK]
        mov rcx, T(TCB_CURG)
        mov [rcx + G_DEFERS], rax
        ret
        .cfi_restore_state
4:      mov rdi, rbx
        call gort_deferreturn
        jmp 2b
6:      call runtime_panicmem
END runtime_deferreturn

// void gort_deferresume(const defer_frame*, msp): deferprep's second return. Foreign frames in between are given up.
FUNC gort_deferresume
        mov T(TCB_MSP), rsi
        mov rbx, [rdi + FRAME_RBX]
        mov rbp, [rdi + FRAME_RBP]
        mov r12, [rdi + FRAME_R12]
        mov r13, [rdi + FRAME_R13]
        mov r14, [rdi + FRAME_R14]
        mov r15, [rdi + FRAME_R15]
        mov rsp, [rdi + FRAME_RSP]
        mov rcx, [rdi + FRAME_SEG]
        mov T(TCB_SEG), rcx
        STORE_LIMIT rcx
        mov eax, 1
        jmp [rdi + FRAME_RIP]
END gort_deferresume

// CF clear: \fn is not the program's code but a C function's, from dlsym or out of a library's record. Its stack is
// the system stack. Clobbers rax.
.macro IS_FOREIGN fn
        mov rax, \fn
        sub rax, [rip + _ZN4gort14module_code_loE]
        cmp rax, [rip + _ZN4gort16module_code_sizeE]
.endm

// void gort_calldeferred(void* arg, code)
FUNC gort_calldeferred
        IS_FOREIGN rsi
        jae 1f
        jmp rsi
1:      mov r11, rsi
        jmp gort_asmcgocall
END gort_calldeferred

// void gort_defercall(void* arg, panic*, code): calls a deferred function because of a panic. The return address is how
// gorecover knows that its caller is one; the panic lies at [rbp-8].
FUNC gort_defercall
        .cfi_personality 0x1b, gort_defer_personality
        push rbp
        .cfi_def_cfa_offset 16
        .cfi_offset rbp, -16
        mov rbp, rsp
        .cfi_def_cfa_register rbp
        push rsi
        push rsi
        IS_FOREIGN rdx
        jb 1f
        mov r11, rdx
        lea rdx, [rip + gort_asmcgocall]
1:      call rdx
        .globl gort_defercall_ret
gort_defercall_ret:
        leave
        .cfi_def_cfa rsp, 8
        ret
END gort_defercall

// ZF set: rbp is the frame of a function that the newest panic, in rcx, called, directly or through wrappers. Clobbers rsi, r8.
.macro IS_DEFERRED
        mov rsi, [rbp + 8]
        mov r8, [rbp]
        lea r9, [rip + gort_morestack_ret]
71:     cmp rsi, r9                     // the stack went on in another segment
        jne 72f
        mov rsi, [r8 + 8]
        mov r8, [r8]
        jmp 71b
72:     cmp r8, [rcx + PANIC_WRAPPER]
        je 73f
        lea r9, [rip + gort_defercall_ret]
        cmp rsi, r9
        jne 73f
        cmp rcx, [r8 - 8]
73:
.endm

// {type, data} runtime_gorecover(): the value of the panic that called this function's caller, which is over with that.
// {0, 0}: no panic did.
FUNC runtime_gorecover
        mov rax, T(TCB_CURG)
        mov rcx, [rax + G_PANICS]
        test rcx, rcx
        jz 1f
        cmp word ptr [rcx + PANIC_RECOVERED], 0 // and PANIC_GOEXIT
        jne 1f
        IS_DEFERRED
        jne 1f
        mov byte ptr [rcx + PANIC_RECOVERED], 1
        mov rax, [rcx + PANIC_TYPE]
        mov rdx, [rcx + PANIC_DATA]
        ret
1:      xor eax, eax
        xor edx, edx
        ret
END runtime_gorecover

// void runtime_deferwrap(): what the caller calls next counts as called by the panic that called the caller.
FUNC runtime_deferwrap
        mov rax, T(TCB_CURG)
        mov rcx, [rax + G_PANICS]
        test rcx, rcx
        jz 1f
        IS_DEFERRED
        jne 1f
        mov [rcx + PANIC_WRAPPER], rbp
1:      ret
END runtime_deferwrap

// A fault of the program's code, as if the instruction had called this: preempt.cpp's way of injecting a call. [rsp] is
// where the program goes on; below what is pushed here the signal handler has left a fault_cause. The caller's registers are kept for
// tracebacks (debug/walk.cpp); room is scarce, so only those that unwind tables speak of.
FUNC gort_sigpanic
        .cfi_signal_frame
        .cfi_def_cfa_offset 8
        push rbp
        .cfi_adjust_cfa_offset 8
        .cfi_rel_offset rbp, 0
        mov rbp, rsp
        .cfi_def_cfa_register rbp
        push rbx
        .cfi_offset rbx, -24
        push r12
        .cfi_offset r12, -32
        push r13
        .cfi_offset r13, -40
        push r14
        .cfi_offset r14, -48
        push r15
        .cfi_offset r15, -56
        lea rdi, [rsp - 32]
        lea rsp, [rsp - 32]
        and rsp, -16
        cld
        call gort_sigpanic1
        .globl gort_sigpanic_pc
gort_sigpanic_pc:
        ud2
END gort_sigpanic

// A foreign call that led to what is no code, as if the call instruction had called gort_sigpanic: the signal handler
// has had the thunk return to here, with where the program would have gone on in rax, and in rdx the target, the
// signal's number from bit 48 and its code from bit 56 on.
FUNC gort_sigpanic_of_call
        .cfi_def_cfa rsp, 0
        dec rax                         // in the call instruction
        push rax
        .cfi_adjust_cfa_offset 8
        mov rcx, rdx
        shl rcx, 16
        shr rcx, 16
        mov [rsp - 80 + 16], rcx        // address
        mov [rsp - 80 + 24], rcx        // pc
        shr rdx, 48
        movzx eax, dl
        mov [rsp - 80], rax             // signal
        movzx eax, dh
        mov [rsp - 80 + 8], rax         // code
        jmp gort_sigpanic
END gort_sigpanic_of_call

// Module code reaches the thread's control block by this distance from %fs, which the loader writes into it
// (compiler/passes/defers.cpp).
        .section .rodata, "a"
        .globl gort_tcb_offset
        .p2align 3
        .type gort_tcb_offset, @object
        .size gort_tcb_offset, 8
gort_tcb_offset:
        .quad gort_tcb@tpoff
