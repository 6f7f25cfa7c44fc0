// lib/debug/walk.h: walking the frames of a goroutine, innermost first.
//
// The module's code has unwind tables, and what the C compiler or another front end made of rbp; the runtime's code
// keeps frame pointers, so there a step is a pair (rbp, return address). What interrupts the way is known by address:
//
//   gort_morestack_ret    a hop: the caller's frame lies in the segment before
//   gort_callback_ret     foreign code called the module: the goroutine goes on where it had called out, which the
//                         callback's frame remembers; the foreign frames in between are skipped
//   gort_async_preempt_pc, gort_preempt_yield_pc, __morestack
//                         preempted: at any instruction, or in a prologue
//   gort_sigpanic_pc      a fault: the instruction in front of the panic's frames
//   gort_gostart          the goroutine begins here
//   a signal_frame        a handler of the program: what it interrupted comes next
//
// Where a signal stopped a function, at any instruction, the tables say where the caller is (cfi.h).
//
// Every address is checked before it is read: in the goroutine's segments it is memory, elsewhere the kernel is asked
// (memory.h). Inside a segment frames only go up, and segments only go towards the entry, so every walk ends.
#pragma once
#include <signal.h>

#include "debug/cfi.h"
#include "sched/sigstack.h"

namespace gort {

struct frame {
  uint64_t pc;  // where the function goes on, or where it was stopped
  uint64_t sp, fp;
  bool stopped;  // by a signal, a preemption, or in its prologue: pc is the instruction itself
  uint64_t lookup() const { return stopped ? pc : pc - 1; }
};

class walker {
 public:
  // A goroutine that is parked, runnable or preempted.
  static walker parked(const g* gp);
  // A goroutine whose thread is on the system stack, in foreign code or in the runtime. `t` is that thread's.
  static walker outside(const g* gp, const tcb* t);
  // A goroutine of this thread that a signal stopped on its own stack.
  static walker interrupted(const g* gp, const tcb* t, const ucontext_t* context);
  // This thread's system stack, from a frame of its own on.
  static walker native(uint64_t pc, uint64_t sp, uint64_t fp);
  static walker native(const ucontext_t* context);

  bool next(frame& out);

 private:
  enum class state : uint8_t { done, frames, stopped, prologue };
  void go_outside(uint64_t gsp, uint64_t grbp);
  void go_interrupted(const ucontext_t* context);
  void go_signal(const signal_frame& f);
  bool go_sigpanic(uint64_t bp);
  const signal_frame* signal_frame_at(uint64_t address) const;
  bool to_caller_of(uint64_t bp);
  bool to_caller_by_table();
  const segment* segment_of(uint64_t address) const;
  bool load(uint64_t address, uint64_t& value);
  static bool load_for_cfi(void* self, uint64_t address, uint64_t& value);

  state state_ = state::done;
  bool native_ = false;
  bool then_outside_ = false;
  uint64_t pc_ = 0, sp_ = 0, bp_ = 0;
  dwarf_registers regs_{};  // when stopped
  uint64_t steps_ = 0;
  const segment* seg_ = nullptr;  // that bp_ lies in, or a deeper one; null on a system stack
  const tcb* tcb_ = nullptr;
  // Recursion comes by the same few places millions of times.
  struct known_frame {
    uint64_t pc = 0;
    call_frame rule;
  };
  known_frame known_[8];
};

}  // namespace gort
