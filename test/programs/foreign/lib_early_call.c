// A natively compiled library whose constructor calls the program: library_early_call.c.
int host_add(int a, int b);
static int early;
__attribute__((constructor)) static void start(void) { early = host_add(1, 2); }
int early_sum(void) { return early; }
