// lib/cgo/notifications_amd64.S: the functions that stand for a program's notify functions (notifications.cpp).
#include "base/asm_amd64.h"

// 128 entries of 16 bytes: gort_notified(value, number).
FUNC gort_notify_entries
        .set number, 0
        .rept 128
        .balign 16
        mov esi, offset number
        jmp gort_notified
        .set number, number + 1
        .endr
        .balign 16
END gort_notify_entries
