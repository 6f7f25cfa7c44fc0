// See deadlock.h.
#include "debug/deadlock.h"

#include <vector>

#include "base/print.h"
#include "debug/names.h"
#include "debug/traceback.h"
#include "sync/chan.h"
#include "sync/lock_watch.h"

namespace gort {

namespace {
enum class thing_kind : uint8_t { channel, mutex, rwmutex, wait_group, cond, semaphore };
constexpr const char* kKindNames[] = {"channel", "mutex", "rwmutex", "wait group", "condition variable", "semaphore"};

struct thing {
  thing_kind kind;
  const void* at;
};

struct edge {
  const g* gp;
  const char* doing;
  bool sends;
  size_t object;
};

struct graph {
  std::vector<thing> objects;
  std::vector<edge> edges;

  size_t number(thing_kind kind, const void* at) {
    for (size_t i = 0; i < objects.size(); i++)
      if (objects[i].at == at) return i;
    objects.push_back({kind, at});
    return objects.size() - 1;
  }
};

// What a semaphore's address says about the lock around it: Go's layouts and gort.h's are the same.
thing lock_around(wait_reason why, const void* sema) {
  auto* p = static_cast<const uint8_t*>(sema);
  switch (why) {
    case wait_reason::mutex_lock:
      return {thing_kind::mutex, p - 4};
    case wait_reason::rwmutex_lock:
      return {thing_kind::rwmutex, p - 8};
    case wait_reason::rwmutex_rlock:
      return {thing_kind::rwmutex, p - 12};
    case wait_reason::wait_group_wait:
      return {thing_kind::wait_group, p - 8};
    case wait_reason::cond_wait:
      return {thing_kind::cond, p};
    default:
      return {thing_kind::semaphore, p};
  }
}
const char* lock_verb(wait_reason why) {
  switch (why) {
    case wait_reason::mutex_lock:
    case wait_reason::rwmutex_lock:
      return "to lock";
    case wait_reason::rwmutex_rlock:
      return "to lock for reading";
    case wait_reason::cond_wait:
      return "for a signal of";
    default:
      return "for";
  }
}

bool is_queued(const waitq& q, const sudog* s) {
  for (const sudog* at = q.first; at; at = at->next)
    if (at == s) return true;
  return false;
}

void collect(graph& all) {
  for (const g* gp : g_list()) {
    if (gp->status.load(std::memory_order_acquire) != Gwaiting || gp->system) continue;
    for (const sudog* s = gp->waiting; s; s = s->waitlink) {
      if (s->c) {
        bool sends = is_queued(s->c->sendq, s);
        all.edges.push_back(
            {gp, sends ? "to send to" : "to receive from", sends, all.number(thing_kind::channel, s->c)});
      } else {
        thing t = lock_around(gp->waitreason, s->elem);
        all.edges.push_back({gp, lock_verb(gp->waitreason), false, all.number(t.kind, t.at)});
      }
    }
  }
}

void put_object(printer& out, const graph& all, size_t i) {
  out << kKindNames[size_t(all.objects[i].kind)] << ' ' << uint64_t(i + 1);
}

void put_place(printer& out, uint64_t pc) {
  if (!pc) {
    out << "(unknown place)";
    return;
  }
  code_name n = name_of(pc - 1);
  if (n.name)
    print_name(out, n.name);
  else
    out << hex(pc);
  out << " (" << (n.file && *n.file ? n.file : "?");
  if (n.line) out << ':' << n.line;
  out << ')';
}

const g* waiting_goroutine(uint64_t goid) {
  for (const g* gp : g_list())
    if (gp->goid == goid && gp->status.load(std::memory_order_acquire) == Gwaiting) return gp;
  return nullptr;
}

// Whom a goroutine that waits for the object waits for: known owners of locks, the last user of a channel's other end.
std::vector<uint64_t> awaited(const graph& all, const edge& e) {
  std::vector<uint64_t> out;
  const thing& t = all.objects[e.object];
  if (t.kind == thing_kind::channel) {
    auto* c = static_cast<const hchan*>(t.at);
    uint64_t last = e.sends ? c->last_receiver : c->last_sender;
    if (last && last != e.gp->goid) out.push_back(last);
  } else {
    lock_owner owners[8];
    int n = lock_owners(t.at, owners, 8);
    for (int i = 0; i < n; i++) out.push_back(owners[i].goid);
  }
  return out;
}

void describe(const graph& all, size_t i) {
  printer out;
  put_object(out, all, i);
  const thing& t = all.objects[i];
  if (t.kind == thing_kind::channel) {
    auto* c = static_cast<const hchan*>(t.at);
    if (c->dataqsiz)
      out << ": " << c->qcount << " of " << c->dataqsiz << " values in the buffer, made by ";
    else
      out << ": unbuffered, made by ";
    put_place(out, c->made_at);
    if (c->last_sender)
      out << ", sent to last by goroutine " << c->last_sender;
    else
      out << ", never sent to";
    if (c->last_receiver)
      out << ", received from last by goroutine " << c->last_receiver;
    else
      out << ", never received from";
  } else {
    out << " at " << hex(reinterpret_cast<uint64_t>(t.at));
    lock_owner owners[8];
    int n = lock_owners(t.at, owners, 8);
    for (int k = 0; k < n; k++) {
      out << (k                 ? ", and by goroutine "
              : owners[k].reads ? ": locked for reading by goroutine "
                                : ": locked by goroutine ")
          << owners[k].goid << " in ";
      put_place(out, owners[k].pc);
      if (!waiting_goroutine(owners[k].goid)) out << ", which has ended";
    }
    if (n == 0 && (t.kind == thing_kind::mutex || t.kind == thing_kind::rwmutex)) out << ": its owner is not known";
  }
  out << '\n';
}

// Follows from e to the goroutines that it waits for, and on while each waits in one place only.
bool print_cycle(const graph& all, const edge& start) {
  std::vector<const edge*> path{&start};
  for (;;) {
    const edge& e = *path.back();
    std::vector<uint64_t> next = awaited(all, e);
    if (next.size() != 1) return false;
    const edge* only = nullptr;
    for (const edge& other : all.edges)
      if (other.gp->goid == next[0]) {
        if (only) return false;
        only = &other;
      }
    if (!only) return false;
    if (only == &start) break;
    for (const edge* seen : path)
      if (seen == only) return false;  // a cycle that start leads into: told from there
    path.push_back(only);
  }
  for (const edge* e : path)
    if (e->gp->goid < start.gp->goid) return false;  // told from its lowest member
  printer out;
  out << "cycle: ";
  for (const edge* e : path) {
    out << "goroutine " << e->gp->goid << ", ";
    put_object(out, all, e->object);
    out << ", ";
  }
  out << "goroutine " << start.gp->goid << '\n';
  return true;
}
}  // namespace

void explain_deadlock() {
  graph all;
  collect(all);
  print("\nwho waits for whom:\n");
  for (const edge& e : all.edges) {
    printer out;
    out << "goroutine " << e.gp->goid << " waits " << e.doing << ' ';
    put_object(out, all, e.object);
    out << '\n';
  }
  for (const g* gp : g_list()) {
    if (gp->status.load(std::memory_order_acquire) != Gwaiting || gp->system || gp->waiting) continue;
    print("goroutine ", gp->goid, " waits for nothing that can happen: ", wait_reason_text(gp->waitreason), "\n");
  }
  for (size_t i = 0; i < all.objects.size(); i++) describe(all, i);
  for (const edge& e : all.edges) print_cycle(all, e);
}

}  // namespace gort
