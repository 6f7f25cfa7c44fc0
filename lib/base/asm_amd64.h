// clang-format off: assembly
// What every assembly file of the runtime begins with.
#include "base/tcb_offsets.h"
        .intel_syntax noprefix
#define T(offset) fs:[gort_tcb@tpoff + offset]
#define LIMIT fs:[TLS_LIMIT]
// A poisoned limit is above every address, by a signed compare too: LLVM's check of a dynamic alloca makes one. Its highest
// byte, which no address has, is all that is stored and looked at.
#define LIMIT_TOP fs:[TLS_LIMIT + 7]
#define POISON_TOP 0x7f
.macro POISON_LIMIT
        mov byte ptr LIMIT_TOP, POISON_TOP
.endm

.macro FUNC name
        .text
        .p2align 4
        .globl \name
        .type \name, @function
\name:
        .cfi_startproc
.endm
.macro END name
        .cfi_endproc
        .size \name, .-\name
.endm

// Saves the extended state into the buffer that \reg points to; clobbers eax and edx. Machines without xsavec have xsave.
.macro XSAVE reg
        mov eax, XSAVE_MASK
        xor edx, edx
        cmp byte ptr [rip + gort_have_xsavec], 0
        je 77f
        xsavec [\reg]
        jmp 78f
77:     xsave [\reg]
78:
.endm
.macro XRSTOR reg
        mov eax, XSAVE_MASK
        xor edx, edx
        xrstor [\reg]
.endm
// A fresh buffer needs a zeroed header; clobbers eax.
.macro XCLEAR reg
        xor eax, eax
        .irp off, 512, 520, 528, 536, 544, 552, 560, 568
        mov [\reg + \off], rax
        .endr
.endm
// Stores the limit of the segment in \seg, then looks at the sticky flag: whoever asks for preemption sets the flag first,
// so one of the two sees the other. Clobbers \seg.
.macro STORE_LIMIT seg
        mov \seg, [\seg + SEG_LIMIT]
        mov LIMIT, \seg
        cmp byte ptr T(TCB_PREEMPT), 0
        je 79f
        POISON_LIMIT
79:
.endm
