// lib/compiler/record.h: watches JITLink and writes down what the image needs to know of each linked object.
//
//   before anything is placed   calls of outside functions become plain 32-bit calls (stubs are always in reach, so
//   JITLink
//                               need not build stubs and table entries of its own); personality routines get their raw
//                               name
//   before fixups are applied   every pointer to an import becomes a Place; any other reference to one is an error
//   after fixups                symbols, frame descriptions, source lines, native constructors, gdb's debug objects
#pragma once
#include <llvm/ADT/StringMap.h>
#include <llvm/ExecutionEngine/Orc/ObjectLinkingLayer.h>

#include <string>
#include <vector>

#include "compiler/bind.h"

namespace gort::compiler {

struct FrameDescription {
  uint64_t pc, fde;  // offsets from the image's base
};

// A function whose symbol does not outlive pruning, though the code does.
struct LocalFunction {
  llvm::jitlink::Block* block;
  uint64_t offset, size;
  llvm::orc::SymbolStringPtr name;
};

class Recorder : public llvm::orc::ObjectLinkingLayer::Plugin {
 public:
  Recorder(Binder& binder, Slab& slab, image::Writer& image, const llvm::orc::JITDylib& native, bool lines,
           bool debug_objects, std::string source)
      : binder_(binder),
        slab_(slab),
        image_(image),
        native_(native),
        lines_(lines),
        debug_objects_(debug_objects),
        source_(std::move(source)) {}

  void modifyPassConfig(llvm::orc::MaterializationResponsibility&, llvm::jitlink::LinkGraph&,
                        llvm::jitlink::PassConfiguration&) override;
  llvm::Error notifyFailed(llvm::orc::MaterializationResponsibility&) override { return llvm::Error::success(); }
  llvm::Error notifyRemovingResources(llvm::orc::JITDylib&, llvm::orc::ResourceKey) override {
    return llvm::Error::success();
  }
  void notifyTransferringResources(llvm::orc::JITDylib&, llvm::orc::ResourceKey, llvm::orc::ResourceKey) override {}

  std::vector<FrameDescription>& frames() { return frames_; }
  uint64_t first_eh_frame() const { return first_eh_frame_; }
  // Which object asked first for a name outside of it.
  std::string wanted_by(llvm::StringRef name) const { return wanted_by_.lookup(name); }
  // Native code's constructors and destructors: addresses and priorities.
  std::vector<image::InitFn> native_ctors, native_dtors;

 private:
  llvm::Error prepare_outside_edges(llvm::jitlink::LinkGraph&, bool native);
  llvm::Error record_places(llvm::jitlink::LinkGraph&);
  llvm::Error record_contents(llvm::jitlink::LinkGraph&, bool native, const std::vector<LocalFunction>&);
  void record_symbols(llvm::jitlink::LinkGraph&, const std::vector<LocalFunction>&);
  void record_frames(llvm::jitlink::LinkGraph&);
  void record_native_start(llvm::jitlink::LinkGraph&);

  Binder& binder_;
  Slab& slab_;
  image::Writer& image_;
  const llvm::orc::JITDylib& native_;
  bool lines_, debug_objects_;
  std::string source_;  // file of symbols without debug information
  std::vector<FrameDescription> frames_;
  uint64_t first_eh_frame_ = 0;
  llvm::StringMap<std::string> wanted_by_;
};

}  // namespace gort::compiler
