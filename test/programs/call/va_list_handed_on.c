// A va_list is copied, handed down, kept in a structure and given to vprintf and vsnprintf.
// want stdout: copy 6 6
// want stdout: [note] 1 two 3.00
// want stdout: 17: counted 7 and 8.5
// want stdout: through a pointer: 5 6.5
// want stdout: partly: first 1, rest 9
#include <stdarg.h>
#include <stdio.h>

static int total(int n, va_list ap) {
  int s = 0;
  while (n--) s += va_arg(ap, int);
  return s;
}
__attribute__((noinline)) static void copy(int n, ...) {
  va_list a, b;
  va_start(a, n);
  va_copy(b, a);
  int x = total(n, a), y = total(n, b);
  va_end(b);
  va_end(a);
  printf("copy %d %d\n", x, y);
}
__attribute__((noinline, format(printf, 2, 3))) static void note(const char* head, const char* format, ...) {
  va_list ap;
  printf("[%s] ", head);
  va_start(ap, format);
  vprintf(format, ap);
  va_end(ap);
}
__attribute__((noinline, format(printf, 3, 4))) static int counted(char* out, size_t size, const char* format, ...) {
  va_list ap, again;
  va_start(ap, format);
  va_copy(again, ap);
  int n = vsnprintf(0, 0, format, ap);
  vsnprintf(out, size, format, again);
  va_end(again);
  va_end(ap);
  return n;
}
__attribute__((noinline)) static void sum(int* i, double* d, ...) {
  va_list ap;
  va_start(ap, d);
  *i = va_arg(ap, int);
  *d = va_arg(ap, double);
  va_end(ap);
}
__attribute__((noinline)) static int take(va_list* ap) { return va_arg(*ap, int); }
__attribute__((noinline)) static void partly(int n, ...) {
  va_list ap;
  va_start(ap, n);
  int first = take(&ap), rest = 0;
  while (--n) rest += va_arg(ap, int);
  va_end(ap);
  printf("partly: first %d, rest %d\n", first, rest);
}

int main(void) {
  copy(3, 1, 2, 3);
  note("note", "%d %s %.2f\n", 1, "two", 3.0);
  char text[100];
  int n = counted(text, sizeof text, "counted %d and %g", 7, 8.5);
  printf("%d: %s\n", n, text);
  void (*volatile pointer)(int*, double*, ...) = sum;
  int i;
  double d;
  pointer(&i, &d, 5, 6.5);
  printf("through a pointer: %d %g\n", i, d);
  partly(4, 1, 2, 3, 4);
}
