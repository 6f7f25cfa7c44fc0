// lib/sched/morestack_amd64.S: what a function's prologue calls when it finds rsp too near to the limit.
//
// On entry r10 is the frame size, r11 the bytes of stack arguments, [rsp] the address behind the call in the prologue
// (a `ret` stands there: the function's body begins one byte further), [rsp+8] the return address of the function.
// The reasons, told apart by one compare with the poison:
//
//   the limit is the segment's own       the stack is short: hop to a bigger segment, run the body there, hop back
//   poisoned, the thread is inside       preemption was asked for: yield, then go on (in place, or by a hop)
//   poisoned, the thread is outside      a callback: foreign code on the system stack calls the module; the body runs
//                                        on the goroutine's own stack. On a thread that the runtime has not met, an m
//                                        and a g are made first. The same when an unwinder in its cleanup phase, which
//                                        runs on the system stack but inside (cgo/unwind_amd64.S), calls a personality
//                                        function of the module.
//
// Every argument register is kept (rax too: variadic calls, and LLVM parks the static chain there), vector registers on
// the slow ways by xsave. Stack arguments are copied; their address keeps its value mod 64. The body returns through the
// prologue's own `ret`; conventions whose callee pops its arguments are noticed by where rsp ends up.
//
// The frame is an ordinary one: [rbp] old rbp, [rbp+8] return address, so frame-pointer walks pass through; the return
// address into this file (gort_morestack_ret, gort_callback_ret) tells what it is.
#include "base/asm_amd64.h"

// No unwinder goes further below tcb.msp than this, and nothing else of the module's runs there.
#define UNWINDER_STACK 65536

// Calls fn(need, frame) on the system stack with every argument register kept; rbx and r12 are used and restored.
.macro ON_G0 fn
        push rdi
        push rsi
        push rdx
        push rcx
        push r8
        push r9
        push rbx
        push r12
        mov rbx, rsp
        mov rdi, [rbp - 24]
        add rdi, [rbp - 32]
        mov rsi, rbp
        mov r12, T(TCB_MSP)
        and r12, -64
        sub r12, 4096
        mov rsp, r12
        XCLEAR r12
        XSAVE r12
        call \fn
        XRSTOR r12
        mov rsp, rbx
        pop r12
        pop rbx
        pop r9
        pop r8
        pop rcx
        pop rdx
        pop rsi
        pop rdi
.endm

// rax = top of the stack to use, r11 = bytes of stack arguments > 0: copies them, rax = where they start.
.macro COPY_ARGS
        add r11, 7
        and r11, -8
        sub rax, r11
        and rax, -64
        lea r10, [rbp + 16]
        and r10, 63
        sub rax, 64
        add rax, r10
        push rbx
        mov r10, r11
66:     mov rbx, [rbp + r10 + 8]
        mov [rax + r10 - 8], rbx
        sub r10, 8
        jnz 66b
        pop rbx
.endm

// rax = rsp for the body. [rbp-24] becomes the rsp that a caller-pops body leaves.
.macro ENTER_BODY
        mov r10, [rbp - 16]
        inc r10
        mov [rbp - 24], rax
        mov rsp, rax
        mov rax, [rbp - 8]
        call r10
.endm

// r11 = rsp as the body left it. Returns through the prologue's `ret`, or past it when the body popped arguments.
.macro LEAVE
        sub r11, [rbp - 24]
        jnz 67f
        mov r10, [rbp - 16]
        mov r11, [rbp]
        mov [rbp], r10
        mov rsp, rbp
        mov rbp, r11
        ret
67:     mov rsp, rbp
        pop rbp
        pop r10
        add rsp, r11
        jmp r10
.endm

FUNC __morestack
        .cfi_personality 0x1b, gort_unwind_personality
        .cfi_def_cfa_offset 16
        push rax
        .cfi_def_cfa_offset 24
        mov rax, [rsp + 8]
        mov [rsp + 8], rbp
        lea rbp, [rsp + 8]
        .cfi_def_cfa rbp, 16
        .cfi_offset rbp, -16
        push rax                        // [rbp-16] address in the prologue
        push r10                        // [rbp-24] frame size, later the expected rsp
        push r11                        // [rbp-32] bytes of stack arguments
.Lretry:
        cmp byte ptr LIMIT_TOP, POISON_TOP
        je .Lwhy
.Lhop:
        mov rax, T(TCB_SEG)
        mov rax, [rax + SEG_NEXT]
        test rax, rax
        jz .Lgrow
        add r10, r11
        cmp r10, [rax + SEG_USABLE]
        ja .Lgrow
        mov T(TCB_SEG), rax
        mov r10, rax
        STORE_LIMIT r10
        mov rax, [rax + SEG_HI]
        test r11, r11
        jnz .Lcopy
.Lgo:
        ENTER_BODY
        .globl gort_morestack_ret
gort_morestack_ret:
        mov r10, T(TCB_SEG)
        mov r10, [r10 + SEG_PREV]
        mov T(TCB_SEG), r10
        mov r11, rsp
        STORE_LIMIT r10
        LEAVE
.Lcopy:
        COPY_ARGS
        jmp .Lgo
.Lgrow:
        mov T(TCB_GSP), rsp
        mov T(TCB_RBP), rbp
        ON_G0 gort_growstack
        mov r10, [rbp - 24]
        mov r11, [rbp - 32]
        jmp .Lretry

.Lwhy:
        test byte ptr T(TCB_FSEQ), 1
        jnz .Loutside
        mov rax, T(TCB_MSP)
        sub rax, rsp
        cmp rax, UNWINDER_STACK
        jb .Lunwinder
        cmp byte ptr T(TCB_PREEMPT), 0
        je .Lunpoison                   // a late poison of a request that was honoured
        cmp byte ptr T(TCB_INSIGNAL), 0
        jne .Lunpoison                  // a handler does not yield
        push rdi
        push rsi
        push rdx
        push rcx
        push r8
        push r9
        mov rax, T(TCB_CURG)
        cmp byte ptr [rax + G_CANCEL], CANCEL_NOW
        je .Lcancel
        call gort_preempt_yield
        pop r9
        pop r8
        pop rcx
        pop rdx
        pop rsi
        pop rdi
.Lunpoison:
        mov rax, T(TCB_SEG)
        mov r10, rax
        STORE_LIMIT r10
        mov rax, [rax + SEG_LIMIT]
        mov r10, [rbp - 24]
        mov r11, [rbp - 32]
        neg r10
        lea r10, [r10 + rbp + 8]        // rsp as the prologue saw it, less the frame
        cmp r10, rax
        mov r10, [rbp - 24]
        jb .Lhop
        mov r11, [rbp - 16]             // room enough: the body goes on here, without a frame of ours
        inc r11
        mov rax, [rbp - 8]
        mov rsp, rbp
        pop rbp
        jmp r11

.Lcancel:
        mov r11d, offset gort_async_cancel
        call gort_asmcgocall
        ud2
.Loutside:
        cmp qword ptr T(TCB_SEG), 0
        jne .Lcallback
        lea rax, [rsp - 64]
        and rax, -64
        mov T(TCB_MSP), rax
        ON_G0 gort_needm
        mov r11, [rbp - 32]
.Lcallback:
        mov r10d, 1
.Lunwinder_callback:
        push T(TCB_MSP)                 // [rbp-40]
        push T(TCB_GSP)                 // [rbp-48]
        push T(TCB_SEG)                 // [rbp-56]
        push T(TCB_RBP)                 // [rbp-64]
        push r10                        // [rbp-72] 1: the caller is outside
        add T(TCB_FSEQ), r10            // even: inside
        mov rax, rsp
        and rax, -64
        mov T(TCB_MSP), rax             // foreign frames of calls out of the callback go below this one
        mov r10, T(TCB_ERRNO_OFF)       // errno as the foreign caller left it
        mov r10d, fs:[r10]
        mov rax, T(TCB_CURG)
        mov [rax + G_ERRNO], r10d
        cmp byte ptr T(TCB_STEAL), 0
        jne .Lcb_steal
.Lcb_owned:
        mov r10, T(TCB_SEG)
        STORE_LIMIT r10                 // r10 = the segment's limit
        mov rax, [rbp - 48]
        mov r11, [rbp - 32]
        sub rax, [rbp - 24]
        sub rax, r11
        sub rax, 192
        cmp rax, r10
        jb .Lcb_hop
        mov rax, [rbp - 48]
        and rax, -64
.Lcb_args:
        test r11, r11
        jnz .Lcb_copy
.Lcb_go:
        mov r10, [rbp - 16]
        inc r10
        mov [rbp - 24], rax
        mov rsp, rax
        // The goroutine's frames go on where it called out: link them for frame-pointer walks.
        mov rax, [rbp - 8]
        call r10
        .globl gort_callback_ret
gort_callback_ret:
        mov r11, rsp
        lea rsp, [rbp - 72]             // off the goroutine's stack before tcb.msp goes up: a signal may come
        mov r10, [rbp - 64]
        mov T(TCB_RBP), r10
        mov r10, [rbp - 56]
        mov T(TCB_SEG), r10
        mov r10, [rbp - 48]
        mov T(TCB_GSP), r10
        mov r10, [rbp - 40]
        mov T(TCB_MSP), r10
        push rax
        mov r10, T(TCB_CURG)
        mov eax, [r10 + G_ERRNO]
        mov r10, T(TCB_ERRNO_OFF)
        mov fs:[r10], eax
        pop rax
        POISON_LIMIT
        mov r10, [rbp - 72]
        add T(TCB_FSEQ), r10            // odd: outside again
        LEAVE
.Lunwinder:
        xor r10d, r10d
        jmp .Lunwinder_callback
.Lcb_copy:
        COPY_ARGS
        jmp .Lcb_go
.Lcb_steal:
        ON_G0 gort_exitsyscall
        jmp .Lcb_owned
.Lcb_hop:
        mov rax, T(TCB_SEG)
        mov rax, [rax + SEG_NEXT]
        test rax, rax
        jz .Lcb_grow
        mov r10, [rbp - 24]
        add r10, r11
        cmp r10, [rax + SEG_USABLE]
        ja .Lcb_grow
        mov T(TCB_SEG), rax
        mov r10, rax
        STORE_LIMIT r10
        mov rax, [rax + SEG_HI]
        jmp .Lcb_args
.Lcb_grow:
        ON_G0 gort_growstack
        mov r11, [rbp - 32]
        jmp .Lcb_hop
END __morestack

// void* __morestack_allocate_stack_space(size): a dynamic alloca that does not fit the segment.
FUNC __morestack_allocate_stack_space
        lea rsi, [rsp + 8]
        mov r11d, offset gort_alloca
        jmp gort_systhunk
END __morestack_allocate_stack_space
