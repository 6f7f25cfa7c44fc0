// lib/lang/type_types_amd64.S: a type descriptor (base/type.h) as a value: the descriptors of abi.Type and of what it is
// made of, for reflection on run-time errors that hold types (error_types_amd64.S). Without the methods that Go's have.
// Hashes are Go 1.26's.

#include "lang/type_amd64.h"

        .section .rodata, "a"
NAME package, 0, "internal/abi"
NAME type_name, EXPORTED, "*abi.Type"
NAME tflag_name, EXPORTED, "*abi.TFlag"
NAME kind_name, EXPORTED, "*abi.Kind"
NAME name_off_name, EXPORTED, "*abi.NameOff"
NAME type_off_name, EXPORTED, "*abi.TypeOff"
NAME bounds_code_name, EXPORTED, "*abi.BoundsErrorCode"
NAME equal_name, EXPORTED, "*func(unsafe.Pointer, unsafe.Pointer) bool"
NAME field_size, EXPORTED, "Size_"
NAME field_ptrbytes, EXPORTED, "PtrBytes"
NAME field_hash, EXPORTED, "Hash"
NAME field_tflag, EXPORTED, "TFlag"
NAME field_align, EXPORTED, "Align_"
NAME field_fieldalign, EXPORTED, "FieldAlign_"
NAME field_kind, EXPORTED, "Kind_"
NAME field_equal, EXPORTED, "Equal"
NAME field_gcdata, EXPORTED, "GCData"
NAME field_str, EXPORTED, "Str"
NAME field_ptrtothis, EXPORTED, "PtrToThis"
mask_1: .byte 1
mask_equal_gcdata: .byte 0x18

// A named number.
.macro NUMBER ident, size, hash, kind, equal
TYPE gort_type_abi_\ident, \size, 0, \hash, NAMED | UNCOMMON | EXTRA_STAR | REGULAR, \size, \kind, \equal, 0, \ident\()_name
        NO_METHODS gort_type_abi_\ident
.endm

        .section .data.rel.ro, "aw"
NUMBER tflag, 1, 0x6027277e, KIND_UINT8, runtime_memequal8_f
NUMBER kind, 1, 0x4b8f285a, KIND_UINT8, runtime_memequal8_f
NUMBER bounds_code, 1, 0x6aaf061c, KIND_UINT8, runtime_memequal8_f
NUMBER name_off, 4, 0xc7859040, KIND_INT32, runtime_memequal32_f
NUMBER type_off, 4, 0xa42fa065, KIND_INT32, runtime_memequal32_f

TYPE equal, 8, 8, 0x2a6d70d7, EXTRA_STAR | DIRECT, 8, KIND_FUNC, 0, mask_1, equal_name
        .short 2, 1
        .long 0
        .quad gort_type_unsafe_pointer, gort_type_unsafe_pointer, gort_type_bool

TYPE gort_type_abi_type, 48, 40, 0x29d436c2, NAMED | UNCOMMON | EXTRA_STAR, 8, KIND_STRUCT, 0, mask_equal_gcdata, type_name, gort_type_ptr_abi_type - gort_type_abi_type
        .quad package, type_fields, 11, 11
        NO_METHODS gort_type_abi_type
type_fields:
        .quad field_size, gort_type_uintptr, 0
        .quad field_ptrbytes, gort_type_uintptr, 8
        .quad field_hash, gort_type_uint32, 16
        .quad field_tflag, gort_type_abi_tflag, 20
        .quad field_align, gort_type_uint8, 21
        .quad field_fieldalign, gort_type_uint8, 22
        .quad field_kind, gort_type_abi_kind, 23
        .quad field_equal, equal, 24
        .quad field_gcdata, gort_type_ptr_uint8, 32
        .quad field_str, gort_type_abi_name_off, 40
        .quad field_ptrtothis, gort_type_abi_type_off, 44
TYPE gort_type_ptr_abi_type, 8, 8, 0xcd9bcc3c, REGULAR | DIRECT, 8, KIND_POINTER, runtime_memequal64_f, mask_1, type_name
        .quad gort_type_abi_type
