// Run-time errors are values of structs whose fields, names, sizes and hashes are what Go 1.26's reflection shows.
// want stdout: runtime.boundsError kind 25 size 24 pointers 0 align 8 pkg "runtime" comparable true
// want stdout:   x int64 at 0 pkg "runtime"
// want stdout:   y int at 8 pkg "runtime"
// want stdout:   signed bool at 16 pkg "runtime"
// want stdout:   code abi.BoundsErrorCode at 17 pkg "runtime"
// want stdout: abi.BoundsErrorCode kind 8 size 1 pointers 0 align 1 pkg "internal/abi" comparable true
// want stdout: runtime.plainError kind 24 size 16 pointers 8 align 8 pkg "runtime" comparable true
// want stdout: runtime.errorString kind 24 size 16 pointers 8 align 8 pkg "runtime" comparable true
// want stdout: *runtime.TypeAssertionError kind 22 size 8 pointers 8 align 8 pkg "" comparable true
// want stdout: runtime.TypeAssertionError kind 25 size 40 pointers 32 align 8 pkg "runtime" comparable true
// want stdout:   _interface *abi.Type at 0 pkg "runtime"
// want stdout:   concrete *abi.Type at 8 pkg "runtime"
// want stdout:   asserted *abi.Type at 16 pkg "runtime"
// want stdout:   missingMethod string at 24 pkg "runtime"
// want stdout: *abi.Type kind 22 size 8 pointers 8 align 8 pkg "" comparable true
// want stdout: abi.Type kind 25 size 48 pointers 40 align 8 pkg "internal/abi" comparable false
// want stdout:   Size_ uintptr at 0 pkg ""
// want stdout:   PtrBytes uintptr at 8 pkg ""
// want stdout:   Hash uint32 at 16 pkg ""
// want stdout:   TFlag abi.TFlag at 20 pkg ""
// want stdout:   Align_ uint8 at 21 pkg ""
// want stdout:   FieldAlign_ uint8 at 22 pkg ""
// want stdout:   Kind_ abi.Kind at 23 pkg ""
// want stdout:   Equal func(unsafe.Pointer, unsafe.Pointer) bool at 24 pkg ""
// want stdout:   GCData *uint8 at 32 pkg ""
// want stdout:   Str abi.NameOff at 40 pkg ""
// want stdout:   PtrToThis abi.TypeOff at 44 pkg ""
// want stdout: abi.TFlag kind 8 size 1 pointers 0 align 1 pkg "internal/abi" comparable true
// want stdout: abi.Kind kind 8 size 1 pointers 0 align 1 pkg "internal/abi" comparable true
// want stdout: func(unsafe.Pointer, unsafe.Pointer) bool kind 19 size 8 pointers 8 align 8 pkg "" comparable false
// want stdout: *uint8 kind 22 size 8 pointers 8 align 8 pkg "" comparable true
// want stdout: abi.NameOff kind 5 size 4 pointers 0 align 4 pkg "internal/abi" comparable true
// want stdout: abi.TypeOff kind 5 size 4 pointers 0 align 4 pkg "internal/abi" comparable true
// want stdout: *runtime.PanicNilError kind 22 size 8 pointers 8 align 8 pkg "" comparable true
// want stdout: runtime.PanicNilError kind 25 size 0 pointers 0 align 8 pkg "runtime" comparable true
// want stdout:   _ [0]*runtime.PanicNilError at 0 pkg "runtime"
// want stdout: [0]*runtime.PanicNilError kind 17 size 0 pointers 0 align 8 pkg "" comparable true
// want stdout: runtime.errorAddressString kind 25 size 24 pointers 8 align 8 pkg "runtime" comparable true
// want stdout:   msg string at 0 pkg "runtime"
// want stdout:   addr uintptr at 16 pkg "runtime"
// want stdout: runtime.boundsError hash 0xd45b20e6
// want stdout: abi.BoundsErrorCode hash 0x6aaf061c
// want stdout: runtime.plainError hash 0x77971d7b
// want stdout: runtime.errorString hash 0xbce91703
// want stdout: *runtime.TypeAssertionError hash 0xf41b8d74
// want stdout: runtime.TypeAssertionError hash 0xef7592d1
// want stdout: *abi.Type hash 0xcd9bcc3c
// want stdout: abi.Type hash 0x29d436c2
// want stdout: abi.TFlag hash 0x6027277e
// want stdout: abi.Kind hash 0x4b8f285a
// want stdout: func(unsafe.Pointer, unsafe.Pointer) bool hash 0x2a6d70d7
// want stdout: *uint8 hash 0xc4af2e0
// want stdout: abi.NameOff hash 0xc7859040
// want stdout: abi.TypeOff hash 0xa42fa065
// want stdout: *runtime.PanicNilError hash 0x175c6868
// want stdout: runtime.PanicNilError hash 0xbfc7561e
// want stdout: [0]*runtime.PanicNilError hash 0x6972310b
// want stdout: runtime.errorAddressString hash 0x87575f12
// native: no (descriptors of the runtime)
#include <gort/gort.h>

#include "../lang/lang.h"

void runtime_panicIndex(int64_t x, int64_t y) __attribute__((noreturn));
void runtime_panicnildottype(const type* want) __attribute__((noreturn));
void runtime_panicmemAddr(int64_t address) __attribute__((noreturn));
void runtime_panicdivide(void) __attribute__((noreturn));

enum { kString = 24 };
static const type* seen[64];
static int nseen;
static bool hashes;

// A name: flags, a length below 128, bytes.
static int text_of(const uint8_t* name, const char** text) {
  *text = (const char*)name + 2;
  return name ? name[1] : 0;
}
static const char* string_of(const type* t) {
  static char text[4][100];
  static int turn;
  char* to = text[turn++ % 4];
  const char* from;
  int n = text_of((const uint8_t*)t + t->str, &from), star = t->tflag & kExtraStar ? 1 : 0;
  snprintf(to, sizeof *text, "%.*s", n - star, from + star);
  return to;
}
static const char* package_of(const type* t) {
  static char text[2][100];
  static int turn;
  char* to = text[turn++ % 2];
  *to = 0;
  if (!(t->tflag & kUncommon)) return to;
  size_t size = t->kind == kStruct ? sizeof(struct_type) : t->kind == kPointer ? sizeof(slice_type) : sizeof(type);
  const uncommon_type* u = (const uncommon_type*)((const char*)t + size);
  const char* from;
  int n = u->pkgpath ? text_of((const uint8_t*)t + u->pkgpath, &from) : 0;
  if (n && (t->tflag & kNamed)) snprintf(to, sizeof *text, "%.*s", n, from);
  return to;
}

static void show(const type* t) {
  bool plain = !*package_of(t) && t->kind != kStruct && t->kind != kPointer && t->kind != kFunc && t->kind != kArray;
  for (int i = 0; i < nseen; i++) plain |= seen[i] == t;
  if (plain) return;
  seen[nseen++] = t;
  if (hashes)
    printf("%s hash %#x\n", string_of(t), t->hash);
  else
    printf("%s kind %d size %d pointers %d align %d pkg \"%s\" comparable %s\n", string_of(t), t->kind, (int)t->size,
           (int)t->ptrbytes, t->align, package_of(t), t->equal ? "true" : "false");
  if (t->kind == kPointer || t->kind == kArray) show(((const slice_type*)t)->elem);
  if (t->kind != kStruct) return;
  const struct_type* s = (const struct_type*)t;
  for (int i = 0; i < s->nfields && !hashes; i++) {
    const field* f = &s->fields[i];
    const char *name, *package;
    int n = text_of(f->name, &name), m = f->name[0] & 1 ? 0 : text_of(s->pkgpath, &package);
    printf("  %.*s %s at %d pkg \"%.*s\"\n", n, name, string_of(f->typ), (int)f->offset, m, m ? package : "");
  }
  for (int i = 0; i < s->nfields; i++) show(s->fields[i].typ);
}

static void tell(void* arg) { show(gort_recover().type); }
static void of(int which) {
  GORT_FRAME(frame);
  if (gort_enter(&frame)) return;
  gort_defer(&frame, tell, NULL);
  if (which == 0) runtime_panicIndex(5, 0);
  if (which == 1) gort_chan_close(NULL);
  if (which == 2) runtime_panicdivide();
  if (which == 3) runtime_panicnildottype(&runtime_type_int);
  if (which == 4) gort_panic_value((gort_value){NULL, NULL});
  runtime_panicmemAddr(0x123456789000);
}

int main(void) {
  for (int round = 0; round < 2; round++) {
    nseen = 0;
    hashes = round == 1;
    for (int i = 0; i < 6; i++) of(i);
  }
  return 0;
}
