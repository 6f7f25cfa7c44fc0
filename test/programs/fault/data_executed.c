// Data cannot be executed.
// native: no (a message of the runtime)
// want stderr~: \Aunexpected fault address 0x[0-9a-f]+\nfatal error: fault\n\[signal SIGSEGV: segmentation violation code=0x2 addr=0x[0-9a-f]+ pc=0x[0-9a-f]+\]\n
// want exit: 2
static char code[1] = {(char)0xc3};

int main(void) {
  void (*volatile f)(void) = (void (*)(void))(void*)code;
  f();
  return 0;
}
