// Reading through a null pointer: Go's panic, the address, the goroutine's traceback with file and line.
// native: no (a message of the runtime)
// cflags: -g
// want stderr~: \Apanic: runtime error: invalid memory address or nil pointer dereference\n\[signal SIGSEGV: segmentation violation code=0x1 addr=0x8 pc=0x[0-9a-f]+\]\n\ngoroutine 1 \[running\]:\n
// want stderr~: ^inner\(.*\)\n\t\S*nil_read\.c:13\b
// want stderr~: ^main\(.*\)\n\t\S*nil_read\.c:15\b
// want exit: 2
struct list {
  struct list* next;
  int value;
};
static struct list* volatile head;
__attribute__((noinline)) static int inner(void) { return head->value; }

int main(void) { return inner() + 1; }
