// lib/cgo/unwind_amd64.S: where an unwinder's cleanup phase lands when it passes one of our frames.
//
// An exception (C++, Rust, pthread_exit) goes through foreign-call thunks, segment edges and callbacks. Their unwind
// tables lead through them; their personality (unwind.cpp) lands here, in stubs with the frame of the function that they
// stand for but without a personality, which put segment, limit, system stack level and the outside state right and go
// on. On entry rax is the exception, rbp the frame, rsp where the frame's callee would have returned to.
#include "base/asm_amd64.h"

.macro FRAME
        .cfi_def_cfa rbp, 16
        .cfi_offset rbp, -16
.endm
// The thunk has used the callee-saved registers: the caller's are where it pushed them.
.macro THUNK_FRAME
        FRAME
        .cfi_offset rbx, -32
        .cfi_offset r12, -40
        .cfi_offset r13, -48
        .cfi_offset r14, -56
        .cfi_offset r15, -64
.endm
.macro RESUME
        mov rdi, rax
        call [rip + gort_unwind_resume]
        ud2
.endm

// A foreign function threw: come in, and go on unwinding on the system stack.
FUNC gort_asmcgocall_args_unwind
        THUNK_FRAME
        mov rsp, [rbp - 56]
        jmp gort_asmcgocall_unwind
END gort_asmcgocall_args_unwind
FUNC gort_asmcgocall_unwind
        THUNK_FRAME
        mov T(TCB_MSP), rsp
        mov rbx, rax
        mov r10, T(TCB_ERRNO_OFF)
        mov r10d, fs:[r10]
        mov r11, T(TCB_CURG)
        mov [r11 + G_ERRNO], r10d
        mov r10, [rbp - 8]
        mov T(TCB_SEG), r10
        lea r10, [rbp - 64]
        mov T(TCB_GSP), r10
        mov T(TCB_RBP), rbp
        inc qword ptr T(TCB_FSEQ)
        cmp byte ptr T(TCB_STEAL), 0
        je 1f
        call gort_exitsyscall
1:      mov rax, rbx
        mov rbx, [rbp - 16]             // what the thunk used of its caller's registers
        .cfi_restore rbx
        mov r12, [rbp - 24]
        mov r13, [rbp - 32]
        mov r14, [rbp - 40]
        RESUME
END gort_asmcgocall_unwind

// Back over a segment edge. The unwinder needs a large stack.
FUNC gort_morestack_unwind
        FRAME
        mov r10, T(TCB_SEG)
        mov r10, [r10 + SEG_PREV]
        mov T(TCB_SEG), r10
        POISON_LIMIT
        lea r10, [rbp - 64]
        mov T(TCB_GSP), r10
        mov T(TCB_RBP), rbp
        mov rsp, T(TCB_MSP)
        RESUME
END gort_morestack_unwind

// Out of a callback into the foreign code that made it.
FUNC gort_callback_unwind
        FRAME
        mov r10, [rbp - 64]
        mov T(TCB_RBP), r10
        mov r10, [rbp - 56]
        mov T(TCB_SEG), r10
        mov r10, [rbp - 48]
        mov T(TCB_GSP), r10
        mov r10, [rbp - 40]
        mov T(TCB_MSP), r10
        POISON_LIMIT
        mov r10, [rbp - 72]
        add T(TCB_FSEQ), r10
        lea rsp, [rbp - 72]
        and rsp, -16
        RESUME
END gort_callback_unwind

// A C function with a cleanup handler (cancel.cpp): on at the setjmp of its pthread_cleanup_push. rax is the buffer.
FUNC gort_cleanup_unwind
        mov rdi, rax
        mov esi, 1
        jmp gort_longjmp
END gort_cleanup_unwind

// void __pthread_unwind_next(buffer): the handler is done. A foreign call; its frame is the thunk's.
FUNC gort_pthread_unwind_next
        mov rdi, [rdi + CLEANUP_LINK]
        jmp [rip + gort_unwind_resume]
END gort_pthread_unwind_next

// void gort_unwound(root, fn): the goroutine's stack is empty; fn ends it there. On the system stack, inside.
FUNC gort_unwound
        .cfi_undefined rip
        mov T(TCB_SEG), rdi
        mov rsp, [rdi + SEG_HI]
        STORE_LIMIT rdi
        xor ebp, ebp
        call rsi
        ud2
END gort_unwound
