#!/usr/bin/env python3
"""test/fuzz/fuzz.py: gives a fuzz target its seeds, and runs it.

    fuzz.py TARGET BINARY --gort GORT --mutants N                    as ctest does: the seeds, and N mutants, the same ones
                                                                     every time
    fuzz.py TARGET BINARY --gort GORT --seconds N [--jobs N]         with libFuzzer (tools/dev fuzz); what it learns is kept
            [--corpus FOLDER]                                        in FOLDER, what it finds in the current folder

Seeds of `compiler`: the programs of test/programs and test/passes, IR as it is and C at -O0 -g and -O2. Seeds of `image`:
the images that gort makes of some of them.
"""
import argparse
import pathlib
import os
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PROGRAMS = ROOT / "test/programs"
# Small, and between them of all that images and modules have: tasks, thread-locals, constructors, C++, debug information.
C_SEEDS = ("boot/constructors.c", "call/structs_mixed.c", "call/varargs.c", "foreign/errno.c", "libc/builtin_setjmp.c",
           "sched/deadlock.c")


def modules(into):
    found = [*PROGRAMS.glob("*/*.ll"), *ROOT.glob("test/passes/*.ll"), *ROOT.glob("test/passes/errors/*.ll"),
             ROOT / "test/fuzz/seeds/tasks.ll"]
    for source in C_SEEDS:
        for flags in (["-O0", "-g"], ["-O2"]):
            out = into / (source.replace("/", "-") + "".join(flags) + ".bc")
            # The same bytes, and so the same mutants, in whatever folder this is.
            subprocess.run(["clang-22", *flags, "-c", "-emit-llvm", "-Iinclude", "-ffile-compilation-dir=.",
                            f"test/programs/{source}", "-o", out], cwd=ROOT, check=True)
            found.append(out)
    return found


def images(into, gort):
    cache = into / "cache"
    env = {**os.environ, "GORT_CACHE": str(cache)}
    programs = [PROGRAMS / "boot/hello.ll", PROGRAMS / "boot/init_order.ll", *into.glob("*.bc")]
    for module in programs:
        flags = ["-g"] if "-g" in module.name else []
        subprocess.run([gort, "run", *flags, module], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                       stdin=subprocess.DEVNULL, timeout=300)
    found = sorted(cache.glob("*.img"))
    if len(found) < len(programs) // 2:
        sys.exit(f"gort made {len(found)} images of {len(programs)} programs")
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target", choices=["compiler", "image"])
    parser.add_argument("binary")
    parser.add_argument("--gort", required=True)
    parser.add_argument("--mutants", type=int, default=0)
    parser.add_argument("--seconds", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--corpus")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="gort-fuzz-") as work:
        work = pathlib.Path(work)
        seeds = modules(work)
        if args.target == "image":
            seeds = images(work, args.gort)
        if not args.seconds:
            return subprocess.run([args.binary, f"-mutants={args.mutants}", *sorted(seeds, key=lambda p: p.name)]).returncode
        given = work / "seeds"
        given.mkdir()
        for i, seed in enumerate(seeds):
            (given / f"{i:03}-{seed.name}").write_bytes(seed.read_bytes())
        corpus = pathlib.Path(args.corpus or work / "corpus")
        corpus.mkdir(parents=True, exist_ok=True)
        command = [args.binary, f"-max_total_time={args.seconds}", "-max_len=65536", "-timeout=60", "-rss_limit_mb=4096",
                   "-print_final_stats=1", corpus, given]
        running = [subprocess.Popen([*command, f"-seed={1 + i + os.getpid()}"]) for i in range(args.jobs)]
        return max(abs(p.wait()) for p in running)


if __name__ == "__main__":
    sys.exit(main())
