// lib/compiler/read.cpp: from the files of the command line to one program.
//
// Order and archives work as with a static linker: every file given is part of the program; a member of an archive is
// pulled in when it defines a name that something refers to and nothing defines yet. Like lld, and unlike older
// linkers, archives may stand before the files that need them. An archive's own symbol table is used; one without a
// table (made by an `ar` that does not know bitcode) is scanned.
//
// All IR is linked into one module. Symbols are collected before that, so that a name defined twice is reported with
// both files, native objects included. What is left undefined is somebody else's: the linking side looks in shared
// libraries.
#include <llvm/ADT/DenseSet.h>
#include <llvm/ADT/StringMap.h>
#include <llvm/Bitcode/BitcodeReader.h>
#include <llvm/IR/DebugInfo.h>
#include <llvm/IR/DiagnosticInfo.h>
#include <llvm/IR/DiagnosticPrinter.h>
#include <llvm/IR/Module.h>
#include <llvm/Linker/Linker.h>
#include <llvm/Object/Archive.h>
#include <llvm/Object/ELFObjectFile.h>
#include <llvm/Object/ModuleSymbolTable.h>

#include "compiler/abi.h"
#include "compiler/check.h"
#include "compiler/input.h"
#include "compiler/ir.h"

namespace gort::compiler {
namespace {

using llvm::StringRef;
using SymbolFlags = llvm::object::BasicSymbolRef::Flags;
using llvm::object::BasicSymbolRef;

// LLVM's own complaints (the linker's, the upgrader's) come through the context. The handler stays for the program's
// life.
void diagnose(const llvm::DiagnosticInfo* info, void* report) {
  std::string text;
  llvm::raw_string_ostream out(text);
  llvm::DiagnosticPrinterRawOStream printer(out);
  info->print(printer);
  auto& to = *static_cast<Report*>(report);
  switch (info->getSeverity()) {
    case llvm::DS_Error:
      to.error("", text);
      break;
    case llvm::DS_Warning:
      to.warning("", text);
      break;
    default:
      to.remark("", text);
      break;
  }
}

// Archives whose members wait to be needed.
class Archives {
 public:
  explicit Archives(Report& report) : report_(report) {}

  void add(Input input) {
    auto archive = llvm::object::Archive::create(*input.buffer);
    if (!archive) return damaged(input.name, archive.takeError());
    Entry& entry = entries_.emplace_back(Entry{std::move(input), std::move(*archive)});
    unsigned index = entries_.size() - 1;
    for (const llvm::object::Archive::Symbol& symbol : entry.archive->symbols()) {
      auto member = symbol.getMember();
      if (!member) return damaged(entry.input.name, member.takeError());
      members_.try_emplace(symbol.getName(), Place{index, member->getChildOffset()});
    }
    if (!entry.archive->hasSymbolTable() || entry.archive->getNumberOfSymbols() == 0) scan(index);
  }

  // The member that defines `symbol`, when it has not been taken yet.
  std::optional<Input> take(StringRef symbol) {
    auto found = members_.find(symbol);
    if (found == members_.end() || !taken_.insert({found->second.archive, found->second.offset}).second)
      return std::nullopt;
    Entry& entry = entries_[found->second.archive];
    llvm::Error error = llvm::Error::success();
    for (const llvm::object::Archive::Child& child : entry.archive->children(error)) {
      if (child.getChildOffset() != found->second.offset) continue;
      // Leaving the loop early: the error state must be looked at.
      llvm::consumeError(std::move(error));
      return member(entry, child);
    }
    if (error) damaged(entry.input.name, std::move(error));
    return std::nullopt;
  }

 private:
  struct Entry {
    Input input;
    std::unique_ptr<llvm::object::Archive> archive;
  };
  struct Place {
    unsigned archive;
    uint64_t offset;
  };

  void damaged(StringRef name, llvm::Error error) {
    report_.error(name, "damaged archive: " + llvm::toString(std::move(error)));
  }

  std::optional<Input> member(const Entry& entry, const llvm::object::Archive::Child& child) {
    auto buffer = child.getMemoryBufferRef();
    if (!buffer) {
      damaged(entry.input.name, buffer.takeError());
      return std::nullopt;
    }
    std::string name = entry.input.name + "(" + buffer->getBufferIdentifier().str() + ")";
    // A copy is aligned and ends in a zero, as the readers of objects and of text ask for.
    return make_input(name, llvm::MemoryBuffer::getMemBufferCopy(buffer->getBuffer(), name), report_);
  }

  void scan(unsigned index) {
    Entry& entry = entries_[index];
    llvm::Error error = llvm::Error::success();
    for (const llvm::object::Archive::Child& child : entry.archive->children(error)) {
      std::optional<Input> input = member(entry, child);
      if (!input || input->kind == InputKind::unusable) continue;
      for (const std::string& name : names_defined_in(*input))
        members_.try_emplace(name, Place{index, child.getChildOffset()});
    }
    if (error) damaged(entry.input.name, std::move(error));
  }

  static std::vector<std::string> names_defined_in(const Input& input) {
    std::vector<std::string> names;
    llvm::LLVMContext context;
    auto file = llvm::object::SymbolicFile::createSymbolicFile(
        *input.buffer, input.kind == InputKind::bitcode ? llvm::file_magic::bitcode : llvm::file_magic::elf_relocatable,
        &context);
    if (!file) {
      llvm::consumeError(file.takeError());
      return names;
    }
    for (const BasicSymbolRef& symbol : (*file)->symbols()) {
      auto flags = symbol.getFlags();
      if (!flags) {
        llvm::consumeError(flags.takeError());
        continue;
      }
      if ((*flags & BasicSymbolRef::SF_Undefined) || !(*flags & BasicSymbolRef::SF_Global)) continue;
      std::string name;
      llvm::raw_string_ostream out(name);
      if (llvm::Error error = symbol.printName(out))
        llvm::consumeError(std::move(error));
      else
        names.push_back(name);
    }
    return names;
  }

  Report& report_;
  std::vector<Entry> entries_;
  llvm::StringMap<Place> members_;
  llvm::DenseSet<std::pair<unsigned, uint64_t>> taken_;
};

class Reader {
 public:
  Reader(const Options& options, llvm::TargetMachine& machine, Report& report)
      : options_(options), machine_(machine), report_(report), archives_(report) {
    program_.context = std::make_unique<llvm::LLVMContext>();
    program_.context->setDiagnosticHandlerCallBack(diagnose, &report, true);
  }

  std::optional<Program> run() {
    for (const std::string& file : options_.files) add(open_input(file, report_));
    for (const char* name : {"main_main", "main_inittask"}) want(options_.entry.empty() ? name : options_.entry, "");
    pull();
    if (!defined_.contains(options_.entry.empty() ? "main_main" : options_.entry)) want("main", ""), pull();
    // What the checks of single modules found does not keep the rest from being looked at.
    if (report_.errors() > check_errors_ || !link()) return std::nullopt;
    find_libraries();
    program_.has_debug_info = program_.module->getNamedMetadata("llvm.dbg.cu") != nullptr;
    if (!check_program(program_, options_, machine_, report_)) return std::nullopt;
    return std::move(program_);
  }

 private:
  struct Definition {
    std::string file;
    bool strong;
  };

  void add(Input input) {
    switch (input.kind) {
      case InputKind::unusable:
        return;
      case InputKind::archive:
        return archives_.add(std::move(input));
      case InputKind::object:
        return add_object(std::move(input));
      case InputKind::text:
      case InputKind::bitcode:
        break;
    }
    size_t first = modules_.size();
    if (!read_ir(input, *program_.context, machine_, report_, modules_)) return;
    for (size_t i = first; i < modules_.size(); i++) {
      unsigned before = report_.errors();
      check_module(*modules_[i], options_, report_);
      check_errors_ += report_.errors() - before;
      collect(*modules_[i]);
    }
  }

  void add_object(Input input) {
    auto object = llvm::object::ObjectFile::createELFObjectFile(input.buffer->getMemBufferRef());
    if (!object) {
      report_.error(input.name, "damaged object file: " + llvm::toString(object.takeError()));
      return;
    }
    for (const llvm::object::SymbolRef& symbol : (*object)->symbols()) {
      auto flags = symbol.getFlags();
      auto name = symbol.getName();
      if (!flags || !name) {
        llvm::consumeError(flags.takeError());
        llvm::consumeError(name.takeError());
        report_.error(input.name, "damaged object file: unreadable symbol table");
        return;
      }
      note(*name, *flags, input.name);
    }
    program_.natives.push_back({std::move(input.name), std::move(input.buffer)});
  }

  void collect(const llvm::Module& module) {
    for (const llvm::GlobalValue& value : module.global_values()) {
      if (!value.hasName() || value.hasLocalLinkage() || value.getName().starts_with("llvm.")) continue;
      uint32_t flags = BasicSymbolRef::SF_Global;
      if (value.isDeclarationForLinker()) {
        if (value.use_empty()) continue;
        flags |= BasicSymbolRef::SF_Undefined;
        if (value.hasExternalWeakLinkage()) flags |= BasicSymbolRef::SF_Weak;
      } else if (value.hasCommonLinkage()) {
        flags |= BasicSymbolRef::SF_Common;
      } else if (value.isWeakForLinker()) {
        flags |= BasicSymbolRef::SF_Weak;
      }
      note(value.getName(), flags, module.getModuleIdentifier());
    }
    if (module.getModuleInlineAsm().empty()) return;
    llvm::ModuleSymbolTable::CollectAsmSymbols(module, [&](StringRef name, SymbolFlags flags) {
      const llvm::GlobalValue* value = module.getNamedValue(name);
      if (value && !value->isDeclaration()) return;
      note(name, flags, module.getModuleIdentifier());
    });
  }

  void note(StringRef name, uint32_t flags, StringRef file) {
    if (!(flags & BasicSymbolRef::SF_Global) || (flags & BasicSymbolRef::SF_FormatSpecific)) return;
    if (flags & BasicSymbolRef::SF_Undefined) {
      if (!(flags & BasicSymbolRef::SF_Weak)) want(name, file);
      return;
    }
    bool strong = !(flags & (BasicSymbolRef::SF_Weak | BasicSymbolRef::SF_Common));
    auto [entry, fresh] = defined_.try_emplace(name, Definition{file.str(), strong});
    if (fresh || !strong) return;
    if (entry->second.strong)
      report_.error(file, "'" + name + "' is defined here and in " + entry->second.file + " as well");
    entry->second = {file.str(), true};
  }

  void want(StringRef name, StringRef file) {
    if (!defined_.contains(name) && program_.wanted_by.try_emplace(name, file).second) queue_.push_back(name.str());
  }

  // Takes members out of archives until nothing more is needed from them.
  void pull() {
    while (!queue_.empty()) {
      std::string name = std::move(queue_.back());
      queue_.pop_back();
      if (defined_.contains(name) || (find_abi(name) && is_runtime_name(name))) continue;
      if (std::optional<Input> input = archives_.take(name)) add(std::move(*input));
    }
  }

  bool link() {
    if (modules_.empty()) {
      // A program of native objects only has nothing for the runtime to run on goroutines but its entry point.
      if (program_.natives.empty()) {
        report_.error("", "no modules to run");
        return false;
      }
      report_.error(program_.natives[0].name,
                    "the program has native objects only; at least one module of LLVM IR (.ll, .bc) is needed");
      return false;
    }
    program_.module = std::move(modules_[0]);
    if (modules_.size() > 1) {
      llvm::Linker linker(*program_.module);
      for (size_t i = 1; i < modules_.size(); i++) {
        std::string file = modules_[i]->getModuleIdentifier();
        unsigned before = report_.errors();
        if (linker.linkInModule(std::move(modules_[i]))) {
          if (report_.errors() == before) report_.error(file, "cannot be linked with the modules before it");
          return false;
        }
      }
    }
    return true;
  }

  void find_libraries() {
    bool cxx = false, unwind = false;
    for (const llvm::StringRef name : program_.wanted_by.keys()) {
      if (defined_.contains(name)) continue;
      bool c_library = name == "__cxa_atexit" || name == "__cxa_finalize" || name == "__cxa_thread_atexit_impl";
      cxx |= !c_library && (name.starts_with("_Z") || name.starts_with("__cxa_") || name.starts_with("__gxx_"));
      unwind |= name.starts_with("_Unwind_") || name.starts_with("__gcc_personality");
    }
    if (cxx) program_.libraries.push_back("libstdc++.so.6");
    if (cxx || unwind) program_.libraries.push_back("libgcc_s.so.1");
  }

  const Options& options_;
  llvm::TargetMachine& machine_;
  Report& report_;
  Program program_;
  std::vector<std::unique_ptr<llvm::Module>> modules_;
  Archives archives_;
  llvm::StringMap<Definition> defined_;
  std::vector<std::string> queue_;
  unsigned check_errors_ = 0;
};

}  // namespace

std::optional<Program> read(const Options& options, llvm::TargetMachine& machine, Report& report) {
  return Reader(options, machine, report).run();
}

}  // namespace gort::compiler
