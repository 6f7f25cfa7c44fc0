// lib/sched/switch_amd64.S: leaving a goroutine for the system stack, and coming back to one.
//
// gort_mcall is the only switch. It saves the callee-saved registers on the goroutine's stack, runs the scheduler's
// function on the system stack at tcb.msp, and continues whichever goroutine that function returns, on whichever thread
// that happens to be. The return is a `ret`: many goroutines park at the same call site, and the return predictor then
// does better than an indirect jump.
#include "base/asm_amd64.h"

// void gort_mcall(g* (*fn)(m*, g*)): on a goroutine's stack.
FUNC gort_mcall
        push rbp
        .cfi_def_cfa_offset 16
        .cfi_offset rbp, -16
        mov rbp, rsp
        .cfi_def_cfa_register rbp
        push rbx
        push r12
        push r13
        push r14
        push r15
        mov rsi, T(TCB_CURG)
        mov [rsi + G_SP], rsp
        mov rcx, T(TCB_SEG)
        mov [rsi + G_SEG], rcx
        mov T(TCB_GSP), rsp
        mov T(TCB_RBP), rbp
        mov rsp, T(TCB_MSP)
        call gort_mcall_enter           // (fn, g) -> the goroutine to run, or null when this M ends
gort_resume:
        test rax, rax
        jz gort_mexit
        mov T(TCB_CURG), rax
        mov rsp, [rax + G_SP]
        mov rcx, [rax + G_SEG]
        mov T(TCB_SEG), rcx
        STORE_LIMIT rcx
        pop r15
        pop r14
        pop r13
        pop r12
        pop rbx
        pop rbp
        .cfi_def_cfa rsp, 8
        ret
END gort_mcall

// void gort_mstart(stack_top, first): the thread becomes an M. Returns when the M ends.
FUNC gort_mstart
        push rbp
        push rbx
        push r12
        push r13
        push r14
        push r15
        mov T(TCB_M0SP), rsp
        and rdi, -64
        mov T(TCB_MSP), rdi
        mov rsp, rdi
        .cfi_undefined rip
        mov rdi, rsi
        call gort_mstart1               // (first) -> the goroutine to run
        jmp gort_resume
gort_mexit:
        mov rsp, T(TCB_M0SP)
        pop r15
        pop r14
        pop r13
        pop r12
        pop rbx
        pop rbp
        ret
END gort_mstart

// A goroutine's first instruction: rbx = function, r12 = its argument. The stack ends here: rbp is 0.
FUNC gort_gostart
        .cfi_undefined rip
        xor ebp, ebp
        mov rdi, r12
        call rbx
        .globl runtime_goexit_pc
runtime_goexit_pc:
        call gort_goexit1
        ud2
END gort_gostart

// The same when the function is foreign: it runs on the system stack.
FUNC gort_gostart_foreign
        .cfi_undefined rip
        xor ebp, ebp
        mov rdi, r12
        mov r11, rbx
        call gort_asmcgocall
        call gort_goexit1
        ud2
END gort_gostart_foreign

// Calls r11 on the system stack with the six integer argument registers as they are: how the module reaches the
// runtime's `system` functions. The callee is not preempted, holds the P, and does not switch.
FUNC gort_systhunk
        push rbp
        .cfi_def_cfa_offset 16
        .cfi_offset rbp, -16
        mov rbp, rsp
        .cfi_def_cfa_register rbp
        test byte ptr T(TCB_FSEQ), 1
        jnz 1f
        mov T(TCB_GSP), rsp
        mov T(TCB_RBP), rbp
        mov rsp, T(TCB_MSP)
        call r11
        leave
        .cfi_remember_state
        .cfi_def_cfa rsp, 8
        ret
        .cfi_restore_state
        // Foreign code calls us: we are on a system stack already, but outside. Come in for the time of the call.
1:      push rdi
        push rsi
        push rdx
        push rcx
        push r8
        push r9
        push r11
        push r11
        cmp qword ptr T(TCB_SEG), 0
        jne 2f
        call gort_needm
2:      inc qword ptr T(TCB_FSEQ)
        cmp byte ptr T(TCB_STEAL), 0
        je 3f
        call gort_exitsyscall
3:      pop r11
        pop r11
        pop r9
        pop r8
        pop rcx
        pop rdx
        pop rsi
        pop rdi
        call r11
        inc qword ptr T(TCB_FSEQ)
        leave
        .cfi_def_cfa rsp, 8
        ret
END gort_systhunk

// void gort_systemstack(fn, a, b, c): C++ on a goroutine's stack calls fn(a, b, c) on the system stack.
FUNC gort_systemstack
        mov r11, rdi
        mov rdi, rsi
        mov rsi, rdx
        mov rdx, rcx
        jmp gort_systhunk
END gort_systemstack

// Called by the signal handler's injection in module code: [rsp] is the interrupted pc. Every register and the flags are
// kept on the goroutine's stack, the extended state in a buffer of the thread's, and the goroutine yields *from its own
// stack*, so that it may go on on another thread. The buffer then goes to that thread's list.
FUNC gort_async_preempt
        .cfi_signal_frame
        .cfi_def_cfa_offset 8
        pushfq
        .cfi_adjust_cfa_offset 8
        push rbp
        .cfi_adjust_cfa_offset 8
        .cfi_rel_offset rbp, 0
        lea rbp, [rsp]
        .cfi_def_cfa rbp, 24
        push rax
        push rbx
        push rcx
        push rdx
        push rsi
        push rdi
        push r8
        push r9
        push r10
        push r11
        push r12
        push r13
        push r14
        push r15
        cld
        call gort_preempt_yield
        .globl gort_async_preempt_pc
gort_async_preempt_pc:
        pop r15
        pop r14
        pop r13
        pop r12
        pop r11
        pop r10
        pop r9
        pop r8
        pop rdi
        pop rsi
        pop rdx
        pop rcx
        pop rbx
        pop rax
        pop rbp
        popfq
        ret
END gort_async_preempt

// Yields with the extended state kept; clobbers the general registers as a call does. r12 is the buffer.
FUNC gort_preempt_yield
        push r12
        .cfi_def_cfa_offset 16
        .cfi_offset r12, -16
        mov r12, T(TCB_XFREE)
        mov rax, [r12]
        mov T(TCB_XFREE), rax
        XCLEAR r12
        XSAVE r12
        emms                            // xsave leaves the x87 stack as it is: the next goroutine needs it empty
        mov edi, offset gopreempt_entry
        call gort_mcall                 // returns on any thread
        .globl gort_preempt_yield_pc
gort_preempt_yield_pc:
        XRSTOR r12
        mov rax, T(TCB_XFREE)
        mov [r12], rax
        mov T(TCB_XFREE), r12
        pop r12
        .cfi_def_cfa_offset 8
        ret
END gort_preempt_yield

.set SAVED_16, 8
.set SAVED_6, 16
.set SAVED_3, 24
.set SAVED_12, 32
.set SAVED_13, 40
.set SAVED_14, 48
.set SAVED_15, 56

// A thread whose cancellation type is asynchronous has been cancelled in module code. The signal handler has put it here,
// on the system stack, with rbp at what it interrupted: rsp, rip, rbp, rbx, r12 to r15. Unwinds from there. (Not from
// gort_async_preempt: where a register has been popped already, the unwind tables have it below rsp, and there the
// handler pushes.)
FUNC gort_async_cancelled
        .cfi_signal_frame
        .cfi_escape 0x0f, 3, 0x76, 0, 0x06      // the frame's address: what [rbp] is
        .irp reg, 16, 6, 3, 12, 13, 14, 15      // DWARF's numbers: rip, rbp, rbx, ...; each at rbp + offset
        .cfi_escape 0x10, \reg, 2, 0x76, SAVED_\reg
        .endr
        cld
        POISON_LIMIT
        mov rax, [rbp]
        mov T(TCB_GSP), rax
        mov rax, [rbp + SAVED_6]
        mov T(TCB_RBP), rax
        call gort_async_cancel
        ud2
END gort_async_cancelled
