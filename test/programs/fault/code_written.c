// Code cannot be written (W^X).
// native: no (a message of the runtime)
// want stderr~: \Aunexpected fault address 0x[0-9a-f]+\nfatal error: fault\n\[signal SIGSEGV: segmentation violation code=0x2 addr=0x[0-9a-f]+ pc=0x[0-9a-f]+\]\n
// want exit: 2
int main(void) {
  char* volatile p = (char*)(void*)main;
  *p = 1;
  return 0;
}
