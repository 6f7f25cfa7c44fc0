// lib/compiler/passes/substitutes.cpp: declarations of C library functions, made true for goroutines.
//
// A C library may promise that `__errno_location()` and `pthread_self()` give the same answer all through a function,
// since a C function never changes its thread. A goroutine does, whenever it yields; with the promise kept, the
// compiler uses the former thread's errno after a switch. So what depends on the thread is said to depend on memory.
//
// The setjmp family returns twice whatever the declaration says. And no foreign symbol is near: a front end that
// compiles for a static executable marks libc's data as reachable by 32 bits, which it is not from the image.
#include <llvm/IR/InstrTypes.h>
#include <llvm/IR/Module.h>

#include "compiler/abi.h"
#include "compiler/passes/passes.h"

namespace gort::compiler {
namespace {

constexpr llvm::StringRef kOfTheThread[] = {"__errno_location",
                                            "pthread_self",
                                            "gettid",
                                            "thrd_current",
                                            "__h_errno_location",
                                            "pthread_getspecific",
                                            "tss_get",
                                            "sched_getcpu",
                                            "__ctype_b_loc",
                                            "__ctype_tolower_loc",
                                            "__ctype_toupper_loc",
                                            "__cxa_get_globals",
                                            "__cxa_get_globals_fast",
                                            "__tls_get_addr"};
constexpr llvm::StringRef kReturnsTwice[] = {"savectx", "getcontext"};

// By its nature, or because its caller must stay a frame of its own: recover looks at who called it. A function with
// such a call is not inlined.
bool returns_twice(llvm::StringRef name) {
  if (llvm::is_contained(kReturnsTwice, name)) return true;
  const AbiRow* row = find_abi(name);
  return row && llvm::StringRef(row->attributes).contains("returns_twice");
}

void forget_memory_promise(llvm::Function& function) {
  function.removeFnAttr(llvm::Attribute::Memory);
  function.removeFnAttr(llvm::Attribute::Speculatable);
  for (llvm::User* user : function.users()) {
    auto* call = llvm::dyn_cast<llvm::CallBase>(user);
    if (!call || call->getCalledOperand() != &function) continue;
    call->removeFnAttr(llvm::Attribute::Memory);
    call->removeFnAttr(llvm::Attribute::Speculatable);
  }
}

}  // namespace

void substitute(llvm::Module& module) {
  for (llvm::StringRef name : kOfTheThread)
    if (llvm::Function* function = module.getFunction(name); function && function->isDeclaration())
      forget_memory_promise(*function);
  for (llvm::Function& function : module) {
    if (!function.isDeclaration() || !returns_twice(function.getName())) continue;
    function.addFnAttr(llvm::Attribute::ReturnsTwice);
    for (llvm::User* user : function.users())
      if (auto* call = llvm::dyn_cast<llvm::CallBase>(user); call && call->getCalledOperand() == &function)
        call->addFnAttr(llvm::Attribute::ReturnsTwice);
  }
  for (llvm::GlobalValue& value : module.global_values())
    if (value.isDeclaration() && value.hasDefaultVisibility()) value.setDSOLocal(false);
}

}  // namespace gort::compiler
