// A failed assert says where and aborts.
// want exit: 134
// want stderr~: assert\.c:7: int main\(void\): Assertion `1 \+ 1 == 3' failed\.
#undef NDEBUG
#include <assert.h>

int main(void) { assert(1 + 1 == 3); }
