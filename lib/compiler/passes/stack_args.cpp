#include "compiler/passes/stack_args.h"

#include <llvm/IR/DataLayout.h>
#include <llvm/IR/DerivedTypes.h>
#include <llvm/IR/Function.h>
#include <llvm/IR/InstrTypes.h>
#include <llvm/IR/Module.h>
#include <llvm/Support/Alignment.h>
#include <llvm/Support/MathExtras.h>

namespace gort::compiler {
namespace {

class ArgumentArea {
 public:
  ArgumentArea(const llvm::DataLayout& layout, bool variadic) : layout_(layout), variadic_(variadic) {}

  // byval_type: the argument is a copy of what the pointer points to, always on the stack.
  void add(llvm::Type* type, llvm::Type* byval_type, llvm::MaybeAlign byval_align) {
    if (byval_type) {
      uint64_t align = std::max<uint64_t>(8, byval_align.valueOrOne().value());
      align = std::max<uint64_t>(align, layout_.getABITypeAlign(byval_type).value());
      push(llvm::alignTo(layout_.getTypeAllocSize(byval_type).getFixedValue(), 8), align);
    } else {
      add(type);
    }
  }

  // The area as a whole is as aligned as the most aligned argument.
  uint32_t bytes() const { return llvm::alignTo(bytes_, align_); }

 private:
  void push(uint64_t size, uint64_t align) {
    bytes_ = llvm::alignTo(bytes_, align) + size;
    align_ = std::max(align_, align);
  }

  void integers(uint64_t words) {
    if (general_ + words <= kGeneral) {
      general_ += words;
      return;
    }
    // What does not fit as a whole goes to the stack; whether a later argument may still have the registers left over
    // differs between versions of the compiler: count them as used.
    general_ = kGeneral;
    push(words * 8, words > 1 ? 16 : 8);
  }

  void vectors(uint64_t registers, uint64_t size, uint64_t align) {
    if (vector_ + registers <= kVector) {
      vector_ += registers;
      return;
    }
    vector_ = kVector;
    push(size, align);
  }

  void add(llvm::Type* type) {
    if (auto* structure = llvm::dyn_cast<llvm::StructType>(type)) {
      for (llvm::Type* element : structure->elements()) add(element);
    } else if (auto* array = llvm::dyn_cast<llvm::ArrayType>(type)) {
      for (uint64_t i = 0; i < array->getNumElements() && bytes_ < kAbsurd; i++) add(array->getElementType());
    } else if (auto* vector = llvm::dyn_cast<llvm::FixedVectorType>(type)) {
      add_vector(*vector);
    } else if (type->isX86_FP80Ty() || type->isPPC_FP128Ty()) {
      push(16, 16);
    } else if (type->isFP128Ty()) {
      vectors(1, 16, 16);
    } else if (type->isFloatingPointTy()) {
      vectors(1, 8, 8);
    } else if (auto* integer = llvm::dyn_cast<llvm::IntegerType>(type); integer && integer->getBitWidth() > 64) {
      integers(llvm::PowerOf2Ceil(integer->getBitWidth()) / 64);
    } else if (!type->isVoidTy() && !type->isMetadataTy()) {
      integers(1);
    }
  }

  void add_vector(const llvm::FixedVectorType& vector) {
    llvm::Type* element = vector.getElementType();
    uint64_t count = vector.getNumElements();
    uint64_t width = layout_.getTypeSizeInBits(element).getFixedValue();
    bool plain = llvm::isPowerOf2_64(count) && count > 1 && width >= 8 && width <= 64 && llvm::isPowerOf2_64(width);
    if (plain) {
      uint64_t size = std::max<uint64_t>(16, count * width / 8), align = std::min<uint64_t>(64, size);
      uint64_t before = bytes_;
      vectors(size / 16, size, align);
      // Variadic functions have wide vectors on the stack, where the machine has registers for these; elsewhere they
      // are split over registers.
      if (variadic_ && size > 16 && bytes_ == before) push(size, align);
      return;
    }
    // Odd vectors may be widened, split or taken apart: at worst every element has a slot of its own.
    uint64_t slot = llvm::alignTo(std::max<uint64_t>(width, 64), 64) / 8;
    general_ = kGeneral, vector_ = kVector;
    push(std::max<uint64_t>(16, count * std::max<uint64_t>(16, slot)), 64);
  }

  static constexpr uint64_t kGeneral = 6, kVector = 8, kAbsurd = 1 << 20;
  const llvm::DataLayout& layout_;
  bool variadic_;
  uint64_t general_ = 0, vector_ = 0, bytes_ = 0, align_ = 16;
};

}  // namespace

uint32_t stack_argument_bytes(const llvm::CallBase& call) {
  ArgumentArea area(call.getDataLayout(), call.getFunctionType()->isVarArg());
  for (unsigned i = 0; i < call.arg_size(); i++) {
    if (call.paramHasAttr(i, llvm::Attribute::Nest)) continue;
    area.add(call.getArgOperand(i)->getType(), call.isByValArgument(i) ? call.getParamByValType(i) : nullptr,
             call.getParamStackAlign(i) ? call.getParamStackAlign(i) : call.getParamAlign(i));
  }
  return area.bytes();
}

uint32_t stack_argument_bytes(const llvm::Function& function) {
  ArgumentArea area(function.getDataLayout(), function.isVarArg());
  for (const llvm::Argument& argument : function.args()) {
    if (argument.hasNestAttr()) continue;
    area.add(argument.getType(), argument.hasByValAttr() ? argument.getParamByValType() : nullptr,
             argument.getParamStackAlign() ? argument.getParamStackAlign() : argument.getParamAlign());
  }
  return area.bytes();
}

}  // namespace gort::compiler
