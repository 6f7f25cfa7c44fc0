#include "compiler/input.h"

#include <llvm/AsmParser/Parser.h>
#include <llvm/BinaryFormat/Magic.h>
#include <llvm/Bitcode/BitcodeReader.h>
#include <llvm/Config/llvm-config.h>
#include <llvm/IR/AutoUpgrade.h>
#include <llvm/IR/DebugInfo.h>
#include <llvm/IR/Module.h>
#include <llvm/IR/Verifier.h>
#include <llvm/Object/ELFObjectFile.h>
#include <llvm/Object/IRObjectFile.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/SourceMgr.h>
#include <llvm/Target/TargetMachine.h>

namespace gort::compiler {
namespace {

using llvm::StringRef;

// LLVM's messages end in a full stop or a newline now and then.
std::string message_of(llvm::Error error) {
  std::string text = llvm::toString(std::move(error));
  while (!text.empty() && (text.back() == '\n' || text.back() == '.')) text.pop_back();
  return text;
}

bool is_text(StringRef content) {
  for (unsigned char c : content.take_front(4096))
    if (c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != '\v') return false;
  return true;
}

// An ELF object of this machine, or the bitcode inside it.
InputKind classify_object(Input& input, Report& report) {
  auto object = llvm::object::ObjectFile::createELFObjectFile(input.buffer->getMemBufferRef());
  if (!object) {
    report.error(input.name, "damaged object file: " + message_of(object.takeError()));
    return InputKind::unusable;
  }
  if ((*object)->getArch() != llvm::Triple::x86_64 || !(*object)->is64Bit()) {
    report.error(input.name, "an object for " + llvm::Triple::getArchTypeName((*object)->getArch()) +
                                 "; this gort runs x86_64 Linux code");
    return InputKind::unusable;
  }
  auto bitcode = llvm::object::IRObjectFile::findBitcodeInObject(**object);
  if (!bitcode) {
    llvm::consumeError(bitcode.takeError());
    return InputKind::object;
  }
  if (llvm::identify_magic(bitcode->getBuffer()) != llvm::file_magic::bitcode) return InputKind::object;
  input.buffer = llvm::MemoryBuffer::getMemBufferCopy(bitcode->getBuffer(), input.name);
  return InputKind::bitcode;
}

InputKind classify(Input& input, Report& report) {
  StringRef content = input.buffer->getBuffer();
  auto refuse = [&](const llvm::Twine& what) {
    report.error(input.name, what);
    return InputKind::unusable;
  };
  if (content.empty()) return refuse("the file is empty");
  switch (llvm::identify_magic(content)) {
    using llvm::file_magic;
    case file_magic::bitcode:
      return InputKind::bitcode;
    case file_magic::archive:
      return InputKind::archive;
    case file_magic::elf_relocatable:
      return classify_object(input, report);
    case file_magic::elf_shared_object:
      return refuse("a shared library or a position-independent executable; a library is given with -l");
    case file_magic::elf_executable:
      return refuse("an executable; gort runs LLVM IR (clang -emit-llvm), objects and archives");
    case file_magic::elf:
    case file_magic::elf_core:
      return refuse("an ELF file that is neither an object nor a library");
    case file_magic::unknown:
      break;
    default:
      return refuse("an object file of another system; this gort runs x86_64 Linux code");
  }
  if (content.starts_with("BC") ||
      content.starts_with("\x7f"
                          "ELF") ||
      content.starts_with("!<"))
    return refuse("the file is cut off or damaged");
  if (!is_text(content)) return refuse("not LLVM IR: neither bitcode nor text, nor an object or an archive");
  return InputKind::text;
}

// The layout that a module without one is read with: it decides alignments while the text is parsed.
std::optional<std::string> layout_for(const llvm::TargetMachine& machine, StringRef layout) {
  if (!layout.empty()) return std::nullopt;
  return machine.createDataLayout().getStringRepresentation();
}

bool is_this_system(const llvm::Triple& triple) {
  bool system = triple.isOSLinux() || triple.getOS() == llvm::Triple::UnknownOS;
  return triple.getArch() == llvm::Triple::x86_64 && system && triple.isOSBinFormatELF() && !triple.isX32() &&
         !triple.isAndroid();
}

bool check_target(llvm::Module& module, const llvm::TargetMachine& machine, Report& report) {
  const llvm::Triple& host = machine.getTargetTriple();
  const llvm::Triple& given = module.getTargetTriple();
  StringRef file = module.getModuleIdentifier();
  if (!given.str().empty()) {
    if (!is_this_system(given)) {
      report.error(file, "the module is for " + given.str() + ", this machine is " + host.str() +
                             "; compile it with --target=" + host.str());
      return false;
    }
    if (given.isMusl()) report.warning(file, "the module is for musl (" + given.str() + "), it will run with glibc");
  }
  std::string want = machine.createDataLayout().getStringRepresentation();
  std::string have = llvm::UpgradeDataLayoutString(module.getDataLayoutStr(), host.str());
  if (have != want) {
    report.error(file, "the module's data layout is not this machine's:\n  module:  " + have + "\n  machine: " + want);
    return false;
  }
  module.setTargetTriple(host);
  module.setDataLayout(want);
  return true;
}

bool verify(llvm::Module& module, Report& report) {
  std::string text;
  llvm::raw_string_ostream out(text);
  bool broken_debug_info = false;
  if (!llvm::verifyModule(module, &out, &broken_debug_info)) {
    if (broken_debug_info) {
      report.warning(module.getModuleIdentifier(), "the debug information is damaged, it is left out");
      llvm::StripDebugInfo(module);
    }
    return true;
  }
  // The verifier prints each finding followed by the values concerned; the first few tell what is wrong.
  constexpr unsigned kLines = 12;
  llvm::SmallVector<StringRef, 16> lines;
  StringRef(text).split(lines, '\n', kLines, false);
  std::string shown;
  for (size_t i = 0; i < lines.size() && i < kLines; i++) shown += "\n  " + lines[i].rtrim().str();
  report.error(module.getModuleIdentifier(), "the module is not valid IR:" + shown);
  return false;
}

std::string producer_of(llvm::MemoryBufferRef buffer) {
  auto producer = llvm::getBitcodeProducerString(buffer);
  if (producer) return *producer;
  llvm::consumeError(producer.takeError());
  return {};
}

// "LLVM22.1.8-rust-1.90" -> 22
unsigned major_version(StringRef producer) {
  unsigned major = 0;
  size_t digit = producer.find_first_of("0123456789");
  if (digit != StringRef::npos) producer.substr(digit).consumeInteger(10, major);
  return major;
}

void report_bitcode_error(const Input& input, llvm::Error error, Report& report) {
  std::string text = message_of(std::move(error));
  if (size_t at = text.find(" (Producer: "); at != std::string::npos) text.resize(at);  // said better below
  std::string producer = producer_of(*input.buffer);
  if (text.starts_with("Incompatible epoch")) {
    // LLVM does not read on to who it was.
    report.error(input.name, "the bitcode was written by an LLVM newer than gort's " LLVM_VERSION_STRING ": " + text +
                                 "; compile with clang " + llvm::Twine(LLVM_VERSION_MAJOR));
  } else if (producer.empty() ||
             (StringRef(producer).starts_with("LLVM") && major_version(producer) == LLVM_VERSION_MAJOR)) {
    report.error(input.name, "the bitcode is damaged: " + text);
  } else {
    report.error(input.name, "the bitcode was written by " + producer +
                                 ", gort reads LLVM " LLVM_VERSION_STRING " and older: " + text +
                                 "; compile with clang " + llvm::Twine(LLVM_VERSION_MAJOR));
  }
}

bool read_bitcode(const Input& input, llvm::LLVMContext& context, llvm::TargetMachine& machine, Report& report,
                  std::vector<std::unique_ptr<llvm::Module>>& out) {
  auto modules = llvm::getBitcodeModuleList(*input.buffer);
  if (!modules) {
    report_bitcode_error(input, modules.takeError(), report);
    return false;
  }
  if (modules->empty()) {
    report.error(input.name, "the bitcode file holds no module");
    return false;
  }
  for (llvm::BitcodeModule& bitcode : *modules) {
    llvm::ParserCallbacks callbacks([&](StringRef, StringRef layout) { return layout_for(machine, layout); });
    auto module = bitcode.parseModule(context, std::move(callbacks));
    if (!module) {
      report_bitcode_error(input, module.takeError(), report);
      return false;
    }
    out.push_back(std::move(*module));
  }
  return true;
}

bool read_text(const Input& input, llvm::LLVMContext& context, llvm::TargetMachine& machine, Report& report,
               std::vector<std::unique_ptr<llvm::Module>>& out) {
  llvm::SMDiagnostic diagnostic;
  auto module = llvm::parseAssembly(llvm::MemoryBufferRef(input.buffer->getBuffer(), input.name), diagnostic, context,
                                    nullptr, [&](StringRef, StringRef layout) { return layout_for(machine, layout); });
  if (!module) {
    report.syntax(diagnostic);
    return false;
  }
  out.push_back(std::move(module));
  return true;
}

}  // namespace

Input make_input(std::string name, std::unique_ptr<llvm::MemoryBuffer> buffer, Report& report) {
  Input input{std::move(name), std::move(buffer)};
  input.kind = classify(input, report);
  return input;
}

Input open_input(StringRef path, Report& report) {
  auto refuse = [&](std::error_code error) {
    report.error(path, "cannot read the file: " + error.message());
    return Input{path.str(), nullptr};
  };
  if (path == "-") {
    auto buffer = llvm::MemoryBuffer::getSTDIN();
    if (!buffer) return refuse(buffer.getError());
    return make_input("<stdin>", std::move(*buffer), report);
  }
  llvm::sys::fs::file_status status;
  if (std::error_code error = llvm::sys::fs::status(path, status)) return refuse(error);
  if (llvm::sys::fs::is_directory(status)) {
    report.error(path, "is a directory; gort takes .ll, .bc, .o and .a files");
    return Input{path.str(), nullptr};
  }
  auto buffer = llvm::MemoryBuffer::getFile(path);
  if (!buffer) return refuse(buffer.getError());
  return make_input(path.str(), std::move(*buffer), report);
}

bool read_ir(const Input& input, llvm::LLVMContext& context, llvm::TargetMachine& machine, Report& report,
             std::vector<std::unique_ptr<llvm::Module>>& out) {
  std::vector<std::unique_ptr<llvm::Module>> modules;
  auto read = input.kind == InputKind::bitcode ? read_bitcode : read_text;
  if (!read(input, context, machine, report, modules)) return false;
  bool good = true;
  for (auto& module : modules) {
    module->setModuleIdentifier(input.name);
    if (!check_target(*module, machine, report) || !verify(*module, report)) {
      good = false;
      continue;
    }
    adapt_features(*module, machine, report);
    out.push_back(std::move(module));
  }
  return good;
}

}  // namespace gort::compiler
