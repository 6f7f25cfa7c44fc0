int lib_deep(int n) {
  volatile char frame[1000];
  frame[n % 1000] = 1;
  return lib_deep(n + 1) + frame[n % 1000];
}
