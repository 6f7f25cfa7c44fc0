// lib/compiler/pipeline.cpp: the order of our passes, and why it is this one.
//
//   lower()   what nobody refers to goes first: half of what Rust's fat LTO emits at opt-level 0. Whatever another file
//   or
//             dlsym could name stays. Coroutines are split next, since a coroutine's thread-local addresses must not
//             live across a suspension; then what the optimiser should see the real form of: attributes of substituted
//             functions, constructor lists, thread-local accesses (their calls are merged and hoisted).
//   finish()  landings of sjlj, where no optimiser can move anything in between any more; allocas while functions are
//   still whole; variadic functions next, so that their bodies are routed like any
//             other; calls; attributes last, on every function that the others made.
#include <llvm/IR/PassManager.h>
#include <llvm/Passes/PassBuilder.h>
#include <llvm/Transforms/Coroutines/CoroCleanup.h>
#include <llvm/Transforms/Coroutines/CoroEarly.h>
#include <llvm/Transforms/Coroutines/CoroSplit.h>
#include <llvm/Transforms/IPO/GlobalDCE.h>

#include "compiler/ir.h"
#include "compiler/passes/passes.h"

namespace gort::compiler {
namespace {

void prepare(llvm::Module& module) {
  llvm::PassBuilder builder;
  llvm::LoopAnalysisManager loops;
  llvm::FunctionAnalysisManager functions;
  llvm::CGSCCAnalysisManager components;
  llvm::ModuleAnalysisManager modules;
  builder.registerModuleAnalyses(modules);
  builder.registerCGSCCAnalyses(components);
  builder.registerFunctionAnalyses(functions);
  builder.registerLoopAnalyses(loops);
  builder.crossRegisterProxies(loops, functions, components, modules);
  llvm::ModulePassManager passes;
  passes.addPass(llvm::GlobalDCEPass());
  // clang has split coroutines in what it emits, other front ends leave them to us.
  if (llvm::any_of(module, [](const llvm::Function& f) { return f.isPresplitCoroutine(); })) {
    passes.addPass(llvm::CoroEarlyPass());
    passes.addPass(llvm::createModuleToPostOrderCGSCCPassAdaptor(llvm::CoroSplitPass()));
    passes.addPass(llvm::CoroCleanupPass());
  }
  passes.run(module, modules);
}

}  // namespace

llvm::Error lower(Program& program, llvm::TargetMachine&) {
  keep_entries(program);  // what only the boot calls is not dead
  prepare(*program.module);
  substitute(*program.module);
  collect_init_functions(program);
  return lower_thread_locals(program);
}

llvm::Error finish(Program& program, llvm::TargetMachine&, uint64_t base, bool frame_pointers) {
  mark_sjlj(*program.module);
  mark_defers(*program.module);
  realign_allocas(*program.module);
  split_variadics(*program.module);
  route_calls(program, base);
  finish_frames(*program.module, frame_pointers);
  return llvm::Error::success();
}

std::optional<std::pair<llvm::StringRef, uint32_t>> foreign_stub(llvm::StringRef symbol) {
  size_t at = symbol.rfind("$gort");
  uint32_t bytes = 0;
  if (at == llvm::StringRef::npos || at == 0 || symbol.substr(at + 5).getAsInteger(10, bytes)) return std::nullopt;
  return std::pair(symbol.take_front(at), bytes);
}

}  // namespace gort::compiler
