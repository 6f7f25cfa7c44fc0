// Offsets that assembly and C++ share; tcb.h and runtime2.h assert them.
#pragma once
// struct tcb
#define TCB_SEG 0
#define TCB_MSP 8
#define TCB_FSEQ 16
#define TCB_EVENTS 24
#define TCB_PREEMPT 24
#define TCB_STEAL 25
#define TCB_INSIGNAL 26
#define TCB_CURG 32
#define TCB_M 40
#define TCB_GSP 48
#define TCB_XFREE 56
#define TCB_M0SP 64
#define TCB_ERRNO_OFF 72
#define TCB_RBP 80
// struct g
#define G_SP 0
#define G_SEG 8
#define G_ERRNO 16
#define G_DEFERS 24
#define G_PANICS 32
#define G_CLEANUPS 40
#define G_CANCEL 48
// bits of g.cancel: pthread_setcanceltype, pthread_setcancelstate, pthread_cancel; the thread is ending already
#define CANCEL_ASYNC 1
#define CANCEL_DISABLED 2
#define CANCEL_ASKED 4
#define CANCEL_ENDING 8
#define CANCEL_NOW 5
// struct m
#define M_G0_TOP 0
// struct segment
#define SEG_PREV 0
#define SEG_NEXT 8
#define SEG_LO 16
#define SEG_HI 24
#define SEG_LIMIT 32
#define SEG_USABLE 40
// struct panic (lang/panic.h)
#define PANIC_TYPE 0
#define PANIC_DATA 8
#define PANIC_WRAPPER 24
#define PANIC_RECOVERED 32
#define PANIC_GOEXIT 33
// struct defer_frame (lang/defer.h)
#define FRAME_RBX 0
#define FRAME_RBP 8
#define FRAME_R12 16
#define FRAME_R13 24
#define FRAME_R14 32
#define FRAME_R15 40
#define FRAME_RSP 48
#define FRAME_RIP 56
#define FRAME_SEG 64
#define FRAME_MSP 72
#define FRAME_LINK 80
#define FRAME_HEAD 88
#define FRAME_FIRST 96
// struct cleanup (lang/defer.h), and what else gort_sigsetjmp writes
#define CLEANUP_RSP 48
#define CLEANUP_LINK 88
// struct defer_record
#define RECORD_LINK 0
#define RECORD_FN 8
#define RECORD_ARG 16
// bits of a defer_ref
#define DEFER_HEAP 1
#define DEFER_C 2
// Where a function's prologue finds the stack limit: %fs:0x70, as every split-stack compiler for x86-64 Linux has it.
#define TLS_LIMIT 0x70
// State components that xsave keeps for us: x87, SSE, AVX, and the three of AVX-512.
#define XSAVE_MASK 0xe7
