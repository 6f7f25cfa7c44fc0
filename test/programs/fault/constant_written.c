// Constants lie in memory that cannot be written: SIGSEGV with code 2.
// native: no (a message of the runtime)
// want stderr~: \Aunexpected fault address 0x[0-9a-f]+\nfatal error: fault\n\[signal SIGSEGV: segmentation violation code=0x2 addr=0x[0-9a-f]+ pc=0x[0-9a-f]+\]\n
// want exit: 2
static const int constant[4] = {1, 2, 3, 4};
static int* volatile p = (int*)constant;

int main(void) {
  p[2] = 5;
  return constant[1];
}
