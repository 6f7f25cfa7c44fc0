// lib/compiler/bind.cpp: stubs, slots and pretended addresses. See bind.h.
#include "compiler/bind.h"

#include <llvm/ExecutionEngine/Orc/AbsoluteSymbols.h>
#include <llvm/IR/Function.h>

#include <cstring>

#include "base/leaf_functions.h"
#include "base/stub_code.h"
#include "compiler/abi.h"

namespace gort::compiler {
namespace {

using namespace llvm;

// Library functions that may run on a goroutine's stack, in the headroom below its limit (measured: the ones in
// leaf_functions.h use next to nothing, those of libm below at most 160 bytes (sincos), libgcc's arithmetic 128).
const StringSet<>& small_functions() {
  static const StringSet<> set = [] {
    StringSet<> s;
    for (const char* f : kLeafFunctions) s.insert(f);
    return s;
  }();
  return set;
}
// These set errno in the thread that they run on, so an explicit call takes the foreign way, which carries errno over
// to the goroutine. The code generator's own calls (of an llvm.sin intrinsic, say) have no use for it.
const StringSet<>& small_math() {
  static const StringSet<> set = [] {
    StringSet<> s;
    for (StringRef f :
         {"fmod",  "floor",  "ceil",    "trunc", "rint",   "nearbyint", "round", "roundeven", "sqrt", "fma",
          "pow",   "exp",    "exp2",    "exp10", "log",    "log2",      "log10", "sin",       "cos",  "tan",
          "asin",  "acos",   "atan",    "atan2", "sinh",   "cosh",      "tanh",  "fmin",      "fmax", "ldexp",
          "frexp", "lround", "llround", "lrint", "llrint", "sincos",    "cbrt",  "modf"}) {
      s.insert(f);
      s.insert((f + "f").str());
    }
    // libgcc: 128-bit integers, conversions, quad and half floats. They have no errno.
    for (StringRef f :
         {"__divti3",      "__modti3",      "__udivti3",     "__umodti3",     "__multi3",      "__divmodti4",
          "__udivmodti4",  "__mulodi4",     "__muloti4",     "__ashlti3",     "__ashrti3",     "__lshrti3",
          "__fixdfti",     "__fixsfti",     "__fixunsdfti",  "__fixunssfti",  "__fixxfti",     "__fixunsxfti",
          "__floattidf",   "__floattisf",   "__floattixf",   "__floatuntidf", "__floatuntisf", "__floatuntixf",
          "__powidf2",     "__powisf2",     "__powixf2",     "__muldc3",      "__mulsc3",      "__mulxc3",
          "__divdc3",      "__divsc3",      "__divxc3",      "__extendhfsf2", "__extendhfdf2", "__truncsfhf2",
          "__truncdfhf2",  "__truncsfbf2",  "__truncdfbf2",  "__addtf3",      "__subtf3",      "__multf3",
          "__divtf3",      "__eqtf2",       "__netf2",       "__lttf2",       "__letf2",       "__gttf2",
          "__getf2",       "__unordtf2",    "__extenddftf2", "__extendsftf2", "__extendxftf2", "__trunctfdf2",
          "__trunctfsf2",  "__trunctfxf2",  "__fixtfdi",     "__fixtfsi",     "__fixtfti",     "__fixunstfdi",
          "__fixunstfsi",  "__fixunstfti",  "__floatditf",   "__floatsitf",   "__floattitf",   "__floatunditf",
          "__floatunsitf", "__floatuntitf", "__powitf2",     "__popcountdi2", "__clzti2",      "__ctzti2"})
      s.insert(f);
    return s;
  }();
  return set;
}

// Machine code of a stub, put together byte by byte.
class Emitter {
 public:
  explicit Emitter(uint64_t at) : at_(at) {}
  void bytes(ArrayRef<uint8_t> b) { code_.append(b.begin(), b.end()); }
  void word(uint32_t v) {
    for (int i = 0; i < 4; i++) code_.push_back(static_cast<uint8_t>(v >> 8 * i));
  }
  // The 32-bit distance from the end of this instruction to an offset of the image.
  void distance(uint64_t to) { word(static_cast<uint32_t>(to - (at_ + code_.size() + 4))); }
  void load_r11(uint64_t slot) { bytes(kLoadR11), distance(slot); }
  void load_r10d(uint32_t value) { bytes(kLoadR10d), word(value); }
  void r10_to_r11() { bytes(kR10ToR11); }
  void jump(uint64_t slot) { bytes(kJumpSlot), distance(slot); }
  ArrayRef<uint8_t> code() const { return code_; }

 private:
  uint64_t at_;
  SmallVector<uint8_t, 32> code_;
};

constexpr uint64_t stub_size(uint32_t stack_bytes) { return stack_bytes ? 32 : 16; }

}  // namespace

Binder::Bound Binder::for_module(StringRef name, bool weak) {
  if (name.consume_back(kRawSuffix)) {
    if (is_native(name)) return {{}, name};
    if (const AbiRow* row = is_runtime_name(name) ? find_abi(name) : nullptr)
      return {import_address(row->implementation, image::kImportRuntime | image::kImportFunction), {}};
    Foreign::Kind kind = foreign_.find(name);
    if (kind == Foreign::Kind::missing && !weak) return {note_missing(name), {}};
    return {import_address(name, image::kImportFunction | (weak ? uint32_t{image::kImportWeak} : 0)), {}};
  }
  uint32_t stack_bytes = program_.stack_bytes.lookup(name);
  StringRef symbol = name;
  if (auto split = foreign_stub(name)) std::tie(symbol, stack_bytes) = *split;

  const AbiRow* row = find_abi(symbol);
  if (is_native(symbol) && !(row && is_runtime_name(symbol))) {
    if (!native_names_.lookup(symbol)) return {{}, symbol};
    uint64_t s = slot();
    native_slots_.emplace_back(s, symbol.str());
    return {stub(Way::foreign, s, stack_bytes), {}};
  }
  if (row) {
    uint32_t flags = image::kImportRuntime | (row->kind == AbiKind::data ? 0u : uint32_t{image::kImportFunction});
    if (row->kind == AbiKind::data) return {import_address(row->implementation, flags), {}};
    if (symbol == "__gort_icall" && stack_bytes) return {stub(Way::indirect, 0, stack_bytes), {}};
    Way way = row->kind == AbiKind::foreign ? Way::foreign : row->kind == AbiKind::system ? Way::system : Way::direct;
    return {stub(way, slot_to_import(row->implementation, flags), way == Way::foreign ? stack_bytes : 0), {}};
  }
  Foreign::Kind kind = foreign_.find(symbol);
  if (kind == Foreign::Kind::missing) {
    if (weak) return {};
    return {note_missing(symbol), {}};
  }
  if (!is_function(symbol, kind)) return {import_address(symbol, 0), {}};
  Way way = may_run_on_goroutine(symbol) ? Way::direct : Way::foreign;
  return {stub(way, slot_to_import(symbol, image::kImportFunction), way == Way::foreign ? stack_bytes : 0), {}};
}

std::optional<uint64_t> Binder::for_native(StringRef name, bool weak) {
  // ORC goes on to the module's own names when nothing is said here.
  if (module_names_.contains(name)) return std::nullopt;
  Foreign::Kind kind = is_runtime_name(name) ? Foreign::Kind::missing : foreign_.find(name);
  if (kind != Foreign::Kind::missing)
    return import_address(name, kind == Foreign::Kind::function ? uint32_t{image::kImportFunction} : 0);
  if (const AbiRow* row = find_abi(name)) {
    if (row->kind == AbiKind::goroutine) unreachable_.insert(name.str());
    return import_address(row->implementation, image::kImportRuntime);
  }
  if (weak) return 0;
  return note_missing(name);
}

uint64_t Binder::stub_to_native(uint64_t address) {
  uint64_t s = slot();
  memcpy(slab_.memory(s), &address, sizeof address);
  return stub(Way::foreign, s, 0);
}

uint64_t Binder::stub(Way way, uint64_t slot, uint32_t stack_bytes) {
  // A full arena shows when JITLink asks for its share: it says which.
  uint64_t at = slab_.take(image::kModuleCode, stub_size(stack_bytes), 16);
  if (!at) return slab_.base();
  Emitter e(at);
  switch (way) {
    case Way::direct:
      e.jump(slot);
      break;
    case Way::system:
      e.load_r11(slot), e.jump(thunk_slot("gort_systhunk"));
      break;
    case Way::foreign:
      e.load_r11(slot);
      if (stack_bytes) e.load_r10d(stack_bytes);
      e.jump(thunk_slot(stack_bytes ? "gort_asmcgocall_args" : "gort_asmcgocall"));
      break;
    case Way::indirect:
      e.r10_to_r11(), e.load_r10d(stack_bytes), e.jump(thunk_slot("gort_icall_args"));
      break;
  }
  char* to = slab_.memory(at);
  memset(to, 0xcc, stub_size(stack_bytes));
  memcpy(to, e.code().data(), e.code().size());
  return slab_.base() + at;
}

uint64_t Binder::slot() {
  // Slots are the words that the loader writes at every start: they lie together, so that they share pages.
  constexpr uint64_t kPool = 512;
  if (slots_ == slots_end_) {
    slots_ = slab_.take(image::kReadOnly, kPool, 8);
    slots_end_ = slots_ + kPool;
  }
  return std::exchange(slots_, slots_ + 8);
}

uint64_t Binder::slot_to_import(StringRef name, uint32_t flags) {
  uint64_t s = slot();
  image_.place(s, image_.import(name, flags), 0);
  return s;
}

uint64_t Binder::thunk_slot(const char* name) {
  auto [it, fresh] = thunks_.try_emplace(name, 0);
  if (fresh) it->second = slot_to_import(name, image::kImportRuntime | image::kImportFunction);
  return it->second;
}

bool Binder::is_function(StringRef name, Foreign::Kind kind) const {
  // The declaration decides, as it does for a linker; names that only the code generator uses have none.
  if (auto* value = program_.module->getNamedValue(name)) return isa<Function>(value);
  return kind == Foreign::Kind::function;
}

bool Binder::may_run_on_goroutine(StringRef name) const {
  if (small_functions().contains(name)) return true;
  if (!small_math().contains(name)) return false;
  auto* declared = program_.module->getFunction(name);
  return !declared || declared->doesNotAccessMemory() || name.starts_with("__");
}

uint64_t Binder::note_missing(StringRef name) {
  missing_.insert(name.str());
  return slab_.base();  // any address in reach: nothing of this link will run
}

std::string Binder::nearest(StringRef name) {
  StringSet<> known;
  for (auto& row : abi_rows())
    if (row.symbol && !StringRef(row.symbol).starts_with("__")) known.insert(row.symbol);
  for (auto& n : module_names_) known.insert(n.getKey());
  for (auto& n : native_names_) known.insert(n.getKey());
  return foreign_.nearest(name, known);
}

Error BindingGenerator::tryToGenerate(orc::LookupState&, orc::LookupKind, orc::JITDylib& dylib,
                                      orc::JITDylibLookupFlags, const orc::SymbolLookupSet& names) {
  orc::SymbolMap addresses;
  orc::SymbolAliasMap aliases;
  for (auto& [name, flags] : names) {
    bool weak = flags == orc::SymbolLookupFlags::WeaklyReferencedSymbol;
    auto exported = JITSymbolFlags::Exported;
    if (for_native_) {
      if (auto address = binder_.for_native(*name, weak)) addresses[name] = {orc::ExecutorAddr(*address), exported};
      continue;
    }
    auto bound = binder_.for_module(*name, weak);
    if (bound.address)
      addresses[name] = {orc::ExecutorAddr(*bound.address), exported};
    else if (!bound.alias.empty())
      aliases[name] = {dylib.getExecutionSession().intern(bound.alias), exported};
  }
  if (!addresses.empty())
    if (Error e = dylib.define(orc::absoluteSymbols(std::move(addresses)))) return e;
  if (!aliases.empty())
    if (Error e = dylib.define(orc::reexports(native_, std::move(aliases), orc::JITDylibLookupFlags::MatchAllSymbols)))
      return e;
  return Error::success();
}

}  // namespace gort::compiler
