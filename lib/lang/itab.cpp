// See itab.h. Native code on the system stack.
#include "lang/itab.h"

#include <stdlib.h>
#include <string.h>

#include "lang/type_names.h"
#include "lang/types_equal.h"
#include "sched/runtime2.h"

namespace gort {

std::atomic<itab_table*> itabs;

namespace {
mutex itab_lock{lock_rank::itab};

constexpr uint64_t kFirstSize = 512;

const uint8_t* name_at(const type* t, int32_t offset) { return reinterpret_cast<const uint8_t*>(t) + offset; }
const type* type_at(const type* t, int32_t offset) {
  return reinterpret_cast<const type*>(reinterpret_cast<const uint8_t*>(t) + offset);
}
bool same(go_string a, go_string b) { return a.len == b.len && memcmp(a.ptr, b.ptr, size_t(a.len)) == 0; }

// Names that are not exported are their package's: the one that the name itself carries, or the type's.
go_string package_of(const type* t, const uint8_t* name, go_string otherwise) {
  if (!(name[0] & kNameHasPackage)) return otherwise;
  go_string s = decode_name(name);
  int32_t offset;
  memcpy(&offset, s.ptr + s.len, sizeof offset);
  return decode_name(name_at(t, offset));
}

// Both lists of methods are sorted by name. fun null: only looks. Returns the name of what is missing, or null.
const uint8_t* match(const interface_type* inter, const type* t, void** fun) {
  auto* wanted = static_cast<const imethod*>(inter->methods.ptr);
  const uncommon_type* u = uncommon(t);
  auto* has = u ? reinterpret_cast<const method*>(reinterpret_cast<const uint8_t*>(u) + u->moff) : nullptr;
  uint16_t n = u ? u->mcount : 0, j = 0;
  go_string inter_package = inter->pkgpath ? decode_name(inter->pkgpath) : go_string{"", 0};
  for (int64_t k = 0; k < inter->methods.len; k++) {
    const uint8_t* name = name_at(inter, wanted[k].name);
    const type* signature = type_at(inter, wanted[k].typ);
    bool found = false;
    for (; j < n && !found; j++) {
      const uint8_t* own = name_at(t, has[j].name);
      if (!same(decode_name(own), decode_name(name)) || !has[j].ifn) continue;
      if (!types_equal(type_at(t, has[j].mtyp), signature)) continue;
      found =
          own[0] & kNameExported || same(package_of(t, own, type_pkgpath(t)), package_of(inter, name, inter_package));
      if (found && fun) fun[k] = const_cast<uint8_t*>(name_at(t, has[j].ifn));
    }
    if (!found) return name;
  }
  return nullptr;
}

void put(itab_table* table, itab* tab) {
  uint64_t i = itab_hash(tab->inter, tab->typ);
  while (table->entries[i & table->mask].load(std::memory_order_relaxed)) i++;
  table->entries[i & table->mask].store(tab, std::memory_order_release);
  table->count++;
}

void* allocate(size_t bytes) {
  void* p = calloc(1, bytes);
  if (!p) throw_("out of memory");
  return p;
}

void itab_add(itab* tab) REQUIRES(itab_lock) {
  itab_table* table = itabs.load(std::memory_order_relaxed);
  if (!table || table->count >= (table->mask + 1) / 4 * 3) {
    uint64_t size = table ? (table->mask + 1) * 2 : kFirstSize;
    auto* bigger = static_cast<itab_table*>(allocate(sizeof(itab_table) + (size - 1) * sizeof(void*)));
    bigger->mask = size - 1;
    for (uint64_t i = 0; table && i <= table->mask; i++)
      if (itab* old = table->entries[i].load(std::memory_order_relaxed)) put(bigger, old);
    // The old one stays: somebody may be reading it.
    itabs.store(bigger, std::memory_order_release);
    table = bigger;
  }
  put(table, tab);
}
}  // namespace

void make_itab(const interface_type* inter, const type* t, itab** to) {
  if (inter->methods.len == 0) throw_("internal error - misuse of itab");
  lock_guard held(itab_lock);
  itab* tab = find_itab(inter, t);
  if (!tab) {
    tab = static_cast<itab*>(allocate(sizeof(itab) + size_t(inter->methods.len - 1) * sizeof(void*)));
    tab->inter = inter;
    tab->typ = t;
    tab->hash = t->hash;
    if (match(inter, t, tab->fun)) tab->fun[0] = nullptr;
    itab_add(tab);
  }
  *to = tab;
}

void missing_method(const interface_type* inter, const type* t, go_string* name) {
  *name = decode_name(match(inter, t, nullptr));
}

void itab_forked() { itab_lock.forget(); }

}  // namespace gort
