// lib/compiler/link.cpp: ORC and JITLink put a program together for addresses where it will lie in another process.
//
// Two JITDylibs: the module's (checked code) and native code's; bind.h says what a name of one is to the other. Nothing
// is ever run here and nothing torn down: the process writes the image and ends. Everything happens on one thread, in
// the order of the objects, so the same input gives the same image.
#include "compiler/link.h"

#include <llvm/ExecutionEngine/Orc/AbsoluteSymbols.h>
#include <llvm/ExecutionEngine/Orc/ObjectFileInterface.h>
#include <llvm/ExecutionEngine/Orc/ObjectLinkingLayer.h>
#include <llvm/ExecutionEngine/Orc/SelfExecutorProcessControl.h>
#include <llvm/Object/ELFObjectFile.h>

#include <cstring>

#include "compiler/bind.h"
#include "compiler/debug_info.h"
#include "compiler/foreign.h"
#include "compiler/record.h"

namespace gort::compiler {
namespace {

using namespace llvm;

// Go's cgo hooks, which boot looks for (BOOT.md, row 15). A program that defines any of them is a cgo program.
struct Hook {
  const char* symbol;
  uint64_t image::Header::* field;
};
constexpr Hook kHooks[] = {
    {"runtime_iscgo", &image::Header::iscgo},
    {"_cgo_thread_start", &image::Header::cgo_thread_start},
    {"_cgo_setenv", &image::Header::cgo_setenv},
    {"_cgo_unsetenv", &image::Header::cgo_unsetenv},
    {"_cgo_notify_runtime_init_done", &image::Header::cgo_notify_runtime_init_done},
};

// Stable: within one priority the order of the object files holds.
void sort_by_priority(std::vector<image::InitFn>& table) {
  for (size_t i = 1; i < table.size(); i++)
    for (size_t j = i; j > 0 && table[j].priority < table[j - 1].priority; j--) std::swap(table[j], table[j - 1]);
}

// Functions by which somebody may ask for the program's names.
constexpr const char* kAsking[] = {"dlopen", "dlmopen", "dlsym", "dlvsym", "dladdr", "dladdr1"};

bool asks_for_names(MemoryBufferRef object) {
  auto file = object::ObjectFile::createObjectFile(object);
  if (!file) {
    consumeError(file.takeError());
    return false;
  }
  return any_of((*file)->symbols(), [](const object::SymbolRef& s) {
    auto name = s.getName();
    if (name) return is_contained(kAsking, *name);
    consumeError(name.takeError());
    return false;
  });
}

// Does an executable that is linked with -rdynamic show it? Of what every file has for itself, C++'s inline functions
// and tables of classes, libraries keep their own.
bool is_exported(const GlobalValue& value) {
  if (value.isDeclarationForLinker() || !value.hasDefaultVisibility() || value.hasLocalLinkage() ||
      value.isThreadLocal())
    return false;
  StringRef name = value.getName();
  bool own = value.hasLinkOnceLinkage() || value.hasWeakODRLinkage();
  if (own && (isa<Function>(value) || name.starts_with("_ZTV") || name.starts_with("_ZTI") || name.starts_with("_ZTS")))
    return false;
  return !name.empty() && name.find_first_of("\1$") == StringRef::npos && !name.starts_with("llvm.");
}

// Thread-local variables of native code belong to threads, and only the dynamic linker can give threads new ones.
bool uses_thread_locals(MemoryBufferRef object) {
  auto file = object::ObjectFile::createObjectFile(object);
  if (!file) {
    consumeError(file.takeError());
    return false;
  }
  auto* elf = dyn_cast<object::ELFObjectFileBase>(file->get());
  return elf && any_of(elf->symbols(), [](const object::ELFSymbolRef& s) { return s.getELFType() == ELF::STT_TLS; });
}

class Linker {
 public:
  Linker(Program& program, const Options& options, uint64_t base, Report& report)
      : program_(program),
        options_(options),
        report_(report),
        linked_(std::make_unique<Linked>(Linked{std::make_unique<Slab>(base), image::Writer(base)})) {}

  std::unique_ptr<Linked> run(std::vector<std::unique_ptr<MemoryBuffer>> objects) {
    for (auto& library : program_.libraries) foreign_.open_companion(library);
    if (Error e = foreign_.open(options_.libraries)) return failed(std::move(e));
    if (Error e = start_session()) return failed(std::move(e));
    if (Error e = add(std::move(objects))) return failed(std::move(e));
    if (Error e = resolve()) return failed(std::move(e));
    if (!report_missing()) return nullptr;
    if (Error e = fill_native_slots()) return failed(std::move(e));
    if (!report_missing()) return nullptr;
    write_tables();
    write_unwind_table();
    if (report_.errors()) return nullptr;
    return std::move(linked_);
  }

 private:
  Error start_session() {
    auto control = orc::SelfExecutorProcessControl::Create(nullptr, std::make_unique<orc::InPlaceTaskDispatcher>());
    if (!control) return control.takeError();
    session_ = new orc::ExecutionSession(std::move(*control));  // never torn down
    session_->setErrorReporter([this](Error e) {
      // What cannot be materialised because something else failed is no news.
      handleAllErrors(
          std::move(e), [](const orc::FailedToMaterialize&) {},
          [&](const ErrorInfoBase& info) { report_.error(source(), info.message()); });
    });
    module_ = &session_->createBareJITDylib("module");
    native_ = &session_->createBareJITDylib("native");
    native_->addToLinkOrder(*module_, orc::JITDylibLookupFlags::MatchAllSymbols);
    slab().set_native(native_);
    layer_ = new orc::ObjectLinkingLayer(*session_, slab());
    recorder_ = std::make_shared<Recorder>(binder_, slab(), image(), *native_, program_.has_debug_info, options_.debug,
                                           source());
    layer_->addPlugin(recorder_);
    module_->addGenerator(std::make_unique<BindingGenerator>(binder_, *native_, false));
    native_->addGenerator(std::make_unique<BindingGenerator>(binder_, *native_, true));

    // Hidden in C++ objects, so it must be in reach; only its address counts.
    uint64_t dso = slab().take(image::kZero, 8, 8);
    orc::SymbolMap own{
        {session_->intern("__dso_handle"), {orc::ExecutorAddr(slab().base() + dso), JITSymbolFlags::Exported}}};
    binder_.defines("__dso_handle");
    return module_->define(orc::absoluteSymbols(std::move(own)));
  }

  Error add(std::vector<std::unique_ptr<MemoryBuffer>> objects) {
    // All names are known before the first is bound.
    for (auto& object : objects) {
      auto interface = orc::getObjectFileInterface(*session_, object->getMemBufferRef());
      if (!interface) return interface.takeError();
      for (auto& [name, flags] : interface->SymbolFlags) binder_.defines(*name);
      if (Error e = layer_->add(*module_, std::move(object), std::move(*interface))) return e;
    }
    for (auto& input : program_.natives) {
      if (uses_thread_locals(input.object->getMemBufferRef()))
        return createStringError(
            "%s: native code with thread-local variables cannot be linked into a program; build it as a "
            "shared library and name that with -l",
            input.name.c_str());
      if (asks_for_names(input.object->getMemBufferRef())) exports_ = true;
      auto interface = orc::getObjectFileInterface(*session_, input.object->getMemBufferRef());
      if (!interface) return createStringError("%s: %s", input.name.c_str(), toString(interface.takeError()).c_str());
      orc::SymbolAliasMap shared;
      std::vector<orc::SymbolStringPtr> left;
      for (auto& [name, flags] : interface->SymbolFlags) {
        // One object of a name in the program: a weak one that the module has too (a static of an inline function, a
        // typeinfo, a common variable) is the module's. Functions may be there twice, each on its own kind of stack.
        if ((flags.isWeak() || flags.isCommon()) && !flags.isCallable() && binder_.is_module(*name)) {
          if (shared_.insert(*name).second) shared[name] = {name, JITSymbolFlags::Exported};
          left.push_back(name);
          continue;
        }
        binder_.native_defines(*name, flags.isCallable());
        // An object's init symbol stands for its constructors, not for an address.
        native_wanted_.add(name, name == interface->InitSymbol ? orc::SymbolLookupFlags::WeaklyReferencedSymbol
                                                               : orc::SymbolLookupFlags::RequiredSymbol);
      }
      for (auto& name : left) interface->SymbolFlags.erase(name);
      if (!shared.empty())
        if (Error e =
                native_->define(orc::reexports(*module_, std::move(shared), orc::JITDylibLookupFlags::MatchAllSymbols)))
          return e;
      input.object = MemoryBuffer::getMemBufferCopy(input.object->getBuffer(), input.name);
      if (Error e = layer_->add(*native_, std::move(input.object), std::move(*interface))) return e;
    }
    return Error::success();
  }

  bool wants_exports() const {
    for (const char* name : kAsking)
      if (program_.module->getFunction(name) || foreign_.is_wanted(name)) return true;
    return any_of(program_.module->global_values(),
                  [this](const GlobalValue& v) { return is_exported(v) && foreign_.is_wanted(v.getName()); });
  }

  void add_exports() {
    DenseMap<uint64_t, uint32_t> sizes;
    for (auto& s : image().symbols) sizes[s.offset] = s.size;
    for (const GlobalValue& v : program_.module->global_values()) {
      if (!is_exported(v)) continue;
      uint64_t at = offsets_.lookup(v.getName());
      if (!at || at >= image::kSpan) continue;
      uint32_t size = sizes.lookup(at);
      if (!isa<FunctionType>(v.getValueType()) && v.getValueType()->isSized())
        size = static_cast<uint32_t>(program_.module->getDataLayout().getTypeAllocSize(v.getValueType()));
      image().exports.push_back({at, size, image().string(v.getName())});
    }
  }

  // Links all that is reached from the symbols that the image's tables name.
  Error resolve() {
    orc::SymbolLookupSet wanted;
    StringSet<> seen;
    auto want = [&](StringRef name, orc::SymbolLookupFlags flags = orc::SymbolLookupFlags::RequiredSymbol) {
      if (!name.empty() && seen.insert(name).second) wanted.add(session_->intern(name), flags);
    };
    for (StringRef name :
         {StringRef(program_.main_main), StringRef(program_.main_inittask), StringRef(program_.c_main)})
      want(name);
    for (auto& t : program_.tasks) want(t.symbol);
    for (auto* table : {&program_.ctors, &program_.dtors})
      for (auto& f : *table) want(f.symbol);
    for (auto& d : program_.tls_descs) want(d);
    for (auto& t : program_.lib_tls) want(t.pair);
    for (auto& h : kHooks)
      if (binder_.is_module(h.symbol) || binder_.is_native(h.symbol)) want(h.symbol);
    if (wants_exports()) exports_ = true;
    if (exports_)
      for (const GlobalValue& v : program_.module->global_values())
        if (is_exported(v) && binder_.is_module(v.getName())) want(v.getName());
    auto found = session_->lookup(orc::makeJITDylibSearchOrder(module_, orc::JITDylibLookupFlags::MatchAllSymbols),
                                  std::move(wanted));
    if (!found) return found.takeError();
    for (auto& [name, definition] : *found) offsets_[*name] = definition.getAddress().getValue() - slab().base();
    if (native_wanted_.empty()) return Error::success();
    auto natives = session_->lookup(orc::makeJITDylibSearchOrder(native_, orc::JITDylibLookupFlags::MatchAllSymbols),
                                    native_wanted_);
    return natives ? Error::success() : natives.takeError();
  }

  Error fill_native_slots() {
    auto slots = binder_.take_native_slots();
    if (slots.empty()) return Error::success();
    orc::SymbolLookupSet wanted;
    for (auto& [slot, name] : slots) wanted.add(session_->intern(name));
    wanted.sortByAddress();
    wanted.removeDuplicates();
    auto found = session_->lookup(orc::makeJITDylibSearchOrder(native_, orc::JITDylibLookupFlags::MatchAllSymbols),
                                  std::move(wanted));
    if (!found) return found.takeError();
    for (auto& [slot, name] : slots) {
      uint64_t address = (*found)[session_->intern(name)].getAddress().getValue();
      memcpy(slab().memory(slot), &address, sizeof address);
    }
    return Error::success();
  }

  // False when something is missing that nobody can bring any more.
  bool report_missing() {
    for (auto& name : binder_.unreachable())
      report_.error(wanted_by(name),
                    "native code calls " + name + ", which may switch goroutines; only module code can do that");
    if (foreign_.incomplete()) return !report_.errors();
    for (auto& name : binder_.missing()) {
      std::string text = "undefined symbol: " + name, nearest = binder_.nearest(name);
      std::string hints = wanted_by(name).empty() ? "" : "wanted by " + wanted_by(name);
      if (!nearest.empty()) hints += (hints.empty() ? "did you mean '" : "; did you mean '") + nearest + "'?";
      report_.error("", hints.empty() ? text : text + " (" + hints + ")");
    }
    return !report_.errors();
  }

  std::string wanted_by(StringRef name) const {
    std::string object = recorder_->wanted_by(name);
    for (auto& input : program_.natives)
      if (object == input.name) return input.name;
    auto found = program_.wanted_by.find(name);
    return found == program_.wanted_by.end() || found->second.empty() ? source() : found->second;
  }

  void write_tables() {
    image::Writer& out = image();
    image::Header& h = out.header;
    auto offset = [&](StringRef name) { return name.empty() ? 0 : offsets_.lookup(name); };
    h.main_main = offset(program_.main_main);
    h.main_inittask = offset(program_.main_inittask);
    h.c_main = offset(program_.c_main);
    for (auto& hook : kHooks) {
      uint64_t at = offset(hook.symbol);
      h.*hook.field = at;
      if (at) h.iscgo = at;
    }
    for (auto& t : program_.tasks) out.tasks.push_back({offset(t.symbol), out.string(t.package), 0});
    for (auto& f : program_.ctors) out.ctors.push_back({offset(f.symbol), f.priority});
    for (auto& f : program_.dtors) out.dtors.push_back({offset(f.symbol), f.priority});
    add_native_start(recorder_->native_ctors, out.ctors);
    add_native_start(recorder_->native_dtors, out.dtors);
    for (auto& d : program_.tls_descs) out.tls.push_back({offset(d)});
    for (auto& t : program_.lib_tls)
      out.lib_tls.push_back({out.string(t.name), t.weak ? uint32_t{image::kImportWeak} : 0, offset(t.pair)});
    if (exports_) add_exports();
    h.first_user_library = options_.libraries.empty() ? foreign_.libraries().size() : foreign_.first_user_library();
    for (auto& l : foreign_.libraries()) out.libraries.push_back(out.string(l));
    if (program_.has_debug_info) h.flags |= image::kHasDebugInfo;
    name_symbols_lines(out);

    for (auto a : {image::kModuleCode, image::kNativeCode, image::kReadOnly, image::kData})
      out.contents[a] = slab().contents(a);
  }

  // Boot calls constructors as module code, so native ones get stubs. Among equal priorities they come first: native
  // code is what modules build on.
  void add_native_start(std::vector<image::InitFn>& native, std::vector<image::InitFn>& table) {
    if (native.empty()) return;
    for (auto& f : native) f.offset = binder_.stub_to_native(f.offset) - slab().base();
    std::vector<image::InitFn> merged;
    auto in_order = [](auto& a, auto& b) { return a.priority < b.priority; };
    sort_by_priority(native);
    std::merge(native.begin(), native.end(), table.begin(), table.end(), std::back_inserter(merged), in_order);
    table = std::move(merged);
  }

  // One .eh_frame_hdr over all graphs, which _dl_find_object hands to the unwinder.
  void write_unwind_table() {
    auto& frames = recorder_->frames();
    llvm::sort(frames, [](auto& a, auto& b) { return a.pc < b.pc; });
    uint64_t size = 12 + 8 * frames.size();
    uint64_t at = frames.empty() ? 0 : slab().take(image::kReadOnly, size, 4);
    if (at) {
      char* to = slab().memory(at);
      auto word = [&](size_t i, uint64_t value) {
        uint32_t v = static_cast<uint32_t>(value);
        memcpy(to + 4 * i, &v, 4);
      };
      memcpy(to, "\x01\x1b\x03\x3b", 4);
      word(1, recorder_->first_eh_frame() - (at + 4));
      word(2, frames.size());
      for (size_t i = 0; i < frames.size(); i++)
        word(3 + 2 * i, frames[i].pc - at), word(4 + 2 * i, frames[i].fde - at);
      image().header.eh_frame_hdr = at;
      image().header.eh_frame_hdr_size = size;
    }
    image().contents[image::kReadOnly] = slab().contents(image::kReadOnly);
    image().zero_size = slab().used(image::kZero);
  }

  std::unique_ptr<Linked> failed(Error e) {
    handleAllErrors(
        std::move(e), [](const orc::FailedToMaterialize&) {},
        [&](const ErrorInfoBase& info) { report_.error(source(), info.message()); });
    if (!report_.errors()) report_.error(source(), "linking failed");
    return nullptr;
  }

  std::string source() const {
    std::string out;
    for (StringRef file : options_.files)
      if (!file.ends_with(".o") && !file.ends_with(".a")) out += (out.empty() ? "" : ", ") + file.str();
    return out;
  }
  Slab& slab() { return *linked_->slab; }
  image::Writer& image() { return linked_->image; }

  Program& program_;
  const Options& options_;
  Report& report_;
  std::unique_ptr<Linked> linked_;
  Foreign foreign_;
  Binder binder_{program_, foreign_, slab(), image()};
  orc::ExecutionSession* session_ = nullptr;
  orc::JITDylib *module_ = nullptr, *native_ = nullptr;
  orc::ObjectLinkingLayer* layer_ = nullptr;
  std::shared_ptr<Recorder> recorder_;
  orc::SymbolLookupSet native_wanted_;
  StringSet<> shared_;  // names of native objects that are the module's
  StringMap<uint64_t> offsets_;
  bool exports_ = false;
};

}  // namespace

std::unique_ptr<Linked> link(Program& program, std::vector<std::unique_ptr<MemoryBuffer>> objects,
                             const Options& options, uint64_t base, Report& report) {
  // The linker is kept: JITLink's structures refer to it, and the process is about to end.
  auto* linker = new Linker(program, options, base, report);
  return linker->run(std::move(objects));
}

}  // namespace gort::compiler
