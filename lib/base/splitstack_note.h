// Included into every object of the runtime. A static linker that finds split-stack code calling an object without this
// note rewrites the caller's prologue, so that every call of it takes the slow way through __morestack.
#ifdef __ASSEMBLER__
        .section .note.GNU-split-stack,"",@progbits
        .section .note.GNU-stack,"",@progbits
        .text
#else
__asm__(".pushsection .note.GNU-split-stack,\"\",@progbits\n.popsection");
#endif
