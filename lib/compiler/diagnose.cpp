// lib/compiler/diagnose.cpp: see diagnose.h.
#include "compiler/diagnose.h"

#include <llvm/IR/Constants.h>
#include <llvm/IR/DebugInfoMetadata.h>
#include <llvm/IR/DiagnosticHandler.h>
#include <llvm/IR/DiagnosticInfo.h>
#include <llvm/IR/DiagnosticPrinter.h>
#include <llvm/IR/Instructions.h>
#include <llvm/Support/SourceMgr.h>

namespace gort::compiler {

using namespace llvm;

namespace {

// "FILE:LINE:COL" of an instruction with debug information, otherwise "FILE: in function NAME".
std::string place(const Module& module, const Instruction* instruction) {
  const std::string& file = module.getModuleIdentifier();
  if (!instruction) return file;
  if (const DebugLoc& at = instruction->getDebugLoc())
    return (cast<DIScope>(at.getScope())->getFilename() + ":" + Twine(at.getLine()) + ":" + Twine(at.getCol())).str();
  return file + ": in function " + instruction->getFunction()->getName().str();
}

// The inline assembly that carries this source cookie.
const Instruction* find_assembly(const Module& module, uint64_t cookie) {
  for (const Function& f : module)
    for (const BasicBlock& b : f)
      for (const Instruction& i : b)
        if (auto* call = dyn_cast<CallBase>(&i); call && call->isInlineAsm())
          if (MDNode* location = i.getMetadata("srcloc"))
            for (const MDOperand& o : location->operands())
              if (auto* c = mdconst::dyn_extract<ConstantInt>(o); c && c->getZExtValue() == cookie) return &i;
  return nullptr;
}

// The diagnostics of code generation that carry a source line.
const DiagnosticInfoWithLocationBase* located_info(const DiagnosticInfo& info) {
  const DiagnosticInfoWithLocationBase* located = nullptr;
  if (auto* unsupported = dyn_cast<DiagnosticInfoUnsupported>(&info)) located = unsupported;
  if (auto* limit = dyn_cast<DiagnosticInfoResourceLimit>(&info)) located = limit;
  return located && located->isLocationAvailable() ? located : nullptr;
}

}  // namespace

class Handler : public DiagnosticHandler {
 public:
  Handler(Diagnostics& owner, const Module& module) : owner_(owner), module_(module) {}

  bool handleDiagnostics(const DiagnosticInfo& info) override {
    DiagnosticSeverity severity = info.getSeverity();
    if (severity != DS_Error && severity != DS_Warning) return true;
    std::string where, text;
    raw_string_ostream out(text);
    if (auto* source = dyn_cast<DiagnosticInfoSrcMgr>(&info)) {
      const SMDiagnostic& d = source->getSMDiag();
      where = place(module_, source->getLocCookie() ? find_assembly(module_, source->getLocCookie()) : nullptr);
      out << d.getMessage() << " in inline assembly:" << StringRef(d.getLineContents()).rtrim();
    } else if (auto* assembly = dyn_cast<DiagnosticInfoInlineAsm>(&info)) {
      where = place(module_, assembly->getInstruction());
      out << assembly->getMsgStr();
    } else if (auto* located = located_info(info)) {
      where = located->getLocationStr();
      DiagnosticPrinterRawOStream printer(out);
      info.print(printer);
    } else {
      where = module_.getModuleIdentifier();
      DiagnosticPrinterRawOStream printer(out);
      info.print(printer);
    }
    if (severity == DS_Error) {
      owner_.errors_++;
      owner_.report_.error(where, text);
    } else {
      owner_.report_.warning(where, text);
    }
    return true;
  }

 private:
  Diagnostics& owner_;
  const Module& module_;
};

void Diagnostics::watch(LLVMContext& context, const Module& module) {
  context.setDiagnosticHandler(std::make_unique<Handler>(*this, module));
}

}  // namespace gort::compiler
