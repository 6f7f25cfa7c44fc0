// A wild pointer that is not near zero: Go's other text.
// sanitized: ASan (the address is ThreadSanitizer's)
// native: no (a message of the runtime)
// want stderr~: \Aunexpected fault address 0x123456789000\nfatal error: fault\n\[signal SIGSEGV: segmentation violation code=0x1 addr=0x123456789000 pc=0x[0-9a-f]+\]\n\ngoroutine 1
// want stderr~: ^main\(.*\)$
// want exit: 2
static int* volatile wild = (int*)0x123456789000;

int main(void) { return *wild; }
