// lib/lang/types_amd64.S: descriptors of the predeclared types and of the pointers to them, which modules reach as
// runtime_type_int, runtime_type_ptr_int, ...
//
// A type is its descriptor's address: a module that mixed its own descriptor of int with this one would have two ints. Hashes
// are Go 1.26's.
#include "lang/type_amd64.h"

// A type and the pointer to it; they share the name "*text".
.macro BASIC ident, text, size, ptrbytes, hash, flags, align, kind, equal, mask, ptr_hash
NAME \ident\()_name, EXPORTED, "*\text"
TYPE gort_type_\ident, \size, \ptrbytes, \hash, NAMED | EXTRA_STAR | \flags, \align, \kind, runtime_\equal\()_f, \mask, \ident\()_name, gort_type_ptr_\ident - gort_type_\ident
POINTER \ident, \ptr_hash
.endm

.macro POINTER ident, hash
TYPE gort_type_ptr_\ident, 8, 8, \hash, REGULAR | DIRECT, 8, KIND_POINTER, runtime_memequal64_f, mask_1, \ident\()_name
        .quad gort_type_\ident
.endm

        .section .rodata, "a"
mask_1: .byte 1
mask_3: .byte 3

        .section .data.rel.ro, "aw"
BASIC bool, "bool", 1, 0, 0x4ff46048, REGULAR, 1, KIND_BOOL, memequal8, 0, 0x329f0ce
BASIC int, "int", 8, 0, 0x348ca892, REGULAR, 8, KIND_INT, memequal64, 0, 0x45a7a267
BASIC int8, "int8", 1, 0, 0xbc251534, REGULAR, 1, KIND_INT8, memequal8, 0, 0x299ce57c
BASIC int16, "int16", 2, 0, 0xc1dcf8d4, REGULAR, 2, KIND_INT16, memequal16, 0, 0x3cdcf10b
BASIC int32, "int32", 4, 0, 0x9412c3fa, REGULAR, 4, KIND_INT32, memequal32, 0, 0x9d21c73d
BASIC int64, "int64", 8, 0, 0x66292243, REGULAR, 8, KIND_INT64, memequal64, 0, 0xd18b2b2b
BASIC uint, "uint", 8, 0, 0x9b02f23c, REGULAR, 8, KIND_UINT, memequal64, 0, 0x91871623
BASIC uint8, "uint8", 1, 0, 0x6a8c7679, REGULAR, 1, KIND_UINT8, memequal8, 0, 0xc4af2e0
BASIC uint16, "uint16", 2, 0, 0x269cd793, REGULAR, 2, KIND_UINT16, memequal16, 0, 0x776318f8
BASIC uint32, "uint32", 4, 0, 0x16d806e3, REGULAR, 4, KIND_UINT32, memequal32, 0, 0xcc7581c0
BASIC uint64, "uint64", 8, 0, 0x703ad2db, REGULAR, 8, KIND_UINT64, memequal64, 0, 0xb6e9cd78
BASIC uintptr, "uintptr", 8, 0, 0xad8d075c, REGULAR, 8, KIND_UINTPTR, memequal64, 0, 0x706905cd
BASIC float32, "float32", 4, 0, 0x727d9395, 0, 4, KIND_FLOAT32, f32equal, 0, 0xbf8d38d5
BASIC float64, "float64", 8, 0, 0x6ca6d294, 0, 8, KIND_FLOAT64, f64equal, 0, 0x92bb725d
BASIC complex64, "complex64", 8, 0, 0x3e101ca2, 0, 4, KIND_COMPLEX64, c64equal, 0, 0xaef52e4d
BASIC complex128, "complex128", 16, 0, 0x89770d0c, 0, 8, KIND_COMPLEX128, c128equal, 0, 0x85032e72
BASIC string, "string", 16, 8, 0xf88732b8, 0, 8, KIND_STRING, strequal, mask_1, 0x1b8089c1
BASIC unsafe_pointer, "unsafe.Pointer", 8, 8, 0x5a6d546, REGULAR | DIRECT, 8, KIND_UNSAFE_POINTER, memequal64, mask_1, 0xce53c215

// interface {}
NAME any_name, EXPORTED, "*interface {}"
TYPE gort_type_any, 16, 16, 0xf0f68539, EXTRA_STAR, 8, KIND_INTERFACE, runtime_nilinterequal_f, mask_3, any_name, gort_type_ptr_any - gort_type_any
        .quad 0, any_methods, 0, 0
any_methods:
POINTER any, 0x7007033b

// error: one method, Error() string.
NAME error_name, EXPORTED, "*error"
NAME error_method_name, EXPORTED, "Error"
TYPE gort_type_error, 16, 16, 0xcffc0035, NAMED | EXTRA_STAR, 8, KIND_INTERFACE, runtime_interequal_f, mask_3, error_name, gort_type_ptr_error - gort_type_error
        .quad 0, error_methods, 1, 1
error_methods:
        .long error_method_name - gort_type_error, gort_type_func_string - gort_type_error
POINTER error, 0xdc504e6a

// What methods of errors are: functions without parameters, one with a string as its result.
NAME func_string_name, EXPORTED, "*func() string"
TYPE gort_type_func_string, 8, 8, 0x63551f01, EXTRA_STAR | DIRECT, 8, KIND_FUNC, 0, mask_1, func_string_name
        .short 0, 1
        .long 0
        .quad gort_type_string
NAME func_name, EXPORTED, "*func()"
TYPE gort_type_func, 8, 8, 0x7f4605fe, EXTRA_STAR | DIRECT, 8, KIND_FUNC, 0, mask_1, func_name
        .short 0, 0
        .long 0
