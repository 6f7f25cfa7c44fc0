"""test/programs/front_ends.py: compilers beside clang whose output gort runs, and how each is asked for bitcode.

A front end is known by the suffix of its sources. Its compiler may be missing: the program is then skipped by name, and
`tools/dev test frontends` installs what is not there. Each builds a program twice: to bitcode for gort, and natively, so that
the expectations are the language's own.

What a language's runtime library needs of gort's command line stands here too: Rust and Zig compile theirs into the module
(fat LTO, one compilation unit), Fortran's is a static archive of native code, OpenMP's a shared library.
"""
import functools
import glob
import os
import re
import shutil
import subprocess

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))


def first_line(command):
    p = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
    return p.stdout.decode(errors="replace").strip().split("\n")[0].rstrip(":")


class FrontEnd:
    name = ""
    timeout = 30  # of one run, which may have to compile first
    levels = [["-O0", "-g"], ["-O2"]]

    def command(self):
        """The compiler as a list of words; None when it is not installed."""
        raise NotImplementedError

    def bitcode(self, source, level, flags, out):
        """Commands that make out, a file of bitcode."""
        raise NotImplementedError

    def native(self, source, level, flags, out):
        raise NotImplementedError

    def gort_flags(self, flags):
        """Options of gort's that the language's runtime needs, and files beside the module."""
        return [], []

    @functools.cached_property
    def found(self):
        return self.command()

    def version(self):
        return first_line(self.found + ["--version"])


class Clang(FrontEnd):
    def __init__(self, name, standard):
        self.name, self.standard = name, standard

    def command(self):
        path = shutil.which(self.name)
        return [path, self.standard] if path else None

    def bitcode(self, source, level, flags, out):
        return [self.found + level + ["-Wall", "-Werror", "-I", os.path.join(ROOT, "include"), "-emit-llvm", "-c", source,
                                      "-o", out] + flags]

    def native(self, source, level, flags, out):
        return [self.found + level + [source, "-o", out, "-lm", "-lpthread"] + flags]


class Rust(FrontEnd):
    """`-C lto=fat` has an effect only where something is linked, so a native program is asked for as well: it is thrown away. The
    bitcode then holds std, after the optimisations of the link."""
    name = "rustc"
    timeout = 180
    levels = [["-Copt-level=0", "-g"], ["-Copt-level=2"]]

    def command(self):
        path = shutil.which("rustc")
        return [path, "--edition=2021"] if path else None

    def bitcode(self, source, level, flags, out):
        return [self.found + level + flags + ["-Clto=fat", "-Ccodegen-units=1", f"--emit=llvm-bc={out},link={out}.native", source]]

    def native(self, source, level, flags, out):
        return [self.found + level + flags + ["-o", out, source]]


class Flang(FrontEnd):
    name = "flang-22"

    def command(self):
        path = shutil.which("flang-22")
        return [path] if path else None

    def bitcode(self, source, level, flags, out):
        return [self.found + level + flags + ["-module-dir", os.path.dirname(out), "-emit-llvm", "-c", source, "-o", out]]

    def native(self, source, level, flags, out):
        return [self.found + level + flags + ["-module-dir", os.path.dirname(out), source, "-o", out]]

    def gort_flags(self, flags):
        files = glob.glob("/usr/lib/llvm-22/lib/clang/22/lib/*/libflang_rt.runtime.a")
        return (["-l", "/usr/lib/llvm-22/lib/libomp.so.5"] if "-fopenmp" in flags else []), files[:1]


class Ldc(FrontEnd):
    name = "ldc2"
    levels = [["-O0", "-g"], ["-O2"]]

    def command(self):
        path = shutil.which("ldc2")
        return [path, "-betterC"] if path else None

    def bitcode(self, source, level, flags, out):
        return [self.found + level + flags + ["--output-bc", "-of=" + out, source]]

    def native(self, source, level, flags, out):
        return [self.found + level + flags + ["-of=" + out, source, "-L-lpthread"]]


class Zig(FrontEnd):
    """Taken from the path, from Python's package `ziglang`, or from build/toolchains, where tools/dev installs that package."""
    name = "zig"
    timeout = 180
    levels = [["-ODebug"], ["-OReleaseFast"]]

    def command(self):
        path = shutil.which("zig")
        if not path:
            candidates = glob.glob(os.path.join(ROOT, "build*/toolchains/ziglang/zig"))
            path = candidates[0] if candidates else None
        return [path] if path else None

    def build(self, source, level, flags, out, more):
        return [self.found + ["build-exe", "-lc", "-target", "x86_64-linux-gnu.2.36", "-mcpu=native"] + level + flags + more + [source]]

    def bitcode(self, source, level, flags, out):
        return self.build(source, level, flags, out, ["-fno-emit-bin", "-fllvm", "-femit-llvm-bc=" + out])

    def native(self, source, level, flags, out):
        return self.build(source, level, flags, out, ["-fllvm", "-femit-bin=" + out])

    def version(self):
        return "zig " + first_line(self.found + ["version"])


FRONT_ENDS = {
    ".c": Clang("clang-22", "-std=gnu17"),
    ".cpp": Clang("clang++-22", "-std=c++20"),
    ".rs": Rust(),
    ".f90": Flang(),
    ".d": Ldc(),
    ".zig": Zig(),
}


def producer(bitcode):
    """The LLVM that wrote a file of bitcode; the string stands in its first block, between bytes."""
    p = subprocess.Popen(["llvm-bcanalyzer-22", "--dump", bitcode], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    for line in p.stdout:
        m = re.search(rb"record string = '(.*?)'", line)
        text = m.group(1).decode(errors="replace") if m else ""
        if b"<STRING" in line and not m:
            text = "".join(chr(int(n)) for n in re.findall(rb"op\d+=(\d+)", line))
        if text:
            p.kill()
            return text
        if b"IDENTIFICATION_BLOCK_ID>" in line and b"</" in line:
            break
    p.kill()
    return "?"


def write_table(path, results, work):
    """docs/frontends.md: what runs, by front end, from the runs that have just been made."""
    rows = []
    for program, (name, runs, failures, why) in sorted(results, key=lambda r: (list(FRONT_ENDS).index(r[0].kind), r[0].name)):
        front_end = program.front_end
        modules = sorted(glob.glob(os.path.join(work, name, "*.bc")))
        state = f"not tried: {why}" if why else "**fails**" if failures else f"passes ({runs} runs)"
        rows.append((front_end.version() if front_end.found else front_end.name, producer(modules[0]) if modules else "",
                     os.path.basename(program.path), state, "; ".join(program.tries), "; ".join(program.lacks)))
    with open(path, "w", encoding="utf-8") as f:
        f.write("# What runs: front ends\n\n"
                "Made by `tools/dev test frontends`, which installs the compilers, builds each program of `test/programs/frontends`\n"
                "natively and to bitcode, unoptimised and optimised, and runs it at several GOMAXPROCS and under the stress\n"
                "switches. The outputs are those of the native build. How each compiler is asked for bitcode, and what its runtime\n"
                "library needs on gort's command line, stands in `test/programs/front_ends.py`. Whole programs that others wrote are\n"
                "tested by `test/realworld/run`.\n\n"
                "| front end | bitcode of | program | result | what is tried | what is not, and why |\n|---|---|---|---|---|---|\n")
        for row in rows:
            f.write("| " + " | ".join(c.replace("|", "\\|") for c in row) + " |\n")
