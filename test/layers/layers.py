#!/usr/bin/env python3
"""The layers point one way, and only the compiler knows LLVM. Reads #include lines; prints each that breaks a rule."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
LEVEL = {"base": 0, "mem": 1, "sched": 1, "lang": 2, "sync": 3, "time": 3, "net": 3, "cgo": 4, "debug": 4, "boot": 5, "image": 6,
         "compiler": 7}
INCLUDE = re.compile(r'^\s*#\s*include\s+["<]([^">]+)[">]')

bad = []
files = 0
for path in sorted((ROOT / "lib").rglob("*")):
    if path.suffix not in (".h", ".cpp", ".S"):
        continue
    files += 1
    layer = path.relative_to(ROOT / "lib").parts[0]
    for number, line in enumerate(path.read_text().splitlines(), 1):
        m = INCLUDE.match(line)
        if not m:
            continue
        where = f"{path.relative_to(ROOT)}:{number}"
        target = m.group(1)
        if target.startswith(("llvm/", "llvm-c/")) and layer != "compiler":
            bad.append(f"{where}: {layer} includes LLVM ({target})")
        other = target.split("/")[0]
        if "/" in target and other in LEVEL and LEVEL[other] > LEVEL[layer]:
            bad.append(f"{where}: {layer} includes {target}, which lies above it")
print("\n".join(bad) if bad else f"{files} files, all arrows point down")
sys.exit(bool(bad))
