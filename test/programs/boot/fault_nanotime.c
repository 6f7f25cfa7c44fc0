// Injected fault: the clock reads zero. The boot sees it (BOOT row 9).
// native: no (the runtime's boot)
// run: GODEBUG=fault=2
// want stderr~: \Afatal error: nanotime returning zero\n
// want exit: 2
int main(void) { return 0; }
