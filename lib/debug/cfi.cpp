// See cfi.h. DWARF call frame information as .eh_frame has it, found through the sorted table of .eh_frame_hdr.
#include "debug/cfi.h"

#include <dlfcn.h>

#include <cstring>

namespace gort {

namespace {
using R = dwarf_registers;

// A cursor over the tables. They are part of mapped, read-only objects.
struct reader {
  const uint8_t* at;
  const uint8_t* end;
  bool bad = false;

  template <class T>
  T fixed() {
    T v{};
    if (size_t(end - at) < sizeof v) {
      bad = true;
      return v;
    }
    memcpy(&v, at, sizeof v);
    at += sizeof v;
    return v;
  }
  uint64_t uleb() {
    uint64_t v = 0;
    for (int shift = 0;; shift += 7) {
      auto b = fixed<uint8_t>();
      if (bad || shift > 63) return bad = true, 0;
      v |= uint64_t(b & 0x7f) << shift;
      if (!(b & 0x80)) return v;
    }
  }
  int64_t sleb() {
    uint64_t v = 0;
    for (int shift = 0;;) {
      auto b = fixed<uint8_t>();
      if (bad || shift > 63) return bad = true, 0;
      v |= uint64_t(b & 0x7f) << shift;
      shift += 7;
      if (b & 0x80) continue;
      if ((b & 0x40) && shift < 64) v |= ~0ull << shift;
      return int64_t(v);
    }
  }
  // A pointer in one of the encodings of .eh_frame: a format and what it is relative to.
  uint64_t pointer(uint8_t encoding) {
    auto here = reinterpret_cast<uint64_t>(at);
    uint64_t v;
    switch (encoding & 0x0f) {
      case 0x00:
      case 0x04:
      case 0x0c:
        v = fixed<uint64_t>();
        break;
      case 0x02:
        v = fixed<uint16_t>();
        break;
      case 0x03:
        v = fixed<uint32_t>();
        break;
      case 0x0a:
        v = uint64_t(fixed<int16_t>());
        break;
      case 0x0b:
        v = uint64_t(fixed<int32_t>());
        break;
      default:
        bad = true;
        return 0;
    }
    if ((encoding & 0x70) == 0x10)
      v += here;
    else if (encoding & 0x70)
      bad = true;
    return v;
  }
};

// Opens the record at p: its body without the length word.
reader record(const uint8_t* p) {
  uint32_t length;
  memcpy(&length, p, 4);
  reader in{p + 4, p + 4 + length};
  if (length == 0 || length == 0xffffffff) in.bad = true;
  return in;
}

struct rule {
  enum kind_t : uint8_t { same, at_cfa, cfa_plus, in_register, unknown } kind = same;
  int64_t value = 0;
};
struct row {
  bool known = false;  // the CFA is register + offset
  uint64_t cfa_register = 0;
  int64_t cfa_offset = 0;
  rule regs[R::count];
};

struct description {
  uint64_t begin, end;
  uint64_t code_align = 1;
  int64_t data_align = 1;
  reader common{nullptr, nullptr}, own{nullptr, nullptr};
};

const uint8_t* find_fde(uint64_t pc) {
  dl_find_object object;
  if (_dl_find_object(reinterpret_cast<void*>(pc), &object) != 0) return nullptr;
  auto* header = static_cast<const uint8_t*>(object.dlfo_eh_frame);
  // Version 1; pointer to .eh_frame pc-relative, count and table in 4 bytes, table relative to the header: what linkers
  // write, ours too.
  if (!header || memcmp(header, "\x01\x1b\x03\x3b", 4) != 0) return nullptr;
  uint32_t count;
  memcpy(&count, header + 8, 4);
  struct entry {
    int32_t pc, fde;
  };
  auto* table = reinterpret_cast<const entry*>(header + 12);
  auto base = reinterpret_cast<uint64_t>(header);
  uint32_t lo = 0, hi = count;
  while (lo < hi) {
    uint32_t mid = lo + (hi - lo) / 2;
    if (base + uint64_t(int64_t(table[mid].pc)) <= pc)
      lo = mid + 1;
    else
      hi = mid;
  }
  return lo ? header + table[lo - 1].fde : nullptr;
}

bool describe(uint64_t pc, description& out) {
  const uint8_t* p = find_fde(pc);
  if (!p) return false;
  reader fde = record(p);
  const uint8_t* link = fde.at;
  auto back = fde.fixed<uint32_t>();
  if (fde.bad || back == 0) return false;
  reader cie = record(link - back);
  if (cie.fixed<uint32_t>() != 0) return false;
  auto version = cie.fixed<uint8_t>();
  if (version != 1 && version != 3) return false;
  auto* augmentation = reinterpret_cast<const char*>(cie.at);
  while (cie.fixed<uint8_t>() && !cie.bad) {
  }
  out.code_align = cie.uleb();
  out.data_align = cie.sleb();
  uint64_t return_column = version == 1 ? cie.fixed<uint8_t>() : cie.uleb();
  if (return_column != R::rip) return false;
  uint8_t pointers = 0;
  bool has_size = *augmentation == 'z';
  if (has_size) {
    uint64_t size = cie.uleb();
    const uint8_t* after = cie.at + size;
    for (const char* c = augmentation + 1; *c; c++) {
      if (*c == 'R')
        pointers = cie.fixed<uint8_t>();
      else if (*c == 'L')
        cie.fixed<uint8_t>();
      else if (*c == 'P') {
        uint8_t encoding = cie.fixed<uint8_t>();
        cie.pointer(encoding & 0x0f);
      } else if (*c != 'S') {
        return false;
      }
    }
    cie.at = after;
  } else if (*augmentation) {
    return false;
  }
  out.begin = fde.pointer(pointers);
  out.end = out.begin + fde.pointer(pointers & 0x0f);
  if (has_size) {
    uint64_t size = fde.uleb();
    fde.at += size;
  }
  if (cie.bad || fde.bad || cie.at > cie.end || fde.at > fde.end) return false;
  out.common = cie;
  out.own = fde;
  return pc >= out.begin && pc < out.end;
}

// Carries out instructions up to the row that holds at pc.
bool execute(reader in, const description& d, uint64_t pc, row& now, const row& initial) {
  row stack[4];
  int depth = 0;
  uint64_t at = d.begin;
  auto set = [&](uint64_t reg, rule::kind_t kind, int64_t value) {
    if (reg < R::count) now.regs[reg] = {kind, value};
  };
  while (in.at < in.end && !in.bad) {
    auto op = in.fixed<uint8_t>();
    uint64_t low = op & 0x3f, delta = 0;
    switch (op >> 6) {
      case 1:
        delta = low * d.code_align;
        break;
      case 2:
        set(low, rule::at_cfa, int64_t(in.uleb()) * d.data_align);
        break;
      case 3:
        if (low < R::count) now.regs[low] = initial.regs[low];
        break;
      default:
        switch (op) {
          case 0x00:
            break;
          case 0x01:
            return false;  // an absolute location: not in .eh_frame of today
          case 0x02:
            delta = in.fixed<uint8_t>() * d.code_align;
            break;
          case 0x03:
            delta = in.fixed<uint16_t>() * d.code_align;
            break;
          case 0x04:
            delta = in.fixed<uint32_t>() * d.code_align;
            break;
          case 0x05: {
            uint64_t reg = in.uleb();
            set(reg, rule::at_cfa, int64_t(in.uleb()) * d.data_align);
            break;
          }
          case 0x06: {
            uint64_t reg = in.uleb();
            if (reg < R::count) now.regs[reg] = initial.regs[reg];
            break;
          }
          case 0x07:
            set(in.uleb(), rule::unknown, 0);
            break;
          case 0x08:
            set(in.uleb(), rule::same, 0);
            break;
          case 0x09: {
            uint64_t reg = in.uleb();
            set(reg, rule::in_register, int64_t(in.uleb()));
            break;
          }
          case 0x0a:
            if (depth == 4) return false;
            stack[depth++] = now;
            break;
          case 0x0b:
            if (depth == 0) return false;
            now = stack[--depth];
            break;
          case 0x0c:
            now.cfa_register = in.uleb();
            now.cfa_offset = int64_t(in.uleb());
            now.known = true;
            break;
          case 0x0d:
            now.cfa_register = in.uleb();
            break;
          case 0x0e:
            now.cfa_offset = int64_t(in.uleb());
            break;
          case 0x0f: {
            uint64_t size = in.uleb();
            in.at += size;
            now.known = false;
            break;
          }
          case 0x10:
          case 0x16: {
            uint64_t reg = in.uleb(), size = in.uleb();
            in.at += size;
            set(reg, rule::unknown, 0);
            break;
          }
          case 0x11: {
            uint64_t reg = in.uleb();
            set(reg, rule::at_cfa, in.sleb() * d.data_align);
            break;
          }
          case 0x12:
            now.cfa_register = in.uleb();
            now.cfa_offset = in.sleb() * d.data_align;
            now.known = true;
            break;
          case 0x13:
            now.cfa_offset = in.sleb() * d.data_align;
            break;
          case 0x14: {
            uint64_t reg = in.uleb();
            set(reg, rule::cfa_plus, int64_t(in.uleb()) * d.data_align);
            break;
          }
          case 0x15: {
            uint64_t reg = in.uleb();
            set(reg, rule::cfa_plus, in.sleb() * d.data_align);
            break;
          }
          case 0x2e:
            in.uleb();
            break;  // size of pushed arguments
          default:
            return false;
        }
    }
    at += delta;
    if (at > pc) break;
  }
  return !in.bad;
}

// The row that holds at pc.
bool find_row(uint64_t pc, row& now) {
  description d{};
  if (!describe(pc, d)) return false;
  // The common part describes the function's entry: it has no advances, so any pc takes all of it.
  if (!execute(d.common, d, ~0ull, now, now)) return false;
  row initial = now;
  return execute(d.own, d, pc, now, initial) && now.known && now.cfa_register < R::rip;
}
}  // namespace

bool cfi_call_frame(uint64_t pc, call_frame& out) {
  row now;
  if (!find_row(pc - 1, now)) return false;
  const rule &ra = now.regs[R::rip], &rbp = now.regs[R::rbp];
  if (now.cfa_register != R::rsp && now.cfa_register != R::rbp) return false;
  if (ra.kind != rule::at_cfa || ra.value != -8) return false;
  if (rbp.kind != rule::at_cfa && rbp.kind != rule::same) return false;
  out = {now.cfa_register == R::rbp, rbp.kind == rule::at_cfa, now.cfa_offset, rbp.value};
  return true;
}

bool cfi_step(dwarf_registers& regs, load_word load, void* context) {
  row now;
  if (!find_row(regs.r[R::rip], now)) return false;
  uint64_t cfa = regs.r[now.cfa_register] + uint64_t(now.cfa_offset);
  dwarf_registers caller = regs;
  caller.r[R::rsp] = cfa;
  for (int i = 0; i < R::count; i++) {
    const rule& r = now.regs[i];
    switch (r.kind) {
      case rule::same:
        break;
      case rule::unknown:
        caller.r[i] = 0;
        break;
      case rule::cfa_plus:
        caller.r[i] = cfa + uint64_t(r.value);
        break;
      case rule::in_register:
        if (uint64_t(r.value) >= R::count) return false;
        caller.r[i] = regs.r[r.value];
        break;
      case rule::at_cfa:
        if (!load(context, cfa + uint64_t(r.value), caller.r[i])) return false;
        break;
    }
  }
  if (now.regs[R::rip].kind != rule::at_cfa && now.regs[R::rip].kind != rule::unknown) return false;
  regs = caller;
  return true;
}

}  // namespace gort
