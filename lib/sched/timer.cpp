// Timers; see timer.h.
#include "sched/timer.h"

#include <stdlib.h>
#include <string.h>

#include <algorithm>

#include "base/os_linux.h"
#include "sched/poll.h"
#include "sched/proc.h"

namespace gort {

relaxed<bool (*)(void* arg)> timer_drain;

namespace {
constexpr uint8_t kHeaped = 1, kModified = 2, kZombie = 4;
constexpr uint32_t kArity = 4;
// How many goroutines are woken before the heap's lock is given back for a moment.
constexpr uint32_t kBatch = kRunqSize / 2;

std::atomic<uint32_t> this_process{1};  // counts forks: a timer that was in a heap of the parent's is in none here

[[noreturn]] void bad_timer() { throw_("timer data corruption"); }

g* sleeper(const timer_item& item) { return item.what & 1 ? reinterpret_cast<g*>(item.what - 1) : nullptr; }
timer* timer_of(const timer_item& item) { return reinterpret_cast<timer*>(item.what); }

void lock(timer* t) ACQUIRE(t->mu) {
  t->mu.lock();
  uint32_t process = this_process.load(std::memory_order_relaxed);
  if (t->process == process) return;
  t->process = process;
  if (t->state & kHeaped) {
    t->state = 0;
    t->ts = nullptr;
    t->when = 0;
  }
}
void unlock(timer* t) RELEASE(t->mu) {
  t->astate.store(t->state, std::memory_order_release);
  t->mu.unlock();
}
void lock(timers* ts) ACQUIRE(ts->mu) { ts->mu.lock(); }
void unlock(timers* ts) RELEASE(ts->mu) {
  ts->len.store(ts->n, std::memory_order_seq_cst);
  ts->mu.unlock();
}

// ---- the heap

void set_min_heap(timers* ts) REQUIRES(ts->mu) {
  ts->min_heap.store(ts->n ? ts->heap[0].when : 0, std::memory_order_seq_cst);
}

void lower_min_modified(timers* ts, int64_t when) {
  int64_t old = ts->min_modified.load(std::memory_order_seq_cst);
  while ((old == 0 || when < old) && !ts->min_modified.compare_exchange_weak(old, when, std::memory_order_seq_cst)) {
  }
}

void sift_up(timers* ts, uint32_t i) REQUIRES(ts->mu) {
  timer_item* heap = ts->heap;
  timer_item it = heap[i];
  while (i > 0) {
    uint32_t parent = (i - 1) / kArity;
    if (heap[parent].when <= it.when) break;
    heap[i] = heap[parent];
    i = parent;
  }
  heap[i] = it;
}

void sift_down(timers* ts, uint32_t i) REQUIRES(ts->mu) {
  timer_item* heap = ts->heap;
  uint32_t n = ts->n;
  timer_item it = heap[i];
  for (;;) {
    uint32_t child = i * kArity + 1;
    if (child >= n) break;
    uint32_t end = std::min(child + kArity, n), least = child;
    for (uint32_t c = child + 1; c < end; c++)
      if (heap[c].when < heap[least].when) least = c;
    if (it.when <= heap[least].when) break;
    heap[i] = heap[least];
    i = least;
  }
  heap[i] = it;
}

void order(timers* ts) REQUIRES(ts->mu) {
  if (ts->n <= 1) return;
  for (uint32_t i = (ts->n - 2) / kArity + 1; i-- > 0;) sift_down(ts, i);
}

// The first item lies 16 bytes before a cache line's end, so that every family of four children has a line.
constexpr size_t kLead = 64 - sizeof(timer_item);
void grow(timers* ts) REQUIRES(ts->mu) {
  uint32_t capacity = ts->capacity ? ts->capacity * 2 : 61;
  auto* block = static_cast<uint8_t*>(aligned_alloc(64, (kLead + capacity * sizeof(timer_item) + 63) & ~size_t(63)));
  if (!block) throw_("out of memory (timers)");
  auto* heap = reinterpret_cast<timer_item*>(block + kLead);
  if (ts->n) memcpy(heap, ts->heap, ts->n * sizeof(timer_item));
  if (ts->heap) free(reinterpret_cast<uint8_t*>(ts->heap) - kLead);
  ts->heap = heap;
  ts->capacity = capacity;
}

// True: it is due before everything else here.
bool push(timers* ts, timer_item item) REQUIRES(ts->mu) {
  if (ts->n == ts->capacity) grow(ts);
  ts->heap[ts->n++] = item;
  sift_up(ts, ts->n - 1);
  if (ts->heap[0].what != item.what) return false;
  int64_t before = ts->wake_time();
  set_min_heap(ts);
  return before == 0 || item.when < before;
}

void pop(timers* ts) REQUIRES(ts->mu) {
  ts->heap[0] = ts->heap[--ts->n];
  if (ts->n > 1) sift_down(ts, 0);
  set_min_heap(ts);
  if (ts->n == 0) ts->min_modified.store(0, std::memory_order_seq_cst);
}

// What the marks of t, the heap's first, ask for. True: the heap has changed.
bool update_first(timers* ts, timer* t) REQUIRES(ts->mu, t->mu) {
  if (t->ts != ts) bad_timer();
  if (t->state & kZombie) {
    t->state &= uint8_t(~(kHeaped | kZombie | kModified));
    ts->zombies.fetch_sub(1, std::memory_order_relaxed);
    t->ts = nullptr;
    pop(ts);
    return true;
  }
  if (t->state & kModified) {
    t->state &= uint8_t(~kModified);
    ts->heap[0].when = t->when;
    sift_down(ts, 0);
    set_min_heap(ts);
    return true;
  }
  return false;
}

bool marked(const timer* t) { return t->astate.load(std::memory_order_acquire) & (kModified | kZombie); }

// Puts marked items right at the heap's ends, where that is cheap: a program that starts and stops timers all the time
// keeps a small heap.
void clean_head(timers* ts) REQUIRES(ts->mu) {
  while (ts->n) {
    timer_item last = ts->heap[ts->n - 1];
    if (!sleeper(last) && (timer_of(last)->astate.load(std::memory_order_acquire) & kZombie)) {
      timer* t = timer_of(last);
      lock(t);
      if (t->state & kZombie) {
        t->state &= uint8_t(~(kHeaped | kZombie | kModified));
        t->ts = nullptr;
        ts->zombies.fetch_sub(1, std::memory_order_relaxed);
        ts->n--;
        if (ts->n == 0) {
          set_min_heap(ts);
          ts->min_modified.store(0, std::memory_order_seq_cst);
        }
      }
      unlock(t);
      continue;
    }
    timer_item first = ts->heap[0];
    if (sleeper(first) || !marked(timer_of(first))) return;
    timer* t = timer_of(first);
    lock(t);
    bool changed = update_first(ts, t);
    unlock(t);
    if (!changed) return;
  }
}

// Puts all marked items right: when a modified one may be due, or by force when many are dead.
//
// wake_time must be right throughout, and modifications that happen meanwhile must not be lost. So first the lesser of
// the two minima goes to min_heap, which is ours under the lock; then min_modified is cleared; then the items are
// looked at. Whoever modifies a timer publishes astate before it lowers min_modified: when we clear what it wrote, we
// see its mark.
void adjust(timers* ts, int64_t now, bool force) REQUIRES(ts->mu) {
  if (!force) {
    int64_t first = ts->min_modified.load(std::memory_order_seq_cst);
    if (first == 0 || first > now) return;
  }
  ts->min_heap.store(ts->wake_time(), std::memory_order_seq_cst);
  ts->min_modified.store(0, std::memory_order_seq_cst);
  bool changed = false;
  for (uint32_t i = 0; i < ts->n; i++) {
    timer_item& item = ts->heap[i];
    if (sleeper(item) || !marked(timer_of(item))) continue;
    timer* t = timer_of(item);
    lock(t);
    if (t->ts != ts || !(t->state & kHeaped)) bad_timer();
    if (t->state & kZombie) {
      t->state &= uint8_t(~(kHeaped | kZombie | kModified));
      t->ts = nullptr;
      ts->zombies.fetch_sub(1, std::memory_order_relaxed);
      item = ts->heap[--ts->n];
      i--;
      changed = true;
    } else if (t->state & kModified) {
      t->state &= uint8_t(~kModified);
      item.when = t->when;
      changed = true;
    }
    unlock(t);
  }
  if (changed) order(ts);
  set_min_heap(ts);
}

// ---- timers

bool needs_add(const timer* t) REQUIRES(t->mu) { return !(t->state & kHeaped) && t->when > 0; }

// Into this P's heap, when it belongs there. No locks are held: a heap's lock comes before a timer's.
void maybe_add(timer* t) {
  if (sched.no_sysmon.load(std::memory_order_relaxed)) restart_sysmon();
  timers* ts = &getm()->p_->timer_heap;
  bool first = false;
  lock(ts);
  clean_head(ts);
  lock(t);
  int64_t when = t->when;
  if (needs_add(t)) {
    if (t->ts) throw_("ts set in timer");
    t->state |= kHeaped;
    t->ts = ts;
    first = push(ts, {when, reinterpret_cast<uintptr_t>(t)});
  }
  unlock(t);
  unlock(ts);
  if (first) wake_netpoller(when);
}

// t is locked, and so is its heap if it is in one; both are unlocked for the call, and then the heap is locked again.
void unlock_and_run(timer* t, int64_t now) NO_THREAD_SAFETY {
  if (t->state & (kModified | kZombie)) bad_timer();
  auto f = t->f;
  void* arg = t->arg;
  uintptr_t seq = t->seq;
  int64_t delta = now - t->when, next = 0;
  bool once = t->period == 0;
  if (!once) {
    // Ticks that were missed are left out.
    next = int64_t(uint64_t(t->when) + uint64_t(t->period) * uint64_t(1 + delta / t->period));
    if (next < 0) next = INT64_MAX;
  }
  timers* ts = t->ts;
  t->when = next;
  if (t->state & kHeaped) {
    t->state |= kModified;
    if (once) {
      t->state |= kZombie;
      ts->zombies.fetch_add(1, std::memory_order_relaxed);
    }
    update_first(ts, t);
  }
  bool is_chan = t->is_chan;
  if (is_chan && once) t->is_sending.fetch_add(1, std::memory_order_relaxed);
  unlock(t);
  if (ts) unlock(ts);
  bool current = true;
  if (is_chan) {
    // A stop or a reset that came since has counted seq up, under both locks: then the value is stale.
    t->send_lock.lock();
    if (once && t->is_sending.fetch_sub(1, std::memory_order_relaxed) <= 0) throw_("mismatched isSending updates");
    current = t->seq == seq;
  }
  if (current) f(arg, seq, delta);
  if (is_chan) t->send_lock.unlock();
  if (ts) lock(ts);
}
}  // namespace

bool timer_modify(timer* t, int64_t when, int64_t period, void (*f)(void*, uintptr_t, int64_t), void* arg,
                  uintptr_t seq) NO_THREAD_SAFETY {
  if (when <= 0) throw_("timer when must be positive");
  if (period < 0) throw_("timer period must be non-negative");
  bool is_chan = t->is_chan;
  if (is_chan) t->send_lock.lock();
  lock(t);
  int64_t old_period = t->period;
  t->period = period;
  if (f) {
    t->f = f;
    t->arg = arg;
    t->seq = seq;
  }
  bool wake = false, pending = t->when > 0;
  t->when = when;
  if (t->state & kHeaped) {
    t->state |= kModified;
    if (t->state & kZombie) {
      t->state &= uint8_t(~kZombie);
      t->ts->zombies.fetch_sub(1, std::memory_order_relaxed);
    }
    int64_t first = t->ts->min_modified.load(std::memory_order_seq_cst);
    if (first == 0 || when < first) {
      wake = true;
      t->astate.store(t->state, std::memory_order_seq_cst);  // before min_modified: see adjust
      lower_min_modified(t->ts, when);
    }
  }
  bool add = needs_add(t);
  if (is_chan) {
    t->seq++;
    if (old_period == 0 && t->is_sending.load(std::memory_order_relaxed) > 0) pending = true;
  }
  arg = t->arg;
  unlock(t);
  if (is_chan) {
    if (timer_drain(arg)) pending = true;
    t->send_lock.unlock();
  }
  if (add) maybe_add(t);
  if (wake) wake_netpoller(when);
  return pending;
}

bool timer_reset(timer* t, int64_t when, int64_t period) { return timer_modify(t, when, period, nullptr, nullptr, 0); }

bool timer_stop(timer* t) NO_THREAD_SAFETY {
  bool is_chan = t->is_chan;
  if (is_chan) t->send_lock.lock();
  lock(t);
  if (t->state & kHeaped) {
    t->state |= kModified;
    if (!(t->state & kZombie)) {
      t->state |= kZombie;
      t->ts->zombies.fetch_add(1, std::memory_order_relaxed);
    }
  }
  bool pending = t->when > 0;
  t->when = 0;
  if (is_chan) {
    t->seq++;
    if (t->period == 0 && t->is_sending.load(std::memory_order_relaxed) > 0) pending = true;
  }
  void* arg = t->arg;
  unlock(t);
  if (is_chan) {
    t->send_lock.unlock();
    if (timer_drain(arg)) pending = true;
  }
  return pending;
}

// ---- the scheduler's side

bool timers_check(m* mp, p* from, int64_t& now, int64_t& until) NO_THREAD_SAFETY {
  timers* ts = &from->timer_heap;
  int64_t next = ts->wake_time();
  if (next == 0) return false;
  if (now == 0) now = os::nanotime();
  auto many_dead = [&] {
    return from == mp->p_ &&
           ts->zombies.load(std::memory_order_relaxed) > int32_t(ts->len.load(std::memory_order_relaxed) / 4);
  };
  auto lower = [&](int64_t when) {
    if (until == 0 || when < until) until = when;
  };
  if (now < next && !many_dead()) {
    lower(next);
    return false;
  }
  bool ran = false, more = true;
  lock(ts);
  adjust(ts, now, false);
  while (more) {
    gqueue due;
    more = false;
    while (ts->n) {
      timer_item first = ts->heap[0];
      if (g* gp = sleeper(first)) {
        if (first.when > now) break;
        pop(ts);
        due.push(gp);
        if (due.size == kBatch) {
          more = true;
          break;
        }
        continue;
      }
      timer* t = timer_of(first);
      if (!marked(t) && first.when > now) break;
      lock(t);
      if (update_first(ts, t)) {
        unlock(t);
        continue;
      }
      if (t->when > now) {
        unlock(t);
        break;
      }
      unlock_and_run(t, now);
      ran = true;
    }
    if (due.size) {
      ran = true;
      unlock(ts);
      ready_list(mp, due);
      lock(ts);
    }
  }
  if (many_dead()) adjust(ts, now, true);
  unlock(ts);
  if (int64_t left = ts->wake_time()) lower(left);
  return ran;
}

bool timers_check_all(m* mp, int64_t& now) {
  bool ran = false;
  int32_t n = gomaxprocs.load(std::memory_order_acquire);
  int64_t until = 0;
  for (int32_t i = 0; i < n; i++)
    if (allp[i] && timers_check(mp, allp[i], now, until)) ran = true;
  return ran;
}

int64_t next_timer() {
  int64_t first = 0;
  int32_t n = gomaxprocs.load(std::memory_order_acquire);
  for (int32_t i = 0; i < n; i++) {
    int64_t when = allp[i] ? allp[i]->timer_heap.wake_time() : 0;
    if (when && (first == 0 || when < first)) first = when;
  }
  return first;
}

void timers_take(p* to, p* from) NO_THREAD_SAFETY {
  timers *dst = &to->timer_heap, *src = &from->timer_heap;
  for (uint32_t i = 0; i < src->n; i++) {
    timer_item item = src->heap[i];
    if (!sleeper(item)) {
      timer* t = timer_of(item);
      t->ts = dst;
      bool dead = t->state & kZombie;
      t->state &= uint8_t(~(kModified | kZombie));
      if (dead) {
        t->state &= uint8_t(~kHeaped);
        t->ts = nullptr;
      }
      t->astate.store(t->state, std::memory_order_release);
      if (dead) continue;
      item.when = t->when;
    }
    push(dst, item);
  }
  dst->len.store(dst->n, std::memory_order_seq_cst);
  src->n = 0;
  src->len.store(0, std::memory_order_seq_cst);
  src->zombies.store(0, std::memory_order_relaxed);
  src->min_heap.store(0, std::memory_order_seq_cst);
  src->min_modified.store(0, std::memory_order_seq_cst);
}

void timers_forked(p* pp) NO_THREAD_SAFETY {
  if (pp->id == 0) this_process.fetch_add(1, std::memory_order_relaxed);
  timers* ts = &pp->timer_heap;
  ts->mu.forget();
  ts->heap = nullptr;  // it may have been in the middle of a change
  ts->n = ts->capacity = 0;
  ts->len.store(0, std::memory_order_relaxed);
  ts->zombies.store(0, std::memory_order_relaxed);
  ts->min_heap.store(0, std::memory_order_relaxed);
  ts->min_modified.store(0, std::memory_order_relaxed);
}

bool sleep_park(g* gp, void* ns) {
  int64_t now = os::nanotime(), when = now + reinterpret_cast<int64_t>(ns);
  if (when < now) when = INT64_MAX;
  m* mp = getm();
  timers* ts = &mp->p_->timer_heap;
  lock(ts);
  bool first = push(ts, {when, reinterpret_cast<uintptr_t>(gp) | 1});
  unlock(ts);
  // This M schedules now: only if it finds something to run must another one watch the clock.
  if (first && (mp->wake_when == 0 || when < mp->wake_when)) mp->wake_when = when;
  return true;
}

}  // namespace gort
