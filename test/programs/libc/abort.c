// abort ends the process by SIGABRT, as in C.
// want exit: 134
// want stderr~:
#include <stdlib.h>

int main(void) { abort(); }
