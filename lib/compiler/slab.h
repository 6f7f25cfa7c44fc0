// lib/compiler/slab.h: where linked code and data will lie, and the memory in which they are put together.
//
// The image is linked for addresses base + kArenaOffset[...], which are not mapped in this process: JITLink writes into
// working memory, one reservation an arena, and the image writer takes each arena's used part as it is. Segments are
// packed by their own alignment (code by 16), not by pages: a program of many small objects stays small, and a start
// touches few pages. Single-threaded, as the whole link is.
#pragma once
#include <llvm/ExecutionEngine/JITLink/JITLinkMemoryManager.h>

#include <span>

#include "image/image.h"

namespace llvm::orc {
class JITDylib;
}

namespace gort::compiler {

class Slab : public llvm::jitlink::JITLinkMemoryManager {
 public:
  explicit Slab(uint64_t base);
  ~Slab() override;

  // Graphs of this JITDylib are native code: their code goes to kNativeCode.
  void set_native(const llvm::orc::JITDylib* native) { native_ = native; }

  // Takes `size` bytes of an arena; the offset from the image's base, 0 when the arena is full.
  uint64_t take(image::Arena, uint64_t size, uint64_t align);
  // Working memory of an offset that lies in an arena with contents.
  char* memory(uint64_t offset);

  uint64_t base() const { return base_; }
  uint64_t used(image::Arena a) const { return used_[a]; }
  bool contains(uint64_t address) const { return address - base_ < image::kSpan; }
  std::span<const std::byte> contents(image::Arena) const;

  void allocate(const llvm::jitlink::JITLinkDylib*, llvm::jitlink::LinkGraph&, OnAllocatedFunction) override;
  void deallocate(std::vector<FinalizedAlloc>, OnDeallocatedFunction) override;
  using JITLinkMemoryManager::allocate;
  using JITLinkMemoryManager::deallocate;

 private:
  llvm::Error lay_out(llvm::jitlink::LinkGraph&, bool native);

  uint64_t base_;
  const llvm::orc::JITDylib* native_ = nullptr;
  char* memory_[image::kArenas] = {};
  uint64_t used_[image::kArenas] = {};
};

}  // namespace gort::compiler
