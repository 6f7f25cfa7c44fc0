#!/usr/bin/env python3
"""test/fuzz/flip.py: modules with one to eight flipped bits, through the real command.

    flip.py GORT --mutants 3000 [--seed N] [--work DIR] [--record FILE]     new mutants of modules compiled now
    flip.py GORT --corpus                                                   the recorded ones (corpus/), as ctest does

Seeds are the programs in seeds/, compiled at all levels of optimisation, with and without debug information. The recorded
corpus is a list of seeds' positions and bits, with the compiled seeds beside it (seeds.tar.xz), so that it means the same
whatever compiler is installed. What a mutant did when it was recorded is written beside it for the reader; only the rules
of run.py are tested, since another LLVM may read a damaged file differently.
"""
import argparse
import collections
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time

import run

HERE = pathlib.Path(__file__).resolve().parent
CLANG = os.environ.get("CLANG", "clang-22")
CORPUS = HERE / "corpus" / "flipped.txt"
SEEDS = HERE / "corpus" / "seeds.tar.xz"


def compile_seeds(into):
    """{name: bytes} of every program at every level. Rust is left out where there is no rustc of a fitting LLVM."""
    levels = ["0", "1", "2", "3", "s"]
    out = {}

    # From here, by relative names: a seed holds no path of the machine that made it.
    def compiled(name, command):
        path = into / name
        done = subprocess.run([*command, "-o", str(path)], capture_output=True, text=True, cwd=HERE)
        if done.returncode:
            print(f"cannot compile {name}: {done.stderr.strip()[:300]}", file=sys.stderr)
            return
        out[name] = path.read_bytes()

    for level in levels:
        for g in ([], ["-g"]):
            end = f"-O{level}{''.join(g)}.bc"
            emit = [f"-O{level}", *g, "-c", "-emit-llvm", "-ffile-compilation-dir=."]
            compiled("calls" + end, [CLANG, *emit, "-I../../include", "seeds/calls.c"])
            compiled("objects" + end, [CLANG, *emit, "seeds/objects.cpp"])
            if shutil.which("rustc"):
                compiled("values" + end, ["rustc", "--edition", "2021", "--emit=llvm-bc", "--crate-type=lib", *g,
                                          "-C", "panic=abort", "-C", "overflow-checks=off", "-C", "debug-assertions=off",
                                          "-C", "codegen-units=1", "-C", f"opt-level={level}",
                                          f"--remap-path-prefix={HERE}=.", "seeds/values.rs"])
        compiled(f"tasks-O{level}.bc", [CLANG, f"-O{level}", "-c", "-emit-llvm", "seeds/tasks.ll"])
    return out


def flips(rng, data):
    return sorted((rng.randrange(len(data)), rng.randrange(8)) for _ in range(rng.randint(1, 8)))


def flipped(data, places):
    out = bytearray(data)
    for at, bit in places:
        out[at] ^= 1 << bit
    return bytes(out)


class Session:
    def __init__(self, args, work):
        self.args, self.work = args, work
        self.cache = work / "cache"
        self.table = collections.Counter()
        self.failures = []
        self.slowest = (0, "")

    def one(self, name, data, label):
        path = self.work / name
        path.write_bytes(data)
        began = time.monotonic()
        outcome = run.run(self.args.gort, [name], name, str(self.cache), self.args.patience, cpu=self.args.cpu,
                          cwd=self.work)
        took = time.monotonic() - began
        if outcome.kind != "runs, does not end":
            self.slowest = max(self.slowest, (took, f"{label} ({outcome.kind})"))
        self.table[outcome.kind] += 1
        if outcome.failure:
            self.failures.append(label)
            print(f"FAILED {label}: {outcome.failure}\n{outcome.text}\n", flush=True)
            if self.args.keep:
                kept = pathlib.Path(self.args.keep)
                kept.mkdir(parents=True, exist_ok=True)
                (kept / f"{len(self.failures):03}-{name}").write_bytes(data)
        return outcome

    def report(self):
        total = sum(self.table.values())
        for kind, n in self.table.most_common():
            print(f"{n:6}  {100 * n / total:5.1f}%  {kind}")
        print(f"{total:6}  mutants, {len(self.failures)} failures; slowest {self.slowest[0]:.1f} s: {self.slowest[1]}")
        return 1 if self.failures else 0


def new_mutants(session, args):
    seeds = compile_seeds(session.work)
    for name, data in seeds.items():
        outcome = session.one(name, data, f"{name} (whole)")
        if outcome.kind != "runs":
            sys.exit(f"the seed {name} does not run: {outcome.text}")
    session.table.clear()
    rng = random.Random(args.seed)
    names = sorted(seeds)
    with open(args.record, "w") if args.record else open(os.devnull, "w") as record:
        for i in range(args.mutants):
            name = rng.choice(names)
            places = flips(rng, seeds[name])
            line = f"{name} {','.join(f'{at}:{bit}' for at, bit in places)}"
            outcome = session.one(name, flipped(seeds[name], places), line)
            print(f"{line} # {outcome.kind}", file=record, flush=True)
            shutil.rmtree(session.cache, True)


def recorded(session):
    with tarfile.open(SEEDS) as tar:
        seeds = {m.name: tar.extractfile(m).read() for m in tar.getmembers()}
    for line in CORPUS.read_text().splitlines():
        line = line.partition("#")[0].strip()
        if not line:
            continue
        name, places = line.split()
        places = [tuple(map(int, p.split(":"))) for p in places.split(",")]
        session.one(name, flipped(seeds[name], places), line)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gort")
    parser.add_argument("--mutants", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--corpus", action="store_true")
    parser.add_argument("--record", help="write the mutants and what they did to this file")
    parser.add_argument("--keep", help="folder for the mutants that failed")
    parser.add_argument("--patience", type=float, default=3, help="seconds that a started program is given")
    parser.add_argument("--cpu", type=int, default=120, help="seconds of processor time for the compiler, at most")
    args = parser.parse_args()
    args.gort = os.path.abspath(args.gort)
    with tempfile.TemporaryDirectory(prefix="gort-flip-") as work:
        session = Session(args, pathlib.Path(work))
        recorded(session) if args.corpus else new_mutants(session, args)
        return session.report()


if __name__ == "__main__":
    sys.exit(main())
