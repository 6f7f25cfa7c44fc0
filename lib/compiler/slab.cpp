// lib/compiler/slab.cpp: JITLink's memory manager for images. See slab.h.
#include "compiler/slab.h"

#include <llvm/ExecutionEngine/JITLink/JITLink.h>
#include <llvm/ExecutionEngine/Orc/Core.h>
#include <sys/mman.h>

#include <algorithm>
#include <cstring>

namespace gort::compiler {
namespace {

using namespace llvm;
using namespace llvm::jitlink;
using image::Arena;

constexpr const char* kArenaName[image::kArenas] = {"code", "native code", "constants", "data", "zeroed data"};

// Nothing happens at the end of a graph's link: its bytes are where they belong, and images are never unlinked.
class Allocation : public JITLinkMemoryManager::InFlightAlloc {
 public:
  void abandon(OnAbandonedFunction done) override { done(Error::success()); }
  void finalize(OnFinalizedFunction done) override { done(JITLinkMemoryManager::FinalizedAlloc(orc::ExecutorAddr(1))); }
};

uint64_t arena_size(Arena a) { return image::kArenaOffset[a + 1] - image::kArenaOffset[a]; }

}  // namespace

Slab::Slab(uint64_t base) : base_(base) {
  for (Arena a : {image::kModuleCode, image::kNativeCode, image::kReadOnly, image::kData}) {
    void* p = mmap(nullptr, arena_size(a), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    memory_[a] = p == MAP_FAILED ? nullptr : static_cast<char*>(p);
  }
  // Offset 0 means "absent" in the image's tables, so nothing may begin there.
  if (uint64_t at = take(image::kModuleCode, 16, 16); memory_[image::kModuleCode]) memset(memory(at), 0xcc, 16);
}

Slab::~Slab() {
  for (uint32_t a = 0; a < image::kArenas; a++)
    if (memory_[a]) munmap(memory_[a], arena_size(static_cast<Arena>(a)));
}

uint64_t Slab::take(Arena a, uint64_t size, uint64_t align) {
  uint64_t at = alignTo(used_[a], align);
  if (at > arena_size(a) || size > arena_size(a) - at || (a != image::kZero && !memory_[a])) return 0;
  used_[a] = at + size;
  return image::kArenaOffset[a] + at;
}

char* Slab::memory(uint64_t offset) {
  uint32_t a = 0;
  while (offset >= image::kArenaOffset[a + 1]) a++;
  return memory_[a] + (offset - image::kArenaOffset[a]);
}

std::span<const std::byte> Slab::contents(Arena a) const {
  return {reinterpret_cast<const std::byte*>(memory_[a]), memory_[a] ? used_[a] : 0};
}

void Slab::allocate(const JITLinkDylib* dylib, LinkGraph& graph, OnAllocatedFunction done) {
  bool native = native_ && dylib == static_cast<const JITLinkDylib*>(native_);
  if (Error e = lay_out(graph, native)) return done(std::move(e));
  done(std::make_unique<Allocation>());
}

void Slab::deallocate(std::vector<FinalizedAlloc> allocations, OnDeallocatedFunction done) {
  for (auto& a : allocations) a.release();
  done(Error::success());
}

Error Slab::lay_out(LinkGraph& graph, bool native) {
  for (Section& section : graph.sections()) {
    // Debug sections have no address; JITLink fixes them up in the graph's own memory.
    if (section.getMemLifetime() == orc::MemLifetime::NoAlloc) continue;
    orc::MemProt protection = section.getMemProt();
    bool code = (protection & orc::MemProt::Exec) != orc::MemProt::None;
    bool writable = (protection & orc::MemProt::Write) != orc::MemProt::None;
    if (code && writable)
      return createStringError("%s: section %s is both writable and executable, which gort does not allow",
                               graph.getName().c_str(), section.getName().str().c_str());
    Arena contents = code       ? (native ? image::kNativeCode : image::kModuleCode)
                     : writable ? image::kData
                                : image::kReadOnly;

    // In the order of the object file: sections like .init_array and .eh_frame mean something by it.
    SmallVector<Block*, 32> blocks(section.blocks().begin(), section.blocks().end());
    llvm::sort(blocks, [](Block* a, Block* b) { return a->getAddress() < b->getAddress(); });
    bool first = true;
    for (Block* block : blocks) {
      Arena arena = block->isZeroFill() && writable ? image::kZero : contents;
      uint64_t align = block->getAlignment();
      if (code && first) align = std::max<uint64_t>(align, 16);
      first = false;
      // An alignment offset is what a block that was split off another one has: keep its place modulo the alignment.
      uint64_t lead = block->getAlignmentOffset();
      uint64_t skew = (lead + align - used_[arena] % align) % align;
      uint64_t at = take(arena, skew + block->getSize(), 1);
      if (!at && block->getSize())
        return createStringError("the program's %s is larger than the %llu MB that an image has for it",
                                 kArenaName[arena], static_cast<unsigned long long>(arena_size(arena) >> 20));
      at += skew;
      block->setAddress(orc::ExecutorAddr(base_ + at));
      if (arena == image::kZero) continue;
      char* to = memory(at);
      if (block->isZeroFill()) {
        // Zeroed constants are bytes like others (the memory is zero already).
        block->setMutableContent({to, block->getSize()});
        continue;
      }
      memcpy(to, block->getContent().data(), block->getSize());
      block->setMutableContent({to, block->getSize()});
    }
  }
  return Error::success();
}

}  // namespace gort::compiler
