#!/usr/bin/env python3
"""Only checked code and leaf code runs on a goroutine's stack: reads the runtime's objects and shows what breaks that.

  goroutine_side.py libgort_runtime.a abi.def

Goroutine-side objects (*_g.cpp, main.cpp) may call each other, assembly, and leaf functions; everything else has to go
through gort_systemstack or gort_cgocall. Those that hold a glock (lib/sync) may not even call each other, since a prologue
may yield: only assembly and leaf functions, and panics, which come after the unlock. Leaf functions (abi.def's kind, native code) have a frame of at most 128 bytes
and call nothing but assembly.
"""
import re
import subprocess
import sys
import tempfile

archive, abi = sys.argv[1:]
OBJDUMP, AR = "llvm-objdump-22", "llvm-ar-22"
# Assembly that goroutine-side code may call: it switches stacks, or is a leaf itself.
ASSEMBLY = {"gort_mcall", "gort_systemstack", "gort_cgocall", "gort_defercall", "gort_calldeferred", "gort_deferresume", "runtime_deferreturn", "__morestack", "__morestack_allocate_stack_space"}
MAX_FRAME = 128
# Checked functions that those who lock call while they hold none.
NO_LOCK = re.compile(r"runtime_block$|_ZN4gort12_GLOBAL__N_14makeE|_ZN4gort1\dsem(acquire|release)E|"
                     r"_ZN4gort\d+mutex_(lock_slow|unlock_slow|released|try_lock)E|_ZN4gort10lock_fatalE")

# Leaf functions that the runtime itself calls and no module does.
leaves = {"_ZN4gort11module_infoEv", "_ZN4gort22runtime_lock_os_threadEPNS_1gE", "_ZN4gort24runtime_unlock_os_threadEPNS_1gE",
          "_ZN4gort10fault_textEll", "gort_defer_cut"}
for m in re.finditer(r"GORT_ABI\((\w+), (\w+), leaf,", open(abi).read()):
    leaves.add(m.group(2))

functions = {}  # name -> (object, [calls], frame bytes)
with tempfile.TemporaryDirectory() as d:
    subprocess.run([AR, "x", "--output", d, archive], check=True)
    members = subprocess.run([AR, "t", archive], check=True, capture_output=True, text=True).stdout.split()
    for member in members:
        if not member.endswith(".cpp.o"):
            continue
        text = subprocess.run([OBJDUMP, "-dr", "--no-show-raw-insn", "-M", "intel", f"{d}/{member}"], check=True,
                              capture_output=True, text=True).stdout
        name, calls, frame, last = None, [], 0, ""
        for line in text.splitlines():
            if m := re.match(r"^[0-9a-f]+ <(.+)>:$", line):
                name, calls, frame = m.group(1), [], 0
                functions[name] = [member, calls, 0]
            elif m := re.search(r"R_X86_64_(\w+)\s+([\w.$@]+)", line):
                # Directly, or through the global offset table.
                direct = re.match(r"(addr32 )?(call|jmp|j\w+)\b(?!.*\[)", last) and m.group(1) in ("PLT32", "PC32")
                got = re.match(r"(call|jmp)\b.*\[rip", last) and m.group(1) in ("GOTPCRELX", "GOTPCREL")
                if direct or got:
                    calls.append(m.group(2))
            elif m := re.match(r"^\s*[0-9a-f]+:\s*(.*)$", line):
                last = m.group(1)
                if re.match(r"push\b", last):
                    frame += 8
                elif m := re.match(r"sub\s+rsp, (0x[0-9a-f]+|\d+)", last):
                    frame += int(m.group(1), 0)
                elif re.match(r"call\s+(0x|\w)", last) is None and re.match(r"call\b", last):
                    calls.append("indirect")
                if name:
                    functions[name][2] = frame

side = {n for n, (member, _, _) in functions.items() if member.endswith("_g.cpp.o") or member == "main.cpp.o"}
bad = []
for name in sorted(side):
    for target in functions[name][1]:
        if target.startswith(".text") or target == "indirect":  # a local function; the module's functions
            continue
        if target not in side and target not in ASSEMBLY and target not in leaves:
            bad.append(f"{functions[name][0]}: {name} calls {target}, which is native code, on a goroutine's stack")
LOCKING = {"chan_g.cpp.o", "select_g.cpp.o", "sema_g.cpp.o", "notify_g.cpp.o", "mutex_g.cpp.o"}
AFTER_UNLOCK = re.compile(r"_ZN4gort\d+panic_")
missing = LOCKING - {member for member, _, _ in functions.values()}
if missing:
    bad.append(f"not in the archive: {', '.join(sorted(missing))}")
for name, (member, calls, _) in sorted(functions.items()):
    if member not in LOCKING:
        continue
    for target in calls:
        target = target.removeprefix(".text.")
        if target not in ASSEMBLY and target not in leaves and not AFTER_UNLOCK.match(target) and not NO_LOCK.match(target):
            bad.append(f"{member}: {name} calls {target}, whose prologue may yield while a lock is held")
checked = 0
for name in sorted(leaves & functions.keys()):
    if name in side:
        continue
    checked += 1
    member, calls, frame = functions[name]
    if frame > MAX_FRAME:
        bad.append(f"{member}: leaf {name} has a frame of {frame} bytes, more than {MAX_FRAME}")
    for target in calls:
        if target not in ASSEMBLY and not target.startswith(".text"):
            bad.append(f"{member}: leaf {name} calls {target}")
if not side or not checked:
    bad.append("nothing was checked: the archive has no goroutine-side objects or no leaf functions")
print("\n".join(bad) if bad else f"{len(side)} functions on the goroutine's side and {checked} leaf functions, all in order")
sys.exit(bool(bad))
