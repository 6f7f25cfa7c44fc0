// lib/lang/error_types_amd64.S: type descriptors of the run-time errors (error.h), laid out as base/type.h says.
//
// A program that recovers such a value finds Error and RuntimeError through its own interface tables, as it
// does with types of its own. Source: Go 1.26's runtime/error.go.

#include "lang/type_amd64.h"

// The record of methods that follows the descriptor: Error() string and RuntimeError().
.macro ERROR_METHODS label, error
67:     .long package - \label
        .short 2, 2
        .long 68f - 67b, 0
68:     .long error_name - \label, gort_type_func_string - \label, \error - \label, \error - \label
        .long runtime_error_name - \label, gort_type_func - \label, gort_runtime_error - \label, gort_runtime_error - \label
.endm

        .section .rodata, "a"
NAME package, 0, "runtime"
NAME error_name, EXPORTED, "Error"
NAME runtime_error_name, EXPORTED, "RuntimeError"
NAME plain_error_name, 0, "*runtime.plainError"
NAME error_string_name, 0, "*runtime.errorString"
NAME bounds_error_name, 0, "*runtime.boundsError"
NAME type_assertion_error_name, EXPORTED, "*runtime.TypeAssertionError"
NAME panic_nil_error_name, EXPORTED, "*runtime.PanicNilError"
NAME addr_name, EXPORTED, "Addr"
NAME func_uintptr_name, EXPORTED, "*func() uintptr"
NAME error_address_name, 0, "*runtime.errorAddressString"
mask_1: .byte 1
mask_15: .byte 15                       // three pointers and a string's

        .section .data.rel.ro, "aw"
        .p2align 3
equal_bounds_errors: .quad gort_equal_bounds_errors
equal_error_addresses: .quad gort_equal_error_addresses

TYPE gort_type_plain_error, 16, 8, 0x9c1a7e01, NAMED | UNCOMMON | EXTRA_STAR, 8, KIND_STRING, runtime_strequal_f, mask_1, plain_error_name
        ERROR_METHODS gort_type_plain_error, gort_plain_error_text
TYPE gort_type_error_string, 16, 8, 0x9c1a7e02, NAMED | UNCOMMON | EXTRA_STAR, 8, KIND_STRING, runtime_strequal_f, mask_1, error_string_name
        ERROR_METHODS gort_type_error_string, gort_error_string_text
// Structs are opaque: their fields are not described.
TYPE gort_type_bounds_error, 24, 0, 0x9c1a7e03, NAMED | UNCOMMON | EXTRA_STAR, 8, KIND_STRUCT, equal_bounds_errors, 0, bounds_error_name
        .quad package, 0, 0, 0
        ERROR_METHODS gort_type_bounds_error, gort_bounds_error_text

TYPE type_assertion_error, 40, 32, 0x9c1a7e04, NAMED | EXTRA_STAR, 8, KIND_STRUCT, 0, mask_15, type_assertion_error_name
        .quad package, 0, 0, 0
TYPE gort_type_type_assertion_error, 8, 8, 0x9c1a7e05, UNCOMMON | DIRECT | REGULAR, 8, KIND_POINTER, runtime_memequal64_f, mask_1, type_assertion_error_name
        .quad type_assertion_error
        ERROR_METHODS gort_type_type_assertion_error, gort_type_assertion_error_text

TYPE panic_nil_error, 0, 0, 0x9c1a7e06, NAMED | EXTRA_STAR, 8, KIND_STRUCT, 0, 0, panic_nil_error_name
        .quad package, 0, 0, 0
TYPE gort_type_panic_nil_error, 8, 8, 0x9c1a7e07, UNCOMMON | DIRECT | REGULAR, 8, KIND_POINTER, runtime_memequal64_f, mask_1, panic_nil_error_name
        .quad panic_nil_error
        ERROR_METHODS gort_type_panic_nil_error, gort_panic_nil_error_text

TYPE func_uintptr, 8, 8, 0x9c1a7e08, EXTRA_STAR | DIRECT, 8, KIND_FUNC, 0, mask_1, func_uintptr_name
        .short 0, 1
        .long 0
        .quad gort_type_uintptr
TYPE gort_type_error_address, 24, 8, 0x9c1a7e09, NAMED | UNCOMMON | EXTRA_STAR, 8, KIND_STRUCT, equal_error_addresses, mask_1, error_address_name
        .quad package, 0, 0, 0
67:     .long package - gort_type_error_address
        .short 3, 3
        .long 68f - 67b, 0
68:     .long addr_name - gort_type_error_address, func_uintptr - gort_type_error_address
        .long gort_error_address_addr - gort_type_error_address, gort_error_address_addr - gort_type_error_address
        .long error_name - gort_type_error_address, gort_type_func_string - gort_type_error_address
        .long gort_error_address_text - gort_type_error_address, gort_error_address_text - gort_type_error_address
        .long runtime_error_name - gort_type_error_address, gort_type_func - gort_type_error_address
        .long gort_runtime_error - gort_type_error_address, gort_runtime_error - gort_type_error_address
