// lib/compiler/ir.h: what the two halves of the compiler share: a program as IR, and the steps that bring it to the
// point where code can be generated.
//
//   read()     files -> one verified and checked module, plus the native objects that go beside it
//   lower()    before the optimiser: thread-locals, constructors, C library substitutes, over-aligned allocas
//   (the optimiser, or nothing: the module is taken as its front end left it)
//   finish()   after all inlining: variadic shells, ways to foreign code, stack checks
//   (code generation, linking, the image)
//
// Foreign calls are prepared in finish(), not in lower(), so that the optimiser still knows `printf` by its name and
// may turn an indirect call into a direct one first.
//
// Names are the interface to the linking side. Each symbol that a table of the image needs has external linkage
// (hidden) and a name that is unique in the program when lower() returns; passes and code generation keep it.
#pragma once
#include <llvm/ADT/StringMap.h>
#include <llvm/ADT/StringRef.h>
#include <llvm/IR/LLVMContext.h>
#include <llvm/IR/Module.h>
#include <llvm/Support/Error.h>
#include <llvm/Support/MemoryBuffer.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "compiler/compiler.h"
#include "compiler/report.h"

namespace llvm {
class TargetMachine;
}

namespace gort::compiler {

// A native object: an .o file, or a member of an archive that something needs. Its code is foreign.
struct NativeInput {
  std::string name;  // "libx.a(y.o)" for a member
  std::unique_ptr<llvm::MemoryBuffer> object;
};

// A constructor or destructor, in image order: priority ascending, source order among equals.
struct InitFunction {
  std::string symbol;
  uint64_t priority;
};

// A thread-local variable of a shared library. `pair` is a zeroed record of two words, {module, offset}, to be filled
// before it is given to __tls_get_addr.
struct LibraryTls {
  std::string name, pair;
  bool weak;  // unresolved: the loader leaves the pair zero
};

struct InitTask {
  std::string symbol, package;  // "net_http_inittask", "net/http"
};

struct Program {
  std::unique_ptr<llvm::LLVMContext> context;  // before module: destroyed after it
  std::unique_ptr<llvm::Module> module;        // all IR, linked into one
  std::vector<NativeInput> natives;

  // Entry points: empty when absent. main_main is --entry's symbol when that was given and takes no arguments.
  std::string main_main, main_inittask, c_main;
  std::vector<InitTask> tasks;  // main_inittask and all that it reaches

  std::vector<InitFunction> ctors, dtors;
  std::vector<std::string> tls_descs;  // records {init, init size, size, align, slot} for gort_tls
  std::vector<LibraryTls> lib_tls;

  // How many bytes of stack arguments the stub of a foreign function copies when it is reached by its plain name; 0
  // when not listed. A call that needs some goes to NAME$gortN instead, N a multiple of 16 (see foreign_stub()).
  llvm::StringMap<uint32_t> stack_bytes;

  // Shared libraries that its undefined names point to: "libstdc++.so.6", "libgcc_s.so.1".
  std::vector<std::string> libraries;
  bool has_debug_info = false;

  // The file that first referred to each name. Of the IR's own references, before the modules became one.
  llvm::StringMap<std::string> wanted_by;
};

// Reads, links, verifies and checks the program's files. nullopt: the report has the errors.
std::optional<Program> read(const Options&, llvm::TargetMachine&, Report&);

// The checks by themselves (check.cpp); read() runs them. False when there were errors.
bool check_program(Program&, const Options&, llvm::TargetMachine&, Report&);

// Our passes before the optimiser.
llvm::Error lower(Program&, llvm::TargetMachine&);

// Our passes after it. `base` is the address that the image will be linked at.
llvm::Error finish(Program&, llvm::TargetMachine&, uint64_t base, bool frame_pointers);

// Splits "puts$gort32" into {"puts", 32}; nullopt for a plain name. `__gort_icall$gortN` is one of these too: it binds
// to gort_icall's variant for N bytes of stack arguments.
std::optional<std::pair<llvm::StringRef, uint32_t>> foreign_stub(llvm::StringRef symbol);

}  // namespace gort::compiler
