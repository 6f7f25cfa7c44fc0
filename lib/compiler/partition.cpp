// lib/compiler/partition.cpp: splitting a module without copying it.
//
// llvm::SplitModule clones the module once a part (400 ms for sqlite). Here locals are made visible under hidden names,
// the module is written as bitcode once, and each worker opens that lazily and materialises only its own functions.
// Part 0 keeps all variables; the others declare them. Of unnamed constants they see the value as well, so that code
// quality stays, but never a copy: programs compare the addresses of string literals. Functions whose blocks or whose
// definition data refers to (blockaddress, aliases, ifuncs) are kept in part 0 as well.
#include "compiler/partition.h"

#include <llvm/ADT/StringMap.h>
#include <llvm/ADT/StringSet.h>
#include <llvm/Bitcode/BitcodeReader.h>
#include <llvm/Bitcode/BitcodeWriter.h>
#include <llvm/IR/Constants.h>
#include <llvm/Support/raw_ostream.h>

#include <algorithm>
#include <atomic>
#include <thread>

#include "compiler/generate.h"

namespace gort::compiler {
namespace {

using namespace llvm;

// Below this many instructions a part is not worth its thread, its context and its object.
constexpr size_t kWorthwhile = 15'000;

bool is_intrinsic_global(const GlobalValue& g) { return g.getName().starts_with("llvm."); }

void promote_locals(Module& module) {
  unsigned unnamed = 0;
  for (GlobalValue& g : module.global_values()) {
    if (is_intrinsic_global(g)) continue;
    if (!g.hasName()) g.setName("unnamed." + Twine(unnamed++));
    if (!g.hasLocalLinkage()) continue;
    g.setName(g.getName() + kPromotedSuffix);
    g.setLinkage(GlobalValue::ExternalLinkage);
    g.setVisibility(GlobalValue::HiddenVisibility);
    g.setDSOLocal(true);
  }
  // One module is left of the program's, so a group has one candidate.
  for (GlobalObject& g : module.global_objects()) g.setComdat(nullptr);
}

void pin_users(const Value& value, StringSet<>& pinned) {
  for (const User* user : value.users()) {
    if (auto* i = dyn_cast<Instruction>(user))
      pinned.insert(i->getFunction()->getName());
    else if (!isa<GlobalValue>(user))
      pin_users(*user, pinned);
  }
}

// Functions that must be where the module's variables are.
StringSet<> pinned_functions(const Module& module) {
  StringSet<> pinned;
  auto pin = [&](const Constant* c) {
    if (auto* f = dyn_cast_or_null<Function>(c ? c->stripPointerCastsAndAliases() : nullptr))
      pinned.insert(f->getName());
  };
  for (const GlobalAlias& a : module.aliases()) pin(a.getAliaseeObject());
  for (const GlobalIFunc& i : module.ifuncs()) pin(i.getResolverFunction());
  for (const Function& f : module)
    for (const BasicBlock& b : f)
      if (b.hasAddressTaken()) pinned.insert(f.getName());
  // The bounds of a section are found where the section is, and that is with the variables.
  for (const GlobalVariable& g : module.globals())
    if (g.isDeclaration() && (g.getName().starts_with("__start_") || g.getName().starts_with("__stop_")))
      pin_users(g, pinned);
  return pinned;
}

// Which part each function goes to: biggest first, always to the part that has least.
StringMap<unsigned> distribute(const Module& module, unsigned parts) {
  StringSet<> pinned = pinned_functions(module);
  std::vector<std::pair<size_t, StringRef>> functions;
  std::vector<size_t> load(parts);
  StringMap<unsigned> out;
  for (const Function& f : module) {
    if (f.isDeclaration()) continue;
    size_t cost = f.getInstructionCount() + 20;
    if (pinned.contains(f.getName()))
      out[f.getName()] = 0, load[0] += cost;
    else
      functions.emplace_back(cost, f.getName());
  }
  std::sort(functions.begin(), functions.end(),
            [](auto& a, auto& b) { return a.first != b.first ? a.first > b.first : a.second < b.second; });
  for (auto& [cost, name] : functions) {
    auto least = static_cast<unsigned>(std::min_element(load.begin(), load.end()) - load.begin());
    out[name] = least;
    load[least] += cost;
  }
  return out;
}

// Leaves a name for what another part defines.
void declare(GlobalVariable& g) {
  g.setInitializer(nullptr);
  g.setLinkage(GlobalValue::ExternalLinkage);
}
template <class T>
void declare_aliases(Module& module, T range) {
  for (auto& alias : make_early_inc_range(range)) {
    GlobalValue* declaration;
    if (auto* type = dyn_cast<FunctionType>(alias.getValueType()))
      declaration = Function::Create(type, GlobalValue::ExternalLinkage, alias.getAddressSpace(), "", &module);
    else
      declaration = new GlobalVariable(module, alias.getValueType(), false, GlobalValue::ExternalLinkage, nullptr, "");
    declaration->setVisibility(alias.getVisibility());
    alias.replaceAllUsesWith(declaration);
    declaration->takeName(&alias);
    alias.eraseFromParent();
  }
}

Error keep_part(Module& module, const StringMap<unsigned>& part_of, unsigned part) {
  if (part) {
    // What lists or appends (llvm.used and its like) is whole in part 0; module-level assembly too.
    for (GlobalVariable& g : make_early_inc_range(module.globals())) {
      if (is_intrinsic_global(g)) {
        g.eraseFromParent();
        continue;
      }
      if (g.isDeclaration()) continue;
      if (g.isConstant() && g.hasGlobalUnnamedAddr() && g.getName().ends_with(kPromotedSuffix)) {
        g.setLinkage(GlobalValue::AvailableExternallyLinkage);
        continue;
      }
      declare(g);
    }
    declare_aliases(module, module.aliases());
    declare_aliases(module, module.ifuncs());
    module.setModuleInlineAsm("");
  }
  for (Function& f : module) {
    if (!f.isMaterializable() && f.isDeclaration()) continue;
    if (auto it = part_of.find(f.getName()); it != part_of.end() && it->second == part) {
      if (Error e = f.materialize()) return e;
    } else {
      bool hidden = f.hasHiddenVisibility();
      f.deleteBody();
      if (hidden) f.setVisibility(GlobalValue::HiddenVisibility);
    }
  }
  return module.materializeMetadata();
}

}  // namespace

unsigned partition_count(const Module& module, int threads) {
  unsigned cores = threads > 0 ? static_cast<unsigned>(threads) : std::max(1u, std::thread::hardware_concurrency());
  size_t instructions = 0;
  for (const Function& f : module) instructions += f.getInstructionCount();
  return static_cast<unsigned>(std::clamp<size_t>(instructions / kWorthwhile, 1, cores));
}

std::vector<std::unique_ptr<MemoryBuffer>> generate_parts(
    Module& module, unsigned parts, Diagnostics& diagnostics,
    function_ref<std::unique_ptr<MemoryBuffer>(Module&)> generate) {
  promote_locals(module);
  StringMap<unsigned> part_of = distribute(module, parts);
  SmallVector<char, 0> bitcode;
  raw_svector_ostream out(bitcode);
  WriteBitcodeToFile(module, out);
  MemoryBufferRef buffer(StringRef(bitcode.data(), bitcode.size()), module.getModuleIdentifier());

  std::vector<std::unique_ptr<MemoryBuffer>> objects(parts);
  auto work = [&](unsigned part) {
    // Kept: taking a context apart takes time, and the process is about to end.
    auto* context = new LLVMContext;
    auto lazy = getLazyBitcodeModule(buffer, *context);
    if (!lazy) return consumeError(lazy.takeError());
    Module* mine = lazy->release();
    diagnostics.watch(*context, *mine);
    if (Error e = keep_part(*mine, part_of, part)) return consumeError(std::move(e));
    objects[part] = generate(*mine);
  };
  std::vector<std::thread> threads;
  for (unsigned i = 1; i < parts; i++) threads.emplace_back(work, i);
  work(0);
  for (auto& t : threads) t.join();
  return objects;
}

}  // namespace gort::compiler
