// lib/lang/error_types_amd64.S: type descriptors of the run-time errors (error.h), laid out as base/type.h says.
//
// A program that recovers such a value finds Error and RuntimeError through its own interface tables, as it
// does with types of its own. Source: Go 1.26's runtime/error.go; hashes are its, too.

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
NAME field_x, 0, "x"
NAME field_y, 0, "y"
NAME field_signed, 0, "signed"
NAME field_code, 0, "code"
NAME field_interface, 0, "_interface"
NAME field_concrete, 0, "concrete"
NAME field_asserted, 0, "asserted"
NAME field_missing_method, 0, "missingMethod"
NAME field_blank, 0, "_"
NAME field_msg, 0, "msg"
NAME field_addr, 0, "addr"
NAME no_panic_nil_errors_name, 0, "*[0]*runtime.PanicNilError"
NAME error_address_name, 0, "*runtime.errorAddressString"
mask_1: .byte 1
mask_15: .byte 15                       // three pointers and a string's

        .section .data.rel.ro, "aw"
        .p2align 3
equal_bounds_errors: .quad gort_equal_bounds_errors
equal_error_addresses: .quad gort_equal_error_addresses
equal_type_assertion_errors:
        .quad runtime_typeequal, type_assertion_error

TYPE gort_type_plain_error, 16, 8, 0x77971d7b, NAMED | UNCOMMON | EXTRA_STAR, 8, KIND_STRING, runtime_strequal_f, mask_1, plain_error_name
        ERROR_METHODS gort_type_plain_error, gort_plain_error_text
TYPE gort_type_error_string, 16, 8, 0xbce91703, NAMED | UNCOMMON | EXTRA_STAR, 8, KIND_STRING, runtime_strequal_f, mask_1, error_string_name
        ERROR_METHODS gort_type_error_string, gort_error_string_text
TYPE gort_type_bounds_error, 24, 0, 0xd45b20e6, NAMED | UNCOMMON | EXTRA_STAR, 8, KIND_STRUCT, equal_bounds_errors, 0, bounds_error_name
        .quad package, bounds_error_fields, 4, 4
        ERROR_METHODS gort_type_bounds_error, gort_bounds_error_text
        .p2align 3
bounds_error_fields:
        .quad field_x, gort_type_int64, 0
        .quad field_y, gort_type_int, 8
        .quad field_signed, gort_type_bool, 16
        .quad field_code, gort_type_abi_bounds_code, 17

TYPE type_assertion_error, 40, 32, 0xef7592d1, NAMED | UNCOMMON | EXTRA_STAR, 8, KIND_STRUCT, equal_type_assertion_errors, mask_15, type_assertion_error_name, gort_type_type_assertion_error - type_assertion_error
        .quad package, type_assertion_error_fields, 4, 4
        NO_METHODS type_assertion_error
type_assertion_error_fields:
        .quad field_interface, gort_type_ptr_abi_type, 0
        .quad field_concrete, gort_type_ptr_abi_type, 8
        .quad field_asserted, gort_type_ptr_abi_type, 16
        .quad field_missing_method, gort_type_string, 24
TYPE gort_type_type_assertion_error, 8, 8, 0xf41b8d74, UNCOMMON | DIRECT | REGULAR, 8, KIND_POINTER, runtime_memequal64_f, mask_1, type_assertion_error_name
        .quad type_assertion_error
        ERROR_METHODS gort_type_type_assertion_error, gort_type_assertion_error_text

TYPE panic_nil_error, 0, 0, 0xbfc7561e, NAMED | UNCOMMON | EXTRA_STAR, 8, KIND_STRUCT, runtime_memequal0_f, 0, panic_nil_error_name, gort_type_panic_nil_error - panic_nil_error
        .quad package, panic_nil_error_fields, 1, 1
        NO_METHODS panic_nil_error
panic_nil_error_fields:
        .quad field_blank, no_panic_nil_errors, 0
// Its slice type is for reflection that slices it, which a field called _ does not allow.
TYPE no_panic_nil_errors, 0, 0, 0x6972310b, REGULAR | EXTRA_STAR, 8, KIND_ARRAY, runtime_memequal0_f, 0, no_panic_nil_errors_name
        .quad gort_type_panic_nil_error, 0, 0
TYPE gort_type_panic_nil_error, 8, 8, 0x175c6868, UNCOMMON | DIRECT | REGULAR, 8, KIND_POINTER, runtime_memequal64_f, mask_1, panic_nil_error_name
        .quad panic_nil_error
        ERROR_METHODS gort_type_panic_nil_error, gort_panic_nil_error_text

TYPE func_uintptr, 8, 8, 0x221ae4fc, EXTRA_STAR | DIRECT, 8, KIND_FUNC, 0, mask_1, func_uintptr_name
        .short 0, 1
        .long 0
        .quad gort_type_uintptr
TYPE gort_type_error_address, 24, 8, 0x87575f12, NAMED | UNCOMMON | EXTRA_STAR, 8, KIND_STRUCT, equal_error_addresses, mask_1, error_address_name
        .quad package, error_address_fields, 2, 2
67:     .long package - gort_type_error_address
        .short 3, 3
        .long 68f - 67b, 0
68:     .long addr_name - gort_type_error_address, func_uintptr - gort_type_error_address
        .long gort_error_address_addr - gort_type_error_address, gort_error_address_addr - gort_type_error_address
        .long error_name - gort_type_error_address, gort_type_func_string - gort_type_error_address
        .long gort_error_address_text - gort_type_error_address, gort_error_address_text - gort_type_error_address
        .long runtime_error_name - gort_type_error_address, gort_type_func - gort_type_error_address
        .long gort_runtime_error - gort_type_error_address, gort_runtime_error - gort_type_error_address
        .p2align 3
error_address_fields:
        .quad field_msg, gort_type_string, 0
        .quad field_addr, gort_type_uintptr, 16
