// Types that look alike in the text of a failed assertion: Go's hints tell them apart.
// want stdout: interface conversion: interface {} is main.T, not main.T (types from different scopes)
// want stdout: interface conversion: interface {} is main.T, not main.T (types from different packages)
#include <gort/gort.h>

#include "lang.h"

void runtime_panicdottypeE(const type* have, const type* want, const type* interface) __attribute__((noreturn));

NAME(t_name, 1, "*main.T");
NAME(here, 0, "a/main");
NAME(elsewhere, 0, "b/main");
typedef struct {
  type t;
  uncommon_type u;
} named_type;
static named_type first, second, third;

static void define(named_type* d, const void* package) {
  d->t =
      (type){.size = 8, .hash = 1, .tflag = kUncommon | kExtraStar | kNamed, .align = 8, .field_align = 8, .kind = 2};
  d->t.str = offset_to(d, &t_name);
  d->u.pkgpath = offset_to(d, package);
}
static void tell(void* arg) { puts(gort_value_text(gort_recover())); }
static void assert_is(named_type* have, named_type* want) {
  GORT_FRAME(frame);
  if (gort_enter(&frame)) return;
  gort_defer(&frame, tell, NULL);
  runtime_panicdottypeE(&have->t, &want->t, &runtime_type_any);
}

int main(void) {
  define(&first, &here);
  define(&second, &here);
  define(&third, &elsewhere);
  assert_is(&first, &second);
  assert_is(&first, &third);
}
