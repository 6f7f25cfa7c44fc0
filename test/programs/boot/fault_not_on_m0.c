// Injected fault: main is started on another thread than the first. The boot sees it (BOOT row 7).
// native: no (the runtime's boot)
// run: GODEBUG=fault=1
// want stderr~: \Afatal error: runtime\.main not on m0\n
// want exit: 2
int main(void) { return 0; }
