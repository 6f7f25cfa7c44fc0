// See panic.h. Checked code.
#include "lang/error.h"
#include "lang/panic.h"
#include "lang/type_names.h"
#include "sched/systemstack.h"

namespace gort {

namespace {
// Its method Error or String, of type func() string; null: it has none.
using text_method = go_string (*)(const void*);
text_method find_text_method(const type* t, const char* name) {
  const uncommon_type* u = uncommon(t);
  auto at = reinterpret_cast<const uint8_t*>(t);
  if (!u) return nullptr;
  auto* methods = reinterpret_cast<const method*>(reinterpret_cast<const uint8_t*>(u) + u->moff);
  for (uint16_t i = 0; i < u->mcount; i++) {
    const method& m = methods[i];
    go_string s = decode_name(at + m.name);
    int64_t k = 0;
    while (k < s.len && name[k] && s.ptr[k] == name[k]) k++;
    if (k != s.len || name[k] || !m.mtyp || !m.ifn) continue;
    auto* type = reinterpret_cast<const func_type*>(at + m.mtyp);
    auto* outs = reinterpret_cast<const gort::type* const*>(type + 1);
    if (type->kind == kind::func && type->in_count == 0 && type->out_count == 1 && outs[0]->kind == kind::string)
      return reinterpret_cast<text_method>(uint64_t(at) + uint64_t(int64_t(m.ifn)));
  }
  return nullptr;
}

// Values that are errors, or can say what they are, become their text, while the program's code can still run.
void preprint(panic* p) {
  for (; p; p = p->link) {
    if (!p->arg.typ) continue;
    text_method say = find_text_method(p->arg.typ, "Error");
    if (!say) say = find_text_method(p->arg.typ, "String");
    if (!say) continue;
    go_string text = say(p->arg.data);
    void* box;
    systemstack(box_text, &text, &box);
    p->arg = {&gort_type_string, box};
  }
}
}  // namespace

void panic_plain_error(const char* text) {
  void* box;
  systemstack(box_string, text, &box);
  gopanic({&gort_type_plain_error, box});
}
void panic_error_string(const char* text) {
  void* box;
  systemstack(box_string, text, &box);
  gopanic({&gort_type_error_string, box});
}

void gopanic(eface value) {
  panic p{value, nullptr};
  preprint(&p);
  systemstack(fatal_panic, &p);
  __builtin_unreachable();
}

extern "C" void runtime_gopanic(const type* typ, void* data) { gopanic({typ, data}); }

}  // namespace gort
