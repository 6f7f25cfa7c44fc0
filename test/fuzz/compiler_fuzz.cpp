// test/fuzz/compiler_fuzz.cpp: whatever valid IR a module holds, it is refused with a message or passed on as valid IR.
//
// An input is a module, text or bitcode. Reading, checking and all passes of gort's own run as in a compilation; LLVM's
// verifier looks at what they leave. GORT_FUZZ_COMPILE=1 goes on to the image, in a child each, and compares with what
// plain code generation makes of the same module: LLVM's own failures are not ours.
#include <llvm/AsmParser/Parser.h>
#include <llvm/Bitcode/BitcodeReader.h>
#include <llvm/Bitcode/BitcodeWriter.h>
#include <llvm/IR/LegacyPassManager.h>
#include <llvm/IR/Verifier.h>
#include <llvm/Support/CommandLine.h>
#include <llvm/Support/SourceMgr.h>
#include <llvm/Target/TargetMachine.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "compiler/compiler.h"
#include "compiler/generate.h"
#include "compiler/ir.h"
#include "compiler/llvm_init.h"
#include "edits.h"
#include "fuzz.h"
#include "image/image.h"

using namespace gort::compiler;

namespace {

const llvm::TargetMachine& start() {
  start_llvm();
  // The bitcode reader ends the process over a module with debug information that is not valid; the verifier says so,
  // too.
  static bool set =
      !llvm::cl::getRegisteredOptions().lookup("disable-auto-upgrade-debug-info")->addOccurrence(0, "", "true");
  if (!set) abort();
  static Report report(llvm::errs());
  static std::unique_ptr<llvm::TargetMachine> machine = make_target(report);
  return *machine;
}

// LLVM ends the process at an error that nobody handles.
struct Context : llvm::LLVMContext {
  Context() {
    setDiagnosticHandlerCallBack([](const llvm::DiagnosticInfo*, void*) {});
  }
};

// Null when LLVM does not take it.
std::unique_ptr<llvm::Module> parse(llvm::StringRef bytes, llvm::LLVMContext& context) {
  llvm::MemoryBufferRef buffer(bytes, "input");
  std::unique_ptr<llvm::Module> module;
  if (bytes.starts_with("BC")) {
    auto parsed = llvm::parseBitcodeFile(buffer, context);
    if (!parsed) {
      llvm::consumeError(parsed.takeError());
      return nullptr;
    }
    module = std::move(*parsed);
  } else {
    llvm::SMDiagnostic diagnostic;
    module = llvm::parseAssembly(llvm::MemoryBufferRef(llvm::StringRef(bytes.data(), bytes.size()), "input"),
                                 diagnostic, context);
  }
  bool broken_debug_info = false;
  if (!module || llvm::verifyModule(*module, nullptr, &broken_debug_info) || broken_debug_info) return nullptr;
  return module;
}

void valid(const Program& program, const char* stage) {
  std::string text;
  llvm::raw_string_ostream out(text);
  if (!llvm::verifyModule(*program.module, &out)) return;
  llvm::errs() << "invalid IR after " << stage << ":\n" << text << "\n";
  program.module->print(llvm::errs(), nullptr);
  abort();
}

// Whoever is refused is told.
void check_messages(llvm::StringRef text) {
  if (text.contains("error: ")) return;
  llvm::errs() << "refused without a message: " << text << "\n";
  abort();
}

void passes(const std::string& path) {
  std::string text;
  llvm::raw_string_ostream out(text);
  Report report(out, true);
  Options options;
  options.files = {path};
  auto& machine = const_cast<llvm::TargetMachine&>(start());
  std::optional<Program> program = read(options, machine, report);
  if (!program) return check_messages(text);
  valid(*program, "reading");
  if (llvm::Error e = lower(*program, machine)) return llvm::consumeError(std::move(e));
  valid(*program, "lower()");
  if (llvm::Error e = finish(*program, machine, gort::image::kDefaultBase, false))
    return llvm::consumeError(std::move(e));
  valid(*program, "finish()");
}

// The exit code of `work` in a child with limits, or minus the signal.
template <class F>
int child(F work) {
  pid_t pid = fork();
  if (!pid) {
    rlimit time{10, 10}, space{4ull << 30, 4ull << 30};
    setrlimit(RLIMIT_CPU, &time);
    setrlimit(RLIMIT_AS, &space);
    _exit(work());
  }
  int status = 0;
  waitpid(pid, &status, 0);
  return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

int plain_generation(llvm::StringRef bytes) {
  Context context;
  auto module = parse(bytes, context);
  auto& machine = const_cast<llvm::TargetMachine&>(start());
  module->setTargetTriple(machine.getTargetTriple());
  module->setDataLayout(machine.createDataLayout());
  llvm::SmallVector<char, 0> object;
  llvm::raw_svector_ostream out(object);
  llvm::legacy::PassManager manager;
  if (!machine.addPassesToEmitFile(manager, out, nullptr, llvm::CodeGenFileType::ObjectFile, true))
    manager.run(*module);
  return 0;
}

void whole(const std::string& path, llvm::StringRef bytes) {
  int image = memfd_create("image", MFD_CLOEXEC);
  int code = child([&] {
    Options options;
    options.files = {path};
    return compile(options, image);
  });
  if (code == 0) {
    size_t size = static_cast<size_t>(lseek(image, 0, SEEK_END));
    void* file = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, image, 0);
    if (gort::image::Error e = gort::image::check({static_cast<std::byte*>(file), size})) {
      llvm::errs() << "the compiler wrote an image that is refused: " << e.text << "\n";
      abort();
    }
    munmap(file, size);
  }
  close(image);
  if (code < 0 && child([&] { return plain_generation(bytes); }) == 0) {
    llvm::errs() << "killed by signal " << -code << " where plain code generation is not\n";
    abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  start();
  std::string bytes(reinterpret_cast<const char*>(data), size);
  {
    Context context;
    if (!parse(bytes, context)) return -1;
  }
  int fd = memfd_create("module", MFD_CLOEXEC);
  if (fd < 0 || write(fd, data, size) != static_cast<ssize_t>(size)) abort();
  std::string path = "/proc/self/fd/" + std::to_string(fd);
  static bool compile_too = getenv("GORT_FUZZ_COMPILE");
  compile_too ? whole("/proc/" + std::to_string(getpid()) + "/fd/" + std::to_string(fd), bytes) : passes(path);
  close(fd);
  return 0;
}

extern "C" size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size, size_t max_size, unsigned seed) {
  start();
  std::mt19937 random(seed);
  std::string bytes(reinterpret_cast<const char*>(data), size);
  // An edit that does not hold is undone by reading the module again.
  for (unsigned left = 1 + random() % 5, tries = 0; left && tries < 20; tries++) {
    Context context;
    auto module = parse(bytes, context);
    if (!module) return size;
    edit(*module, random);
    if (llvm::verifyModule(*module)) continue;
    llvm::SmallString<0> out;
    llvm::raw_svector_ostream stream(out);
    llvm::WriteBitcodeToFile(*module, stream);
    // What the writer wrote must be what the reader takes.
    Context other;
    if (out.size() > max_size || !parse(out, other)) continue;
    bytes = out.str();
    left--;
  }
  memcpy(data, bytes.data(), bytes.size());
  return bytes.size();
}
