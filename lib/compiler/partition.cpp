// lib/compiler/partition.cpp: splitting a module without copying it.
//
// llvm::SplitModule clones the module once a part (400 ms for sqlite), and to write it as bitcode that each thread
// reads again takes 250 ms and contexts that share nothing. A forked process has the module already: locals are made
// visible under hidden names, and each worker drops the bodies that are not its share. Part 0 keeps all variables; the
// others declare them. Of unnamed constants they see the value as well, so that code quality stays, but never a copy:
// programs compare the addresses of string literals. Functions whose blocks or whose definition data refers to
// (blockaddress, aliases, ifuncs) are kept in part 0 as well.
#include "compiler/partition.h"

#include <llvm/ADT/StringMap.h>
#include <llvm/ADT/StringSet.h>
#include <llvm/IR/Constants.h>
#include <llvm/Support/raw_ostream.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <thread>

#include "compiler/generate.h"

namespace gort::compiler {
namespace {

using namespace llvm;

// Below this many instructions a part is not worth its process and its object.
constexpr size_t kWorthwhile = 3'000;

bool is_intrinsic_global(const GlobalValue& g) { return g.getName().starts_with("llvm."); }

void promote_locals(Module& module) {
  unsigned unnamed = 0;
  for (GlobalValue& g : module.global_values()) {
    if (is_intrinsic_global(g)) continue;
    if (!g.hasName()) g.setName("unnamed." + Twine(unnamed++));
    if (!g.hasLocalLinkage()) continue;
    g.setName(g.getName() + kPromotedSuffix);
    g.setLinkage(GlobalValue::ExternalLinkage);
    g.setVisibility(GlobalValue::HiddenVisibility);
    g.setDSOLocal(true);
  }
  // One module is left of the program's, so a group has one candidate.
  for (GlobalObject& g : module.global_objects()) g.setComdat(nullptr);
}

void pin_users(const Value& value, StringSet<>& pinned) {
  for (const User* user : value.users()) {
    if (auto* i = dyn_cast<Instruction>(user))
      pinned.insert(i->getFunction()->getName());
    else if (!isa<GlobalValue>(user))
      pin_users(*user, pinned);
  }
}

// Functions that must be where the module's variables are.
StringSet<> pinned_functions(const Module& module) {
  StringSet<> pinned;
  auto pin = [&](const Constant* c) {
    if (auto* f = dyn_cast_or_null<Function>(c ? c->stripPointerCastsAndAliases() : nullptr))
      pinned.insert(f->getName());
  };
  for (const GlobalAlias& a : module.aliases()) pin(a.getAliaseeObject());
  for (const GlobalIFunc& i : module.ifuncs()) pin(i.getResolverFunction());
  for (const Function& f : module)
    for (const BasicBlock& b : f)
      if (b.hasAddressTaken()) pinned.insert(f.getName());
  // The bounds of a section are found where the section is, and that is with the variables.
  for (const GlobalVariable& g : module.globals())
    if (g.isDeclaration() && (g.getName().starts_with("__start_") || g.getName().starts_with("__stop_")))
      pin_users(g, pinned);
  return pinned;
}

// Which part each function goes to: biggest first, always to the part that has least.
StringMap<unsigned> distribute(const Module& module, unsigned parts) {
  StringSet<> pinned = pinned_functions(module);
  std::vector<std::pair<size_t, StringRef>> functions;
  std::vector<size_t> load(parts);
  StringMap<unsigned> out;
  for (const Function& f : module) {
    if (f.isDeclaration()) continue;
    // Register allocation of an interpreter's big loop takes more than its share.
    size_t n = f.getInstructionCount(), cost = n + n * n / 8000 + 20;
    if (pinned.contains(f.getName()))
      out[f.getName()] = 0, load[0] += cost;
    else
      functions.emplace_back(cost, f.getName());
  }
  std::sort(functions.begin(), functions.end(),
            [](auto& a, auto& b) { return a.first != b.first ? a.first > b.first : a.second < b.second; });
  for (auto& [cost, name] : functions) {
    auto least = static_cast<unsigned>(std::min_element(load.begin(), load.end()) - load.begin());
    out[name] = least;
    load[least] += cost;
  }
  return out;
}

// Leaves a name for what another part defines.
void declare(GlobalVariable& g) {
  g.setInitializer(nullptr);
  g.setLinkage(GlobalValue::ExternalLinkage);
}
template <class T>
void declare_aliases(Module& module, T range) {
  for (auto& alias : make_early_inc_range(range)) {
    GlobalValue* declaration;
    if (auto* type = dyn_cast<FunctionType>(alias.getValueType()))
      declaration = Function::Create(type, GlobalValue::ExternalLinkage, alias.getAddressSpace(), "", &module);
    else
      declaration = new GlobalVariable(module, alias.getValueType(), false, GlobalValue::ExternalLinkage, nullptr, "");
    declaration->setVisibility(alias.getVisibility());
    alias.replaceAllUsesWith(declaration);
    declaration->takeName(&alias);
    alias.eraseFromParent();
  }
}

void keep_part(Module& module, const StringMap<unsigned>& part_of, unsigned part) {
  if (part) {
    // What lists or appends (llvm.used and its like) is whole in part 0; module-level assembly too.
    for (GlobalVariable& g : make_early_inc_range(module.globals())) {
      if (is_intrinsic_global(g)) {
        g.eraseFromParent();
        continue;
      }
      if (g.isDeclaration()) continue;
      if (g.isConstant() && g.hasGlobalUnnamedAddr() && g.getName().ends_with(kPromotedSuffix)) {
        g.setLinkage(GlobalValue::AvailableExternallyLinkage);
        continue;
      }
      declare(g);
    }
    declare_aliases(module, module.aliases());
    declare_aliases(module, module.ifuncs());
    module.setModuleInlineAsm("");
  }
  for (Function& f : module) {
    if (f.isDeclaration() || part_of.lookup(f.getName()) == part) continue;
    bool hidden = f.hasHiddenVisibility();
    f.deleteBody();
    if (hidden) f.setVisibility(GlobalValue::HiddenVisibility);
  }
}

// A process that generates one part. The object comes back through a file in memory.
struct Worker {
  pid_t process = -1;
  int object = -1;
};

// The worker's life.
[[noreturn]] void work(Module& module, const StringMap<unsigned>& part_of, unsigned part, int to, Report& report,
                       GenerateFn generate) {
  keep_part(module, part_of, part);
  auto object = generate(module);
  if (!object) _exit(1);
  raw_fd_ostream out(to, /*shouldClose=*/false, /*unbuffered=*/true);
  out << object->getBuffer();
  if (out.has_error()) report.error("", "cannot keep the generated code: " + out.error().message());
  _exit(out.has_error() ? 1 : 0);
}

// A worker that a signal ended: this process ends the same way, and who started it knows what to say.
[[noreturn]] void follow(int signal) {
  ::signal(signal, SIG_DFL);
  raise(signal);
  _exit(1);
}

}  // namespace

unsigned partition_count(const Module& module) {
  unsigned cores = std::max(1u, std::thread::hardware_concurrency());
  size_t instructions = 0;
  for (const Function& f : module) instructions += f.getInstructionCount();
  return static_cast<unsigned>(std::clamp<size_t>(instructions / kWorthwhile, 1, cores));
}

std::optional<std::vector<std::unique_ptr<MemoryBuffer>>> generate_parts(Module& module, unsigned parts, Report& report,
                                                                         GenerateFn generate) {
  promote_locals(module);
  StringMap<unsigned> part_of = distribute(module, parts);
  pid_t parent = getpid();
  std::vector<Worker> workers(parts);
  for (unsigned part = 0; part < parts; part++) {
    Worker& worker = workers[part];
    worker.object = memfd_create("object", MFD_CLOEXEC);
    if (worker.object >= 0) worker.process = fork();
    if (worker.process < 0) {
      report.error("", Twine("cannot start a process for code generation: ") + strerror(errno));
      return std::nullopt;  // those that run end with this process
    }
    if (worker.process) continue;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(1);
    work(module, part_of, part, worker.object, report, generate);
  }
  bool good = true;
  std::vector<std::unique_ptr<MemoryBuffer>> objects;
  for (Worker& worker : workers) {
    int status = 0;
    while (waitpid(worker.process, &status, 0) < 0 && errno == EINTR) {
    }
    if (WIFSIGNALED(status)) follow(WTERMSIG(status));
    auto object = MemoryBuffer::getOpenFile(worker.object, module.getModuleIdentifier(), uint64_t(-1),
                                            /*RequiresNullTerminator=*/false);
    if (status || !object)
      good = false;
    else
      objects.push_back(std::move(*object));
    close(worker.object);
  }
  if (!good) return std::nullopt;
  return objects;
}

}  // namespace gort::compiler
