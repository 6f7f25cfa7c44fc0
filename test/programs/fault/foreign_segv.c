// A segmentation fault inside a foreign function: Go's text for cgo, the goroutine in [syscall], exit 2.
// native: no (a message of the runtime)
// want stderr~: \ASIGSEGV: segmentation violation\nPC=0x[0-9a-f]+ m=\d+ sigcode=1 addr=0x0\nsignal arrived during cgo execution\n
// want stderr~: ^goroutine 1 .*\[syscall\]:$
// want stderr~: ^main\(.*\)$
// want stderr~: ^rip    0x
// want exit: 2
#include <stdlib.h>

static const char* volatile null;

int main(void) { return (int)strtol(null, 0, 10) + 1; }
