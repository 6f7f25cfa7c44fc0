// test/unit/passes_test.cpp: reading, checking and lowering where a .ll file with RUN lines cannot reach: other
// producers' bitcode, other machines' features, the ABI table. test/passes has the rest.
#include <doctest/doctest.h>
#include <llvm/AsmParser/Parser.h>
#include <llvm/Bitcode/BitcodeWriter.h>
#include <llvm/Bitcode/LLVMBitCodes.h>
#include <llvm/Bitstream/BitstreamWriter.h>
#include <llvm/IR/DerivedTypes.h>
#include <llvm/IR/Module.h>
#include <llvm/MC/TargetRegistry.h>
#include <llvm/Support/SourceMgr.h>
#include <llvm/Target/TargetMachine.h>

#include "compiler/abi.h"
#include "compiler/check.h"
#include "compiler/generate.h"
#include "compiler/input.h"
#include "compiler/ir.h"
#include "compiler/llvm_init.h"
#include "compiler/names.h"

namespace gort::compiler {
namespace {

using namespace llvm;

struct Fixture {
  Fixture() { start_llvm(); }

  std::unique_ptr<TargetMachine> machine(StringRef cpu) {
    std::string error;
    Triple triple("x86_64-pc-linux-gnu");
    const Target* target = TargetRegistry::lookupTarget(triple, error);
    return std::unique_ptr<TargetMachine>(target->createTargetMachine(triple, cpu, "", {}, Reloc::PIC_));
  }
  std::unique_ptr<Module> parse(StringRef text) {
    SMDiagnostic diagnostic;
    auto module = parseAssemblyString(text, diagnostic, context);
    REQUIRE_MESSAGE(module, diagnostic.getMessage().str());
    return module;
  }

  LLVMContext context;
  std::string said;
  raw_string_ostream out{said};
  Report report{out, true};
};

// A bitcode file that says who wrote it, and then holds a module of a version that nobody has made yet.
std::string bitcode_of(StringRef producer) {
  SmallVector<char, 0> bytes;
  BitstreamWriter writer(bytes);
  for (unsigned char c : {'B', 'C', '\xc0', '\xde'}) writer.Emit(c, 8);
  writer.EnterSubblock(bitc::IDENTIFICATION_BLOCK_ID, 5);
  writer.EmitRecord(bitc::IDENTIFICATION_CODE_STRING, SmallVector<unsigned, 16>(producer.begin(), producer.end()));
  writer.EmitRecord(bitc::IDENTIFICATION_CODE_EPOCH, ArrayRef<unsigned>{bitc::BITCODE_CURRENT_EPOCH});
  writer.ExitBlock();
  writer.EnterSubblock(bitc::MODULE_BLOCK_ID, 3);
  writer.EmitRecord(bitc::MODULE_CODE_VERSION, ArrayRef<unsigned>{99});
  writer.ExitBlock();
  return std::string(bytes.begin(), bytes.end());
}

bool read_bytes(Fixture& f, const std::string& bytes) {
  auto machine = f.machine("x86-64");
  Input input = make_input("some.bc", MemoryBuffer::getMemBufferCopy(bytes, "some.bc"), f.report);
  std::vector<std::unique_ptr<Module>> modules;
  return input.kind == InputKind::bitcode && read_ir(input, f.context, *machine, f.report, modules);
}

TEST_CASE("functions are called what their source calls them") {
  CHECK(source_name("main_main") == "main_main");
  CHECK(source_name("_Z") == "_Z");
  CHECK(source_name("_ZN3geo3BoxIiE5checkERKii") == "geo::Box<int>::check");
  CHECK(source_name("_ZN3geo3BoxIiED2Ev") == "geo::Box<int>::~Box");
  CHECK(source_name("_ZThn8_N1A1fEv") == "non-virtual thunk to A::f()");
  CHECK(source_name("_ZN4core3fmt5write17h0123456789abcdefE") == "core::fmt::write");
  CHECK(source_name("_RNvCs1234_7mycrate3foo") == "mycrate::foo");
  CHECK(source_name("_Dmain") == "D main");
  std::string deep = "_ZN";
  for (int i = 0; i < 90; i++) deep += "8template";
  CHECK(source_name(deep + "1fEv").size() == 400);
}

}  // namespace

TEST_CASE_FIXTURE(Fixture, "bitcode of another LLVM is named with both versions") {
  CHECK(!read_bytes(*this, bitcode_of("LLVM99.1.0")));
  CHECK(said.find("some.bc: error: the bitcode was written by LLVM99.1.0, gort reads LLVM 22.") != std::string::npos);
  CHECK(report.errors() == 1);
}

TEST_CASE_FIXTURE(Fixture, "bad bitcode of our own LLVM is called damaged") {
  CHECK(!read_bytes(*this, bitcode_of("LLVM22.1.8")));
  CHECK(said.find("some.bc: error: the bitcode is damaged: ") != std::string::npos);
  CHECK(said.find("22.1.8") == std::string::npos);
}

TEST_CASE_FIXTURE(Fixture, "every prefix of a bitcode file is refused or read, never both") {
  auto module = parse("define i32 @main() {\n ret i32 0\n}\n");
  SmallVector<char, 0> bytes;
  raw_svector_ostream stream(bytes);
  WriteBitcodeToFile(*module, stream);
  for (size_t n = 0; n < bytes.size(); n += 4) {
    unsigned before = report.errors();
    bool good = read_bytes(*this, std::string(bytes.begin(), bytes.begin() + n));
    CHECK(good == (report.errors() == before));
  }
}

TEST_CASE_FIXTURE(Fixture, "features that the machine lacks are taken from a function, others stay") {
  auto haswell = machine("haswell");
  auto module = parse(R"(
    define void @a() #0 { ret void }
    define void @b() #1 { ret void }
    define void @c() #2 { ret void }
    define void @d() #3 { ret void }
    define void @e() { ret void }
    attributes #0 = { "target-cpu"="x86-64" "target-features"="+sse2,+x87" "tune-cpu"="generic" }
    attributes #1 = { "target-cpu"="haswell" "target-features"="+avx2,+avx512f,-bmi,+nonsense,-64bit" }
    attributes #2 = { "target-cpu"="skylake-avx512" "target-features"="+avx512f" }
    attributes #3 = { "target-cpu"="z80" }
  )");
  adapt_features(*module, *haswell, report);
  auto attribute = [&](const char* function, const char* name) {
    return module->getFunction(function)->getFnAttribute(name).getValueAsString().str();
  };
  CHECK(attribute("a", "target-cpu") == "x86-64");
  CHECK(attribute("a", "target-features") == "+sse2,+x87");
  CHECK(attribute("a", "tune-cpu") == "haswell");
  CHECK(attribute("b", "target-cpu") == "haswell");
  CHECK(attribute("b", "target-features") == "+avx2,-bmi");
  CHECK(attribute("c", "target-cpu") == "haswell");
  CHECK(attribute("c", "target-features") == "");
  CHECK(attribute("d", "target-cpu") == "");
  CHECK(attribute("e", "target-cpu") == "");
  CHECK(report.warnings() == 0);
}

TEST_CASE_FIXTURE(Fixture, "a function that uses a missing feature's intrinsics keeps its features") {
  auto haswell = machine("haswell");
  auto module = parse(R"(
    declare <16 x i32> @llvm.x86.avx512.conflict.d.512(<16 x i32>)
    define <16 x i32> @wide(<16 x i32> %x) #0 {
      %y = call <16 x i32> @llvm.x86.avx512.conflict.d.512(<16 x i32> %x)
      ret <16 x i32> %y
    }
    attributes #0 = { "target-cpu"="skylake-avx512" }
  )");
  adapt_features(*module, *haswell, report);
  CHECK(module->getFunction("wide")->getFnAttribute("target-cpu").getValueAsString() == "skylake-avx512");
  CHECK(report.warnings() == 1);
}

TEST_CASE("names of stubs") {
  auto stub = foreign_stub("printf$gort32");
  REQUIRE(stub);
  CHECK(stub->first == "printf");
  CHECK(stub->second == 32);
  CHECK(!foreign_stub("printf"));
  CHECK(!foreign_stub("$gort32"));
  CHECK(!foreign_stub("printf$gort"));
  CHECK(!foreign_stub("printf$gort3x"));
}

TEST_CASE_FIXTURE(Fixture, "every row of the ABI table can be declared as it is spelled") {
  for (const AbiRow& row : abi_rows()) {
    if (!row.symbol) continue;
    CHECK(find_abi(row.symbol) == &row);
    if (StringRef(row.result) == "any" || row.kind == AbiKind::data) continue;
    auto module = parse((Twine("declare ") + row.result + " @" + row.symbol + "(" +
                         [&] {
                           std::string types;
                           SmallVector<StringRef, 6> parts;
                           StringRef(row.parameters).split(parts, ',', -1, false);
                           for (StringRef part : parts)
                             types += (types.empty() ? "" : ", ") + part.trim().split(' ').first.str();
                           return types;
                         }() +
                         ") " + row.attributes)
                            .str());
    const Function* function = module->getFunction(row.symbol);
    CHECK_MESSAGE(matches_abi(row, *function->getFunctionType()), row.symbol);
    // What the thunk of a system function can carry.
    if (row.kind == AbiKind::system) CHECK(function->arg_size() <= 6);
  }
}

TEST_CASE("a misspelled runtime name has a neighbour, another has none") {
  CHECK(nearest_abi_name("runtime_goshed") == "runtime_Gosched");
  CHECK(nearest_abi_name("time_sleep") == "time_Sleep");
  CHECK(nearest_abi_name("gort_frobnicate_everything") == "");
}

}  // namespace gort::compiler
