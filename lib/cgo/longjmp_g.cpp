// lib/cgo/longjmp_g.cpp: longjmp by foreign code to a jmp_buf of the module's.
//
// A function with a stack check: called on the system stack it arrives as a callback does, and what jumps is the
// goroutine, from its own stack.
extern "C" [[noreturn]] void gort_longjmp(void* env, int value);

extern "C" void gort_longjmp_from_outside(void* env, int value) {
  char frame[16];
  __asm__ volatile("" : : "r"(frame) : "memory");  // no check without a frame
  gort_longjmp(env, value);
}
