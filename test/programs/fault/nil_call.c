// Calling through a null function pointer is a nil dereference as well.
// native: no (a message of the runtime)
// want stderr~: \Apanic: runtime error: invalid memory address or nil pointer dereference\n\[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x[0-9a-f]+\]\n
// want stderr~: ^main\(.*\)$
// want exit: 2
static int (*volatile f)(int);

int main(void) { return f(1) + 1; }
