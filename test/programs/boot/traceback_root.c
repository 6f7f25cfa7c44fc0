// At GOTRACEBACK=system goroutine 1's traceback ends in runtime_main, which no one created (BOOT row 1).
// native: no (a traceback)
// run: GOTRACEBACK=system
// want stderr~: ^fatal error: look$
// want stderr~: ^goroutine 1 .*\[running.*\]:$
// want stderr~: ^main\(.*\)$
// want stderr~: ^runtime[._]main\(.*\)$
// want no stderr~: created by .* in goroutine 0
// want exit: 2
#include <gort/gort.h>

int main(void) { gort_throw("look"); }
