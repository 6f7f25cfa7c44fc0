// Integer division by zero, and a remainder: Go's panic.
// native: no (a message of the runtime)
// run:
// want stderr~: \Apanic: runtime error: integer divide by zero\n
// want stderr~: ^goroutine 1 \[running\]:$
// want stderr~: ^main\(.*\)$
// want exit: 2
// run: -- remainder
// want stderr~: \Apanic: runtime error: integer divide by zero\n
// want exit: 2
static volatile long zero;

int main(int argc, char** argv) { return (int)(argc > 1 ? argc % zero : argc / zero); }
