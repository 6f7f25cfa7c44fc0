// lib/cgo/notifications_amd64.S: the functions that stand for a program's notify functions (notifications.cpp).
#include "base/asm_amd64.h"
#include "cgo/notifications.h"

// Each entry: gort_notified(value, number).
FUNC gort_notify_entries
        .set number, 0
        .rept NOTIFY_ENTRIES
        .balign NOTIFY_ENTRY_SIZE
        mov esi, offset number
        jmp gort_notified
        .set number, number + 1
        .endr
        .balign NOTIFY_ENTRY_SIZE
END gort_notify_entries
