// lib/compiler/bind.h: what each name that a module does not define is bound to.
//
// Every *function* that is not module code is reached through a stub in the image's code arena, so all function
// addresses that module code sees, calls, compares and stores lie in the image, and one range check tells module code
// from all else. A stub goes on through a slot, a word in the image that the loader fills (a Place):
//
//   runtime, leaf or goroutine   jmp *slot                                            on the goroutine's stack
//   runtime, system              mov slot,%r11; jmp *gort_systhunk                    on the system stack, cannot block
//   foreign                      mov slot,%r11; jmp *gort_asmcgocall                  on the system stack, the P may go
//   foreign, N stack bytes       mov slot,%r11; mov $N,%r10d; jmp *gort_asmcgocall_args
//   indirect, N stack bytes      mov %r10,%r11; mov $N,%r10d; jmp *gort_icall_args    target in r10
//
// (rax carries the number of vector registers of a variadic call, so no stub touches it.)
//
// *Objects* of libraries are reached by address: a symbol gets a pretended address in a range that nothing can be in,
// and every pointer to it that the link writes is recorded as a Place. The range is out of reach of 32-bit offsets, so
// JITLink can neither relax such a pointer away nor use it unseen.
//
// Native code (.o and .a files) runs on the system stack as foreign code does, so it reaches the C library directly.
#pragma once
#include <llvm/ADT/StringMap.h>
#include <llvm/ADT/StringSet.h>
#include <llvm/ExecutionEngine/Orc/Core.h>

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "compiler/foreign.h"
#include "compiler/ir.h"
#include "compiler/slab.h"
#include "image/writer.h"

namespace gort::compiler {

// Pretended addresses of imports: kImportBase + 16 * index.
inline constexpr uint64_t kImportBase = 0x7e00'0000'0000;
inline constexpr uint64_t kImportStride = 16;

// A name that ends so is bound to the foreign address itself, even of a function: what the C++ unwinder calls.
inline constexpr llvm::StringRef kRawSuffix = "$raw";

class Binder {
 public:
  Binder(const Program& program, Foreign& foreign, Slab& slab, image::Writer& image)
      : program_(program), foreign_(foreign), slab_(slab), image_(image) {}

  // Names that the program itself defines; to be told before anything is bound.
  void defines(llvm::StringRef name) { module_names_.insert(name); }
  void native_defines(llvm::StringRef name, bool function) { native_names_[name] = function; }
  bool is_module(llvm::StringRef name) const { return module_names_.contains(name); }
  bool is_native(llvm::StringRef name) const { return native_names_.contains(name); }

  // What `name` is to module code: an address, or (nullopt) nothing, with `alias` set when it is native code's object.
  struct Bound {
    std::optional<uint64_t> address;
    llvm::StringRef alias;  // the native symbol to take the address of
  };
  Bound for_module(llvm::StringRef name, bool weak);
  // What `name` is to native code.
  std::optional<uint64_t> for_native(llvm::StringRef name, bool weak);

  // A stub through which module code (and boot) calls native code at `address`.
  uint64_t stub_to_native(uint64_t address);

  // Native functions that have got a stub since the last call: the slot's offset and the name.
  std::vector<std::pair<uint64_t, std::string>> take_native_slots() { return std::exchange(native_slots_, {}); }

  // Names that nobody has, sorted.
  const std::set<std::string>& missing() const { return missing_; }
  // Functions of the runtime that native code calls though they need a goroutine's stack.
  const std::set<std::string>& unreachable() const { return unreachable_; }
  std::string nearest(llvm::StringRef name);

 private:
  enum class Way { direct, system, foreign, indirect };
  uint64_t stub(Way, uint64_t slot, uint32_t stack_bytes);
  uint64_t slot();
  uint64_t slot_to_import(llvm::StringRef name, uint32_t flags);
  uint64_t thunk_slot(const char* name);
  uint64_t import_address(llvm::StringRef name, uint32_t flags) {
    return kImportBase + kImportStride * image_.import(name, flags);
  }
  bool is_function(llvm::StringRef name, Foreign::Kind) const;
  bool may_run_on_goroutine(llvm::StringRef name) const;
  uint64_t note_missing(llvm::StringRef name);

  const Program& program_;
  Foreign& foreign_;
  Slab& slab_;
  image::Writer& image_;
  llvm::StringSet<> module_names_;
  llvm::StringMap<bool> native_names_;
  llvm::StringMap<uint64_t> thunks_;
  std::vector<std::pair<uint64_t, std::string>> native_slots_;
  std::set<std::string> missing_, unreachable_;
  uint64_t slots_ = 0, slots_end_ = 0;  // the pool that slot() deals out
};

// Fills JITDylibs by asking a Binder for the names that are looked up and not defined.
class BindingGenerator : public llvm::orc::DefinitionGenerator {
 public:
  // `native`: the JITDylib of native code; `for_native`: this generator serves that one.
  BindingGenerator(Binder& binder, llvm::orc::JITDylib& native, bool for_native)
      : binder_(binder), native_(native), for_native_(for_native) {}
  llvm::Error tryToGenerate(llvm::orc::LookupState&, llvm::orc::LookupKind, llvm::orc::JITDylib&,
                            llvm::orc::JITDylibLookupFlags, const llvm::orc::SymbolLookupSet&) override;

 private:
  Binder& binder_;
  llvm::orc::JITDylib& native_;
  bool for_native_;
};

}  // namespace gort::compiler
