// lib/compiler/generate.cpp: optimising and generating code. See generate.h for the policy.
#include "compiler/generate.h"

#include <llvm/IR/LegacyPassManager.h>
#include <llvm/MC/TargetRegistry.h>
#include <llvm/Passes/PassBuilder.h>
#include <llvm/Passes/StandardInstrumentations.h>
#include <llvm/Support/SmallVectorMemoryBuffer.h>
#include <llvm/Support/raw_ostream.h>
#include <llvm/TargetParser/Host.h>
#include <llvm/TargetParser/SubtargetFeature.h>

#include "compiler/diagnose.h"
#include "compiler/partition.h"

namespace gort::compiler {
namespace {

using namespace llvm;

// Whether the front end left the module unoptimised, as clang -O0 does.
bool is_unoptimised(const Module& module) {
  size_t defined = 0, optnone = 0;
  for (const Function& f : module)
    if (!f.isDeclaration()) defined++, optnone += f.hasOptNone();
  return optnone * 2 > defined;
}

void set_level(TargetMachine& target, CodeGenOptLevel level) {
  target.setOptLevel(level);
  target.setFastISel(level == CodeGenOptLevel::None);
}

std::unique_ptr<MemoryBuffer> generate_object(Module& module, TargetMachine& target) {
  SmallVector<char, 0> bytes;
  raw_svector_ostream out(bytes);
  legacy::PassManager passes;
  MCContext* context;
  if (target.addPassesToEmitMC(passes, context, out, /*DisableVerify=*/true)) return nullptr;
  passes.run(module);
  return std::make_unique<SmallVectorMemoryBuffer>(std::move(bytes), module.getModuleIdentifier(),
                                                   /*RequiresNullTerminator=*/false);
}

}  // namespace

std::unique_ptr<TargetMachine> make_target(Report& report) {
  Triple triple(sys::getProcessTriple());
  std::string error;
  const Target* target = TargetRegistry::lookupTarget(triple, error);
  if (!target) {
    report.error("", error);
    return nullptr;
  }
  SubtargetFeatures features;
  for (auto& [name, present] : sys::getHostCPUFeatures()) features.AddFeature(name, present);
  TargetOptions options;
  options.EmulatedTLS = false;
  std::unique_ptr<TargetMachine> machine(
      target->createTargetMachine(triple, sys::getHostCPUName(), features.getString(), options, Reloc::PIC_,
                                  CodeModel::Small, CodeGenOptLevel::Default, /*JIT=*/true));
  if (!machine) report.error("", "LLVM cannot generate code for " + triple.str());
  return machine;
}

void optimise(Program& program, TargetMachine& target, const Options& options) {
  Module& module = *program.module;
  bool unoptimised = is_unoptimised(module);
  // The second image of --lazy is to be better than the first.
  int level = options.opt_level == -1 && options.lazy && unoptimised ? 2 : options.opt_level;
  switch (level) {
    case -1:
      return set_level(target, unoptimised ? CodeGenOptLevel::None : CodeGenOptLevel::Default);
    case 0:
      return set_level(target, CodeGenOptLevel::None);
    case 1:
      set_level(target, CodeGenOptLevel::Less);
      break;
    case 2:
      set_level(target, CodeGenOptLevel::Default);
      break;
    default:
      set_level(target, CodeGenOptLevel::Aggressive);
      break;
  }
  // clang -O0 marks every function noinline optnone; who asks for -O2 here does not mean that.
  if (unoptimised)
    for (Function& f : module)
      if (f.hasOptNone()) {
        f.removeFnAttr(Attribute::OptimizeNone);
        f.removeFnAttr(Attribute::NoInline);
      }
  LoopAnalysisManager loops;
  FunctionAnalysisManager functions;
  CGSCCAnalysisManager sccs;
  ModuleAnalysisManager modules;
  PassInstrumentationCallbacks callbacks;
  std::optional<StandardInstrumentations> instrumentations;
  if (options.time_passes) {
    instrumentations.emplace(module.getContext(), /*DebugLogging=*/false);
    instrumentations->registerCallbacks(callbacks, &modules);
  }
  PassBuilder builder(&target, PipelineTuningOptions(), std::nullopt, &callbacks);
  builder.registerModuleAnalyses(modules);
  builder.registerCGSCCAnalyses(sccs);
  builder.registerFunctionAnalyses(functions);
  builder.registerLoopAnalyses(loops);
  builder.crossRegisterProxies(loops, functions, sccs, modules);
  const OptimizationLevel kLevels[] = {OptimizationLevel::O1, OptimizationLevel::O2, OptimizationLevel::O3};
  builder.buildPerModuleDefaultPipeline(kLevels[std::min(level, 3) - 1]).run(module, modules);
}

std::optional<std::vector<std::unique_ptr<MemoryBuffer>>> generate(Program& program, TargetMachine& target,
                                                                   const Options& options, Report& report) {
  Diagnostics diagnostics(report);
  diagnostics.watch(*program.context, *program.module);
  auto generate = [&](Module& part) -> std::unique_ptr<MemoryBuffer> {
    auto object = generate_object(part, target);
    if (!object) report.error("", "LLVM cannot generate objects for this machine");
    return diagnostics.errors() ? nullptr : std::move(object);
  };
  // Workers would each have timers of their own.
  unsigned parts = options.time_passes ? 1 : partition_count(*program.module);
  if (parts > 1) return generate_parts(*program.module, parts, report, generate);
  std::vector<std::unique_ptr<MemoryBuffer>> objects;
  objects.push_back(generate(*program.module));
  if (!objects[0]) return std::nullopt;
  return objects;
}

void dump_assembly(Program& program, TargetMachine& target) {
  SmallVector<char, 0> text;
  raw_svector_ostream out(text);
  legacy::PassManager passes;
  target.Options.MCOptions.AsmVerbose = true;
  if (!target.addPassesToEmitFile(passes, out, nullptr, CodeGenFileType::AssemblyFile, /*DisableVerify=*/true))
    passes.run(*program.module);
  outs() << text;
  outs().flush();
}

}  // namespace gort::compiler
