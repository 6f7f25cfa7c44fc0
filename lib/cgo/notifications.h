// lib/cgo/notifications.h: the entries that stand for notify functions, for notifications.cpp and its assembly.
#pragma once

#define NOTIFY_ENTRIES 128
#define NOTIFY_ENTRY_SIZE 16
