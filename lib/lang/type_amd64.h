// clang-format off: assembly
// lib/lang/type_amd64.h: type descriptors (base/type.h) in assembly: names, types and methods are 32-bit distances from the
// descriptor, which C++ cannot write down as constants.
        .set NAMED, 4
        .set UNCOMMON, 1
        .set EXTRA_STAR, 2
        .set REGULAR, 8
        .set DIRECT, 32
        .set KIND_BOOL, 1
        .set KIND_INT, 2
        .set KIND_INT8, 3
        .set KIND_INT16, 4
        .set KIND_INT32, 5
        .set KIND_INT64, 6
        .set KIND_UINT, 7
        .set KIND_UINT8, 8
        .set KIND_UINT16, 9
        .set KIND_UINT32, 10
        .set KIND_UINT64, 11
        .set KIND_UINTPTR, 12
        .set KIND_FLOAT32, 13
        .set KIND_FLOAT64, 14
        .set KIND_COMPLEX64, 15
        .set KIND_COMPLEX128, 16
        .set KIND_ARRAY, 17
        .set KIND_FUNC, 19
        .set KIND_INTERFACE, 20
        .set KIND_POINTER, 22
        .set KIND_STRING, 24
        .set KIND_STRUCT, 25
        .set KIND_UNSAFE_POINTER, 26
        .set EXPORTED, 1

// A name: flags, length, bytes. Names are shorter than 128 bytes here, so that the length is one byte.
.macro NAME label, flags, text
        .pushsection .rodata, "a"
\label: .byte \flags, 66f - 65f
65:     .ascii "\text"
66:     .popsection
.endm

// The record behind a named type without methods.
.macro NO_METHODS label
        .long package - \label
        .short 0, 0
        .long 16, 0
.endm

.macro TYPE label, size, ptrbytes, hash, flags, align, kind, equal, mask, name, to_this=0
        .p2align 4
        .globl \label
        .type \label, @object
\label: .quad \size, \ptrbytes
        .long \hash
        .byte \flags, \align, \align, \kind
        .quad \equal, \mask
        .long \name - \label, \to_this
.endm
