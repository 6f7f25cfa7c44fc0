// lib/compiler/features.cpp: the CPU that each function was compiled for, against the one that is here.
//
// clang writes target-cpu and target-features on every function. They are kept as far as this machine goes: what it
// lacks is taken away (a damaged or unknown name would make code generation abort). Only a function that uses
// intrinsics of a missing feature keeps all of its own: it cannot be compiled without, and programs that choose among
// several versions of a function at run time never call it.
#include <llvm/ADT/SmallString.h>
#include <llvm/ADT/StringMap.h>
#include <llvm/ADT/StringSet.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/InstrTypes.h>
#include <llvm/IR/Module.h>
#include <llvm/MC/MCSubtargetInfo.h>
#include <llvm/MC/TargetRegistry.h>
#include <llvm/Target/TargetMachine.h>

#include "compiler/input.h"

namespace gort::compiler {
namespace {

using llvm::StringRef;

struct Adapted {
  std::string cpu, features;
  bool lacking = false;  // this machine lacks something that was asked for
  std::string missing;   // the first such thing
};

class Adapter {
 public:
  explicit Adapter(llvm::TargetMachine& machine) : machine_(machine), host_(*machine.getMCSubtargetInfo()) {
    for (const llvm::SubtargetFeatureKV& feature : host_.getAllProcessorFeatures()) known_.insert(feature.Key);
  }

  const Adapted& adapt(StringRef cpu, StringRef features) {
    auto [entry, fresh] = seen_.try_emplace((cpu + "\n" + features).str());
    if (fresh) entry->second = compute(cpu, features);
    return entry->second;
  }

  // All features that a CPU and a list name, present here?
  bool present(StringRef cpu, std::string& missing) const {
    if (cpu == host_.getCPU()) return true;
    std::unique_ptr<llvm::MCSubtargetInfo> other(
        machine_.getTarget().createMCSubtargetInfo(machine_.getTargetTriple(), cpu, ""));
    for (const llvm::SubtargetFeatureKV& feature : host_.getAllProcessorFeatures()) {
      // Tuning flags ("fast-...") are no matter of correctness; a feature that decides what may run has a name that
      // target-features lists know without a dash in front.
      if (other->hasFeature(feature.Value) && !host_.hasFeature(feature.Value) && is_instruction_set(feature.Key)) {
        missing = feature.Key;
        return false;
      }
    }
    return true;
  }

 private:
  static bool is_instruction_set(StringRef name) {
    for (StringRef prefix :
         {"fast", "slow", "tuning", "prefer",     "idiv", "false-deps", "no-",   "use-",  "branch", "macro",
          "lea-", "inc-", "pad-",   "vzeroupper", "sbb",  "fsrm",       "ermsb", "allow", "avoid",  "harden"})
      if (name.starts_with(prefix)) return false;
    return true;
  }

  Adapted compute(StringRef cpu, StringRef features) {
    Adapted out;
    if (!cpu.empty() && host_.isCPUStringValid(cpu)) {
      if (present(cpu, out.missing))
        out.cpu = cpu.str();
      else
        out.lacking = true, out.cpu = host_.getCPU().str();
    }
    llvm::SmallVector<StringRef, 32> list;
    features.split(list, ',', -1, false);
    llvm::SmallString<256> kept;
    for (StringRef item : list) {
      bool on = item.starts_with("+");
      StringRef name = item.drop_front();
      if ((!on && !item.starts_with("-")) || !known_.contains(name)) continue;
      if (!on && (name == "64bit" || name == "64bit-mode")) continue;
      if (on && (name == "16bit-mode" || name == "32bit-mode")) continue;
      if (on && !host_.checkFeatures(item) && is_instruction_set(name)) {
        if (!out.lacking) out.missing = name.str();
        out.lacking = true;
        continue;
      }
      if (!kept.empty()) kept += ',';
      kept += item;
    }
    out.features = kept.str().str();
    return out;
  }

  llvm::TargetMachine& machine_;
  const llvm::MCSubtargetInfo& host_;
  llvm::StringSet<> known_;
  llvm::StringMap<Adapted> seen_;
};

bool uses_target_intrinsics(const llvm::Function& function) {
  for (const llvm::Instruction& instruction : llvm::instructions(function))
    if (auto* call = llvm::dyn_cast<llvm::CallBase>(&instruction))
      if (const llvm::Function* callee = call->getCalledFunction())
        if (callee->getName().starts_with("llvm.x86.")) return true;
  return false;
}

void set_or_remove(llvm::Function& function, StringRef name, StringRef value) {
  if (value.empty())
    function.removeFnAttr(name);
  else if (function.getFnAttribute(name).getValueAsString() != value)
    function.addFnAttr(name, value);
}

}  // namespace

void adapt_features(llvm::Module& module, llvm::TargetMachine& machine, Report& report) {
  Adapter adapter(machine);
  unsigned baseline = 0, functions = 0;
  for (llvm::Function& function : module) {
    StringRef cpu = function.getFnAttribute("target-cpu").getValueAsString();
    StringRef features = function.getFnAttribute("target-features").getValueAsString();
    if (function.hasFnAttribute("tune-cpu")) function.addFnAttr("tune-cpu", machine.getTargetCPU());
    if (!function.isDeclaration()) functions++, baseline += cpu == "x86-64";
    if (cpu.empty() && features.empty()) continue;
    const Adapted& adapted = adapter.adapt(cpu, features);
    if (adapted.lacking && uses_target_intrinsics(function)) {
      report.warning(module.getModuleIdentifier(), "function '" + function.getName() + "' uses " + adapted.missing +
                                                       " instructions, which this machine does not have");
      continue;
    }
    set_or_remove(function, "target-cpu", adapted.cpu);
    set_or_remove(function, "target-features", adapted.features);
  }
  if (baseline && baseline * 2 > functions)
    report.remark(module.getModuleIdentifier(),
                  "the code is for the oldest x86-64 (target-cpu=\"x86-64\"); with -march=native, or without that "
                  "attribute, it may use all that this machine has");
}

}  // namespace gort::compiler
