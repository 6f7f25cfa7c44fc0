// lib/cgo/setjmp_amd64.S: the setjmp family for modules.
//
// Beside the registers they keep the stack segment and the system stack's level: a longjmp may leave segments, and
// callbacks with their foreign frames. The buffer is glibc's jmp_buf (200 bytes); nobody but us looks into ours:
//   0 rbx  8 rbp  16 r12  24 r13  32 r14  40 r15  48 rsp  56 rip  64 segment  72 msp  80 mask saved?  88 mask
//   96 depth of signal handlers
// pthread_cleanup_push in C has a buffer of just these 104 bytes and saves no mask: lang/defer.h uses 84 and 88.
// A system stack without foreign frames is noted as 0: by the time of the longjmp the goroutine may be on another thread.
#include "base/asm_amd64.h"

FUNC gort_setjmp
        xor esi, esi
        jmp gort_sigsetjmp
END gort_setjmp

FUNC gort_sigsetjmp
        mov [rdi], rbx
        mov [rdi + 8], rbp
        mov [rdi + 16], r12
        mov [rdi + 24], r13
        mov [rdi + 32], r14
        mov [rdi + 40], r15
        lea rax, [rsp + 8]
        mov [rdi + 48], rax
        mov rax, [rsp]
        mov [rdi + 56], rax
        mov rax, T(TCB_SEG)
        mov [rdi + 64], rax
        mov rax, T(TCB_MSP)
        mov rcx, T(TCB_M)
        test rcx, rcx
        jz 2f
        xor edx, edx
        cmp rax, [rcx + M_G0_TOP]
        cmove rax, rdx
2:      mov [rdi + 72], rax
        movzx eax, byte ptr T(TCB_INSIGNAL)
        mov [rdi + 96], rax
        movsxd rsi, esi
        mov [rdi + 80], rsi
        test esi, esi
        jnz 1f
        xor eax, eax
        ret
1:      lea rdx, [rdi + 88]             // rt_sigprocmask(SIG_BLOCK, null, mask, 8)
        xor edi, edi
        xor esi, esi
        mov r10d, 8
        mov eax, 14
        syscall
        xor eax, eax
        ret
END gort_sigsetjmp

FUNC gort_longjmp
        test byte ptr T(TCB_FSEQ), 1    // foreign code was given our longjmp
        jnz gort_longjmp_from_outside
        mov r8d, esi
        mov r9, rdi
        cmp dword ptr [r9 + 80], 0
        je 1f
        mov edi, 2                      // SIG_SETMASK
        lea rsi, [r9 + 88]
        xor edx, edx
        mov r10d, 8
        mov eax, 14
        syscall
1:      movzx edi, byte ptr T(TCB_INSIGNAL)
        cmp rdi, [r9 + 96]
        jne 2f
3:      mov rdi, T(TCB_CURG)
        test rdi, rdi
        jz 5f
        mov rax, [rdi + G_DEFERS]
        or rax, [rdi + G_PANICS]
        or rax, [rdi + G_CLEANUPS]
        jz 5f
        mov r12, r9                     // functions that defer are left
        mov r13d, r8d
        mov rsi, [r9 + 64]
        mov rdx, [r9 + 48]
        and rsp, -16
        call gort_defer_cut
        mov r9, r12
        mov r8d, r13d
5:      mov rbx, [r9]
        mov rbp, [r9 + 8]
        mov r12, [r9 + 16]
        mov r13, [r9 + 24]
        mov r14, [r9 + 32]
        mov r15, [r9 + 40]
        mov rcx, [r9 + 72]
        test rcx, rcx
        jnz 4f
        mov rcx, T(TCB_M)
        mov rcx, [rcx + M_G0_TOP]
4:      mov T(TCB_MSP), rcx
        mov rcx, [r9 + 64]
        mov T(TCB_SEG), rcx
        STORE_LIMIT rcx
        mov rsp, [r9 + 48]
        mov eax, r8d
        cmp eax, 1
        adc eax, 0                      // longjmp(buf, 0) returns 1
        jmp [r9 + 56]
        // Out of a signal handler: what the handler interrupted is given up, its state is put right on the system stack.
2:      mov r12, r9
        mov r13d, r8d
        mov rdi, [r9 + 96]
        mov rsp, T(TCB_MSP)
        and rsp, -64
        call gort_leave_signal          // (depth to come down to)
        mov r9, r12
        mov r8d, r13d
        jmp 3b
END gort_longjmp
