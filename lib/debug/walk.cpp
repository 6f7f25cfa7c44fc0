// See walk.h.
#include "debug/walk.h"

#include "debug/memory.h"
#include "debug/names.h"
#include "sched/proc.h"

extern "C" {
extern const char gort_morestack_ret[], gort_callback_ret[], gort_async_preempt_pc[], gort_preempt_yield_pc[];
void* __morestack_allocate_stack_space(uint64_t);
extern const char gort_sigpanic_pc[];
extern const char runtime_goexit_pc[], gort_gostart_foreign[], gort_systhunk[];
}

namespace gort {

namespace {
uint64_t address(const char* label) { return reinterpret_cast<uint64_t>(label); }
bool in(uint64_t pc, const char* from, const char* to) { return pc >= address(from) && pc < address(to); }
bool in_morestack(uint64_t pc) {
  return in(pc, reinterpret_cast<const char*>(&__morestack),
            reinterpret_cast<const char*>(&__morestack_allocate_stack_space));
}
bool is_code(uint64_t pc) { return is_program_code(pc) || is_runtime_code(pc); }
// How far rbp lies above rsp where the goroutine went over to the system stack: only a prologue that needs a bigger
// stack (morestack_amd64.S, .Lgrow) has pushed three words.
constexpr uint64_t kGrowFrame = 32;
// More frames than a stack of twice the default limit can have.
constexpr uint64_t kMost = 1u << 27;
}  // namespace

walker walker::parked(const g* gp) {
  walker w;
  w.seg_ = gp->seg;
  // gort_mcall: r15 r14 r13 r12 rbx rbp, return address.
  uint64_t sp = gp->sched_sp, start, bp;
  if (!w.load(sp + 48, w.pc_) || !w.load(sp + 40, w.bp_)) return w;
  w.sp_ = sp + 56;
  w.state_ = state::frames;
  if (w.pc_ == reinterpret_cast<uint64_t>(&gort_gostart)) {
    // Not begun: rbx is its function.
    if (!w.load(sp + 32, start)) return w;
    w.pc_ = start;
    w.state_ = state::prologue;
    w.bp_ = 0;
  } else if (w.pc_ == address(gort_preempt_yield_pc) && w.load(sp + 64, start)) {
    // It has pushed r12 before it yielded.
    bp = w.bp_;
    if (start == address(gort_async_preempt_pc)) {
      uint64_t* r = w.regs_.r;
      using R = dwarf_registers;
      static constexpr int pushed[] = {R::rax, R::rbx, R::rcx, R::rdx, R::rsi, R::rdi, R::r8,
                                       R::r9,  R::r10, R::r11, R::r12, R::r13, R::r14, R::r15};
      for (uint64_t i = 0; i < 14; i++) w.load(bp - 8 * (i + 1), r[pushed[i]]);
      if (!w.load(bp, r[R::rbp]) || !w.load(bp + 16, r[R::rip])) {
        w.state_ = state::done;
        return w;
      }
      r[R::rsp] = bp + 24;
      w.pc_ = r[R::rip];
      w.sp_ = r[R::rsp];
      w.bp_ = r[R::rbp];
      w.state_ = state::stopped;
    } else if (in_morestack(start)) {
      w.state_ = w.load(bp - 16, w.pc_) ? state::prologue : state::done;
    } else {
      w.pc_ = start;
      w.sp_ = sp + 72;
    }
  }
  return w;
}

walker walker::outside(const g* gp, const tcb* t) {
  walker w;
  w.tcb_ = t;
  w.seg_ = t->seg ? t->seg : gp->seg;
  w.go_outside(t->gsp, t->grbp);
  return w;
}

walker walker::interrupted(const g* gp, const tcb* t, const ucontext_t* context) {
  walker w;
  w.tcb_ = t;
  w.seg_ = t->seg ? t->seg : gp->seg;
  // A leaf function makes no stack check, so C code may call one on the system stack: the goroutine goes on where it
  // left.
  w.then_outside_ = load_relaxed(t->fseq) & 1;
  w.go_interrupted(context);
  return w;
}

walker walker::native(uint64_t pc, uint64_t sp, uint64_t fp) {
  walker w;
  w.native_ = true;
  w.pc_ = pc;
  w.sp_ = sp;
  w.bp_ = fp;
  w.state_ = state::frames;
  return w;
}

walker walker::native(const ucontext_t* context) {
  walker w;
  w.native_ = true;
  w.go_interrupted(context);
  return w;
}

void walker::go_outside(uint64_t gsp, uint64_t grbp) {
  state_ = state::done;
  if (!grbp) return;
  if (const signal_frame* f = signal_frame_at(grbp)) return go_signal(*f);
  bp_ = grbp;
  sp_ = gsp;
  if (grbp - gsp == kGrowFrame) {
    if (load(grbp - 16, pc_)) state_ = state::prologue;
    sp_ = grbp + 8;
    return;
  }
  if (to_caller_of(grbp)) state_ = state::frames;
}

void walker::go_interrupted(const ucontext_t* context) {
  auto& from = context->uc_mcontext.gregs;
  static constexpr int order[] = {REG_RAX, REG_RDX, REG_RCX, REG_RBX, REG_RSI, REG_RDI, REG_RBP, REG_RSP, REG_R8,
                                  REG_R9,  REG_R10, REG_R11, REG_R12, REG_R13, REG_R14, REG_R15, REG_RIP};
  for (int i = 0; i < dwarf_registers::count; i++) regs_.r[i] = uint64_t(from[order[i]]);
  pc_ = regs_.r[dwarf_registers::rip];
  sp_ = regs_.r[dwarf_registers::rsp];
  bp_ = regs_.r[dwarf_registers::rbp];
  state_ = state::stopped;
}

// What a handler of the program had interrupted.
void walker::go_signal(const signal_frame& f) {
  seg_ = f.seg;
  auto pc = uint64_t(f.context->uc_mcontext.gregs[REG_RIP]);
  auto sp = uint64_t(f.context->uc_mcontext.gregs[REG_RSP]);
  bool own_stack = f.seg && sp >= reinterpret_cast<uint64_t>(f.seg->lo) && sp <= reinterpret_cast<uint64_t>(f.seg->hi);
  if (!f.outside && own_stack && (is_program_code(pc) || is_runtime_code(pc)))
    go_interrupted(f.context);
  else
    go_outside(f.gsp, f.grbp);
}

// gort_sigpanic's frame: rbp, pc; below them rbx, r12 to r15.
bool walker::go_sigpanic(uint64_t bp) {
  using R = dwarf_registers;
  static constexpr int pushed[] = {R::rbx, R::r12, R::r13, R::r14, R::r15};
  regs_ = {};
  if (!load(bp, regs_.r[R::rbp]) || !load(bp + 8, regs_.r[R::rip])) return false;
  for (uint64_t i = 0; i < 5; i++)
    if (!load(bp - 8 * (i + 1), regs_.r[pushed[i]])) return false;
  pc_ = regs_.r[R::rip];
  sp_ = regs_.r[R::rsp] = bp + 16;
  bp_ = regs_.r[R::rbp];
  state_ = state::stopped;
  return true;
}

const signal_frame* walker::signal_frame_at(uint64_t a) const {
  if (!tcb_ || !tcb_->sigstack) return nullptr;
  for (const signal_frame* f = tcb_->sigstack->frames; f; f = f->outer)
    if (reinterpret_cast<uint64_t>(f) == a) return f;
  return nullptr;
}

// The segment that holds a; null when it lies on another stack.
const segment* walker::segment_of(uint64_t a) const {
  for (const segment* s = seg_; s; s = s->prev)
    if (a >= reinterpret_cast<uint64_t>(s->lo) && a < reinterpret_cast<uint64_t>(s->hi)) return s;
  return nullptr;
}

bool walker::load(uint64_t a, uint64_t& value) {
  if (a & 7) return false;
  if (!segment_of(a)) return read_memory(a, value);
  value = *reinterpret_cast<const uint64_t*>(a);
  return true;
}

bool walker::load_for_cfi(void* self, uint64_t a, uint64_t& value) {
  return static_cast<walker*>(self)->load(a, value);
}

// From the function whose frame pointer is bp. Frames only go up, in a segment as on any other stack: a chain that does
// not is at its end, or broken.
bool walker::to_caller_of(uint64_t bp) {
  uint64_t pc, above;
  if (!bp || (bp + 16 <= sp_ && segment_of(bp) == segment_of(sp_))) return false;
  if (!load(bp + 8, pc) || !load(bp, above)) return false;
  pc_ = pc;
  bp_ = above;
  sp_ = bp + 16;
  return true;
}

// From the module's function that has called and goes on at pc_.
bool walker::to_caller_by_table() {
  known_frame& known = known_[pc_ / 4 % (sizeof known_ / sizeof *known_)];
  if (known.pc != pc_) {
    known.pc = 0;
    if (!cfi_call_frame(pc_, known.rule)) return false;
    known.pc = pc_;
  }
  const call_frame& rule = known.rule;
  uint64_t top = (rule.from_rbp ? bp_ : sp_) + uint64_t(rule.size), pc, bp = bp_;
  if (top <= sp_ || segment_of(top - 8) != segment_of(sp_)) return false;
  if (!load(top - 8, pc) || (rule.rbp_saved && !load(top + uint64_t(rule.rbp_at), bp))) return false;
  pc_ = pc;
  sp_ = top;
  bp_ = bp;
  return true;
}

bool walker::next(frame& out) {
  for (;;) {
    switch (state_) {
      case state::done:
        return false;
      case state::prologue: {
        // pc is in the function's prologue, or at its entry; bp is __morestack's frame, which stands for the
        // function's.
        out = {pc_, sp_, bp_ ? bp_ + 16 : 0, true};
        state_ = to_caller_of(bp_) ? state::frames : state::done;
        return true;
      }
      case state::stopped: {
        out = {pc_, sp_, bp_ + 16, true};
        // C code that runs on a goroutine's stack (memcpy) is passed over. Of a call through a wild pointer the caller
        // is all that there is.
        bool code = is_code(pc_);
        dwarf_registers caller = regs_;
        if (cfi_step(caller, load_for_cfi, this)) {
          out.fp = caller.r[dwarf_registers::rsp];
          pc_ = caller.r[dwarf_registers::rip];
          sp_ = caller.r[dwarf_registers::rsp];
          bp_ = caller.r[dwarf_registers::rbp];
          state_ = pc_ ? state::frames : state::done;
        } else if (!code && load(sp_, pc_) && is_code(pc_)) {
          out.fp = sp_ + 8;
          sp_ += 8;
          state_ = state::frames;
        } else {
          state_ = to_caller_of(bp_) ? state::frames : state::done;
        }
        if (!code) continue;
        return true;
      }
      case state::frames:
        break;
    }
    if (pc_ == address(gort_morestack_ret)) {
      // bp is __morestack's frame, an ordinary one, in another segment than sp.
      sp_ = 0;
      if (!to_caller_of(bp_)) state_ = state::done;
      continue;
    }
    if (pc_ == address(gort_sigpanic_pc)) {
      if (!go_sigpanic(bp_)) state_ = state::done;
      continue;
    }
    if (pc_ == address(gort_callback_ret)) {
      uint64_t gsp, grbp;
      if (load(bp_ - 48, gsp) && load(bp_ - 64, grbp))
        go_outside(gsp, grbp);
      else
        state_ = state::done;
      continue;
    }
    // The entry: gort_gostart's two variants and what starts a thread.
    if (pc_ == address(runtime_goexit_pc) || in(pc_, gort_gostart_foreign, gort_systhunk))
      return state_ = state::done, false;
    if (!is_code(pc_)) {
      if (!then_outside_) return state_ = state::done, false;
      then_outside_ = false;
      go_outside(tcb_->gsp, tcb_->grbp);
      continue;
    }
    // A system stack ends where it meets a goroutine's: with the function that changed over.
    if (native_ && (bp_ < sp_ || bp_ - sp_ > kG0Stack)) bp_ = 0;
    out = {pc_, sp_, bp_ ? bp_ + 16 : 0, false};
    // Segments deeper than this frame's are done with.
    if (const segment* s = segment_of(sp_)) seg_ = s;
    if (is_program_code(pc_) && to_caller_by_table())
      out.fp = sp_;
    else if (!to_caller_of(bp_))
      state_ = state::done;
    if (++steps_ == kMost) state_ = state::done;
    return true;
  }
}

}  // namespace gort
