// lib/cgo/csignal_amd64.S: calling a signal handler on another stack.
#include "base/asm_amd64.h"

// void gort_call_on(stack, fn, signal, info, context): fn(signal, info, context) with rsp = stack.
FUNC gort_call_on
        push rbp
        .cfi_def_cfa_offset 16
        .cfi_offset rbp, -16
        mov rbp, rsp
        .cfi_def_cfa_register rbp
        mov rsp, rdi
        and rsp, -64
        mov r11, rsi
        mov edi, edx
        mov rsi, rcx
        mov rdx, r8
        call r11
        leave
        .cfi_def_cfa rsp, 8
        ret
END gort_call_on
