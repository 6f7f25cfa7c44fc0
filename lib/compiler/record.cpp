// lib/compiler/record.cpp: what the image learns from JITLink. See record.h.
#include "compiler/record.h"

#include <llvm/ADT/StringExtras.h>
#include <llvm/ExecutionEngine/JITLink/x86_64.h>
#include <llvm/ExecutionEngine/Orc/Debugging/DebugInfoSupport.h>

#include <cstring>

#include "compiler/debug_info.h"
#include "compiler/generate.h"
#include "compiler/names.h"

namespace gort::compiler {
namespace {

using namespace llvm;
using namespace llvm::jitlink;

bool is_import(const Symbol& s) { return !s.isDefined() && s.getAddress().getValue() >= kImportBase; }

// Sections of function pointers that run before main, with the priority in the name: ".init_array.101".
bool is_start_section(StringRef name) {
  return name.starts_with(".init_array") || name.starts_with(".fini_array") || name == ".ctors" || name == ".dtors";
}

// Sections whose bounds C code can name, as __start_NAME and __stop_NAME.
bool is_c_identifier(StringRef name) {
  return !name.empty() && !isDigit(name[0]) && all_of(name, [](char c) { return isAlnum(c) || c == '_'; });
}

// Tables that nothing points at, but that somebody walks: each block gets a symbol that is alive.
Error keep_tables(LinkGraph& graph) {
  for (Section& section : graph.sections()) {
    if (!is_start_section(section.getName()) && !is_c_identifier(section.getName())) continue;
    for (Block* block : section.blocks()) graph.addAnonymousSymbol(*block, 0, 0, false, true);
  }
  return Error::success();
}

}  // namespace

void Recorder::modifyPassConfig(orc::MaterializationResponsibility& r, LinkGraph&, PassConfiguration& config) {
  bool native = &r.getTargetJITDylib() == &native_;
  if (!native && (lines_ || debug_objects_)) config.PrePrunePasses.push_back(orc::preserveDebugSections);
  config.PrePrunePasses.push_back(keep_tables);
  // Relocations to static functions name their section, so pruning drops the functions' own symbols. Tracebacks need
  // them.
  auto locals = std::make_shared<std::vector<LocalFunction>>();
  config.PrePrunePasses.push_back([locals](LinkGraph& g) {
    for (Symbol* s : g.defined_symbols())
      if (s->hasName() && s->isCallable() && s->getScope() == Scope::Local)
        locals->push_back({&s->getBlock(), s->getOffset(), s->getSize(), s->getName()});
    return Error::success();
  });
  config.PostPrunePasses.push_back([locals](LinkGraph& g) {
    DenseSet<Block*> alive(g.blocks().begin(), g.blocks().end());
    llvm::erase_if(*locals, [&](const LocalFunction& f) { return !alive.contains(f.block); });
    return Error::success();
  });
  config.PostPrunePasses.insert(config.PostPrunePasses.begin(),
                                [this, native](LinkGraph& g) { return prepare_outside_edges(g, native); });
  config.PreFixupPasses.push_back([this](LinkGraph& g) { return record_places(g); });
  config.PostFixupPasses.push_back(
      [this, native, locals](LinkGraph& g) { return record_contents(g, native, *locals); });
}

Error Recorder::prepare_outside_edges(LinkGraph& graph, bool native) {
  for (Symbol* s : graph.external_symbols()) wanted_by_.try_emplace(*s->getName(), graph.getName());
  if (native) return Error::success();
  for (Block* block : graph.blocks())
    for (Edge& e : block->edges())
      if (e.getKind() == x86_64::BranchPCRel32 && !e.getTarget().isDefined() && !e.getTarget().isWeaklyReferenced())
        e.setKind(x86_64::PCRel32);

  // The unwinder calls personality routines through these words, on the system stack: no stub.
  DenseMap<Symbol*, Symbol*> raw;
  for (Section& section : graph.sections()) {
    if (section.getName().find("DW.ref.") == StringRef::npos) continue;
    for (Block* block : section.blocks())
      for (Edge& e : block->edges()) {
        Symbol& target = e.getTarget();
        if (target.isDefined() || !target.hasName() || binder_.is_module(*target.getName())) continue;
        Symbol*& replacement = raw[&target];
        if (!replacement)
          replacement =
              &graph.addExternalSymbol((*target.getName() + kRawSuffix).str(), 0, target.isWeaklyReferenced());
        e.setTarget(*replacement);
      }
  }
  if (raw.empty()) return Error::success();
  // An external that nothing refers to any more would be looked up all the same.
  for (Block* block : graph.blocks())
    for (Edge& e : block->edges()) raw.erase(&e.getTarget());
  for (auto& [unused, replacement] : raw) graph.removeExternalSymbol(*unused);
  return Error::success();
}

Error Recorder::record_places(LinkGraph& graph) {
  for (Block* block : graph.blocks()) {
    if (block->getSection().getMemLifetime() == orc::MemLifetime::NoAlloc) continue;
    for (Edge& e : block->edges()) {
      if (!e.isRelocation() || !is_import(e.getTarget())) continue;
      uint64_t import = (e.getTarget().getAddress().getValue() - kImportBase) / kImportStride;
      if (e.getKind() != x86_64::Pointer64)
        return createStringError(
            "%s: %s is reached by a %s reference, which cannot go out of the image: compile with -fPIC, without "
            "dso_local on the "
            "declaration",
            graph.getName().c_str(), (*e.getTarget().getName()).str().c_str(), graph.getEdgeKindName(e.getKind()));
      uint64_t offset = block->getAddress().getValue() + e.getOffset() - slab_.base();
      image_.place(offset, static_cast<uint32_t>(import), e.getAddend());
    }
  }
  return Error::success();
}

Error Recorder::record_contents(LinkGraph& graph, bool native, const std::vector<LocalFunction>& locals) {
  record_symbols(graph, locals);
  record_frames(graph);
  if (native) {
    record_native_start(graph);
    return Error::success();
  }
  if (lines_) record_lines(graph, slab_, image_);
  if (debug_objects_) record_debug_object(graph, image_);
  return Error::success();
}

void Recorder::record_symbols(LinkGraph& graph, const std::vector<LocalFunction>& locals) {
  uint32_t file = image_.string(source_);
  auto record = [&](const Section& section, orc::ExecutorAddr address, uint64_t size, StringRef name) {
    if ((section.getMemProt() & orc::MemProt::Exec) == orc::MemProt::None) return;
    name.consume_back(kPromotedSuffix);
    image_.symbols.push_back(
        {address.getValue() - slab_.base(), static_cast<uint32_t>(size), image_.string(source_name(name)), file, 0});
  };
  for (Symbol* s : graph.defined_symbols())
    if (s->hasName() && s->isCallable() && s->getScope() != Scope::Local)
      record(s->getSection(), s->getAddress(), s->getSize(), *s->getName());
  for (const LocalFunction& f : locals)
    record(f.block->getSection(), f.block->getAddress() + f.offset, f.size, *f.name);
}

void Recorder::record_frames(LinkGraph& graph) {
  Section* section = graph.findSectionByName(".eh_frame");
  if (!section) return;
  for (Block* block : section->blocks()) {
    uint64_t at = block->getAddress().getValue() - slab_.base();
    if (!first_eh_frame_ || at < first_eh_frame_) first_eh_frame_ = at;
    // A frame description: its length, the way back to its common part (0 in a common part itself), the function.
    if (block->getSize() < 16) continue;
    uint32_t head[2];
    memcpy(head, block->getContent().data(), sizeof head);
    if (!head[0] || !head[1]) continue;
    for (Edge& e : block->edges())
      if (e.getOffset() == 8 && e.isRelocation()) {
        frames_.push_back(
            {e.getTarget().getAddress().getValue() + static_cast<uint64_t>(e.getAddend()) - slab_.base(), at});
        break;
      }
  }
}

void Recorder::record_native_start(LinkGraph& graph) {
  for (Section& section : graph.sections()) {
    StringRef name = section.getName();
    if (!is_start_section(name)) continue;
    uint64_t priority = 65535;
    if (auto [head, number] = name.substr(1).split('.'); !number.empty()) (void)number.getAsInteger(10, priority);
    auto& table = name.starts_with(".fini") || name == ".dtors" ? native_dtors : native_ctors;
    SmallVector<Block*, 4> blocks(section.blocks().begin(), section.blocks().end());
    llvm::sort(blocks, [](Block* a, Block* b) { return a->getAddress() < b->getAddress(); });
    for (Block* block : blocks)
      for (size_t i = 0; i + 8 <= block->getSize(); i += 8) {
        uint64_t address;
        memcpy(&address, block->getContent().data() + i, 8);
        if (slab_.contains(address)) table.push_back({address, priority});
      }
  }
}

}  // namespace gort::compiler
