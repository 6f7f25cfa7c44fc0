// lib/cgo/tls.cpp: thread-local variables of modules are goroutine-local.
//
// The loader turns an access into gort_tls(desc) + offset. Each module has one descriptor; a goroutine gets its block
// of a module's variables at the first access. The call is pure for the compiler (memory(none)) and may be hoisted over
// a switch: the block belongs to the goroutine, wherever it runs.
#include <stdlib.h>
#include <string.h>

#include "cgo/cgo.h"
#include "sched/proc.h"
#include "sched/systemstack.h"

namespace gort {

namespace {
struct tls_desc {
  const void* init;
  uint64_t init_size;
  uint64_t size;
  uint64_t align;
  uint64_t slot;  // 1, 2, ...; the loader numbers the descriptors
};

void make_block(const tls_desc* d) {
  g* gp = gort_tcb.curg;
  if (d->slot > gp->ntls) {
    auto** grown = static_cast<void**>(realloc(gp->tls_blocks, d->slot * sizeof(void*)));
    if (!grown) throw_("out of memory (thread-local variables)");
    memset(grown + gp->ntls, 0, (d->slot - gp->ntls) * sizeof(void*));
    gp->tls_blocks = grown;
    gp->ntls = uint32_t(d->slot);
  }
  uint64_t align = d->align < 16 ? 16 : d->align;
  auto* p = static_cast<char*>(aligned_alloc(align, (d->size + align - 1) / align * align));
  if (!p) throw_("out of memory (thread-local variables)");
  if (d->init_size) memcpy(p, d->init, d->init_size);
  memset(p + d->init_size, 0, d->size - d->init_size);
  gp->tls_blocks[d->slot - 1] = p;
}
}  // namespace

extern "C" void* gort_tls(const tls_desc* d) {
  g* gp = getg();
  if (d->slot <= gp->ntls)
    if (void* p = gp->tls_blocks[d->slot - 1]) return p;
  systemstack(make_block, d);
  return gp->tls_blocks[d->slot - 1];
}

void tls_free(g* gp) {
  if (!gp->tls_blocks) return;
  for (uint32_t i = 0; i < gp->ntls; i++) free(gp->tls_blocks[i]);
  free(gp->tls_blocks);
  gp->tls_blocks = nullptr;
  gp->ntls = 0;
}

}  // namespace gort
