// __builtin_trap is an illegal instruction: a fatal signal, with Go's texts.
// native: no (a message of the runtime)
// want stderr~: \ASIGILL: illegal instruction\nPC=0x[0-9a-f]+ m=\d+ sigcode=2
// want stderr~: ^goroutine 1 .*:$
// want stderr~: ^main\(.*\)$
// want exit: 2
int main(void) { __builtin_trap(); }
