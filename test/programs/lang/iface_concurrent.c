// Many goroutines ask for the same tables at once, while the hash table of all tables grows: everybody gets the same table
// for the same pair, and the right method in it.
// want stdout: 8 goroutines, 2000 types, 0 wrong
#include <stdatomic.h>

#include "lang.h"

NAME(t_name, 1, "*main.T");
NAME(i_name, 1, "*main.I");
NAME(m_name, 1, "M");
NAME(func_name, 1, "*func()");

enum { kTypes = 2000, kGoroutines = 8 };
static struct {
  type t;
  uncommon_type u;
  method m[1];
} types[kTypes];
static struct {
  type t;
  uint32_t counts, pad;
} func = {{8, 8, 1, kExtraStar | kDirect, 8, 8, kFunc}};
static imethod methods[1];
static interface_type inter = {{16, 16, 2, kExtraStar | kNamed, 8, 8, kInterface}, 0, methods, 1, 1};
static _Atomic(itab*) seen[kTypes];
static _Atomic int wrong, running = kGoroutines;

static void m(void* self) {}

static void ask(void* arg) {
  int me = (int)(int64_t)arg;
  for (int i = 0; i < kTypes; i++) {
    int at = me & 1 ? kTypes - 1 - i : (i + me * 37) % kTypes;
    bool has = at % 3 != 0;
    itab* tab = runtime_assertE2I2(&inter, &types[at]);
    if ((tab != 0) != has) wrong++;
    if (!tab) continue;
    if (tab->typ != &types[at].t || tab->inter != &inter || tab->fun[0] != (void*)m) wrong++;
    itab* first = 0;
    if (!atomic_compare_exchange_strong(&seen[at], &first, tab) && first != tab) wrong++;
  }
  running--;
}

int main(void) {
  func.t.str = offset_to(&func, &func_name);
  inter.t.str = offset_to(&inter, &i_name);
  methods[0] = (imethod){offset_to(&inter, &m_name), offset_to(&inter, &func)};
  for (int i = 0; i < kTypes; i++) {
    types[i].t = (type){8, 0, 13, kUncommon | kExtraStar | kNamed, 8, 8, 6};
    types[i].t.str = offset_to(&types[i], &t_name);
    types[i].u = (uncommon_type){0, i % 3 != 0, i % 3 != 0, sizeof(uncommon_type)};
    types[i].m[0] = (method){offset_to(&types[i], &m_name), offset_to(&types[i], &func), offset_to(&types[i], m),
                             offset_to(&types[i], m)};
  }
  for (int64_t i = 0; i < kGoroutines; i++) gort_go(ask, (void*)i);
  while (running) gort_yield();
  printf("%d goroutines, %d types, %d wrong\n", kGoroutines, kTypes, wrong);
  return 0;
}
