#!/usr/bin/env python3
"""test/cli/cli.py: what `gort` does with its command line, its input and its cache, seen from outside.

    cli.py GORT [TEST...]

Each test runs the real command in a folder of its own, with a cache of its own, and looks at standard output, standard
error and the exit code.
"""
import concurrent.futures
import os
import pathlib
import re
import random
import resource
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
import unittest

GORT = None
BUILD = os.environ.get("GORT_BUILD_TYPE", "Release")
CLANG = os.environ.get("CLANG", "clang-22")

HELLO = r"""
@text = private unnamed_addr constant [6 x i8] c"hello\00"
@main_inittask = global [3 x i64] zeroinitializer
declare i32 @puts(ptr)
define void @main_main() {
  %r = call i32 @puts(ptr @text)
  ret void
}
"""

# Prints its arguments, returns 7.
ARGS = r"""
declare i32 @puts(ptr)
define i32 @main(i32 %argc, ptr %argv) {
entry:
  br label %loop
loop:
  %i = phi i32 [ 0, %entry ], [ %next, %loop ]
  %p = getelementptr ptr, ptr %argv, i32 %i
  %s = load ptr, ptr %p
  %r = call i32 @puts(ptr %s)
  %next = add i32 %i, 1
  %more = icmp slt i32 %next, %argc
  br i1 %more, label %loop, label %end
end:
  ret i32 7
}
"""


class Result:
    def __init__(self, done):
        self.code = done.returncode
        self.out = done.stdout.decode(errors="replace")
        self.err = done.stderr.decode(errors="replace")

    def __repr__(self):
        return f"exit {self.code}\nstdout:\n{self.out}\nstderr:\n{self.err}"


def stat_of(pid):
    """State and parent of a process; a state of its own when there is none."""
    try:
        with open(f"/proc/{pid}/stat") as file:
            state, parent = file.read().rpartition(")")[2].split()[:2]
        return state, int(parent)
    except (FileNotFoundError, ProcessLookupError):
        return "gone", 0


def running(pid):
    return stat_of(pid)[0] not in ("gone", "Z", "X")


def children(pid):
    return [int(p) for p in os.listdir("/proc") if p.isdigit() and stat_of(p)[1] == pid]


class Case(unittest.TestCase):
    def setUp(self):
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix="gort-cli-"))
        self.addCleanup(shutil.rmtree, self.dir, True)
        self.env = {k: v for k, v in os.environ.items() if not k.startswith(("GORT_", "GO", "XDG_"))}
        self.env["GORT_CACHE"] = str(self.dir / "cache")

    def write(self, name, content):
        path = self.dir / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def gort(self, *args, stdin=b"", env=None, limit=60, **more):
        done = subprocess.run([GORT, *map(str, args)], input=stdin, capture_output=True, cwd=self.dir, timeout=limit,
                              env={**self.env, **(env or {})}, **more)
        return Result(done)

    def clang(self, *args):
        subprocess.run([CLANG, *map(str, args)], check=True, cwd=self.dir)

    def entries(self):
        return sorted((self.dir / "cache").glob("*.img"))

    def refused(self, result, *patterns, code=1):
        """A message of ours with all the patterns, nothing on stdout."""
        self.assertEqual(result.code, code, result)
        self.assertEqual(result.out, "", result)
        self.assertRegex(result.err, r"\A(gort: |.*:\d+:\d+: error: )")
        for p in patterns:
            self.assertRegex(result.err, p)
        self.assertNotIn("Stack dump", result.err)


class Usage(Case):
    def test_help_and_version_go_to_stdout(self):
        for args in (["--help"], ["run", "--help"], ["check", "-h"], ["abi", "--help"], ["cache", "--help"]):
            r = self.gort(*args)
            self.assertEqual((r.code, r.err), (0, ""), r)
            self.assertIn("Usage: gort", r.out)
        self.assertIn("Examples:", self.gort("--help").out)
        self.assertRegex(self.gort("--version").out, r"\Agort \d+\.\d+\.\d+ \(LLVM 22\.[0-9.]+\)\n\Z")

    def test_nothing_to_run_is_wrong_usage(self):
        r = self.gort()
        self.assertEqual((r.code, r.out), (64, ""))
        self.assertIn("Usage: gort", r.err)
        self.refused(self.gort("run"), "which module", code=64)
        self.refused(self.gort("check"), "which module", code=64)

    def test_wrong_options(self):
        self.refused(self.gort("--no-such-option", "x.ll"), "unknown option --no-such-option", code=64)
        self.refused(self.gort("-O9", "x.ll"), "-O", code=64)
        self.refused(self.gort("--dump-ir=nothing", "x.ll"), "nothing.*input, checked", code=64)
        self.refused(self.gort("--log-level", "loud", "x.ll"), "loud", code=64)
        self.refused(self.gort("-O2", "run", "x.ll"), "options come after the command: gort run", code=64)
        self.refused(self.gort("abi", "--html"), "--html", code=64)
        self.refused(self.gort("cache", "now"), "now", code=64)
        self.refused(self.gort("completion", "csh"), "bash, zsh or fish", code=64)

    def test_a_file_that_is_no_module(self):
        self.refused(self.gort("prog.txt"), "'prog.txt' is no module", code=64)
        self.refused(self.gort("run", "prog"), "'prog' is no module", code=64)

    def test_arguments_of_the_program(self):
        self.write("a.ll", ARGS)
        for args in (["a.ll"], ["run", "a.ll"], ["run", "-O1", "a.ll"]):
            r = self.gort(*args, "-O2", "--help", "x.ll", "")
            self.assertEqual((r.code, r.out.split("\n")), (7, ["a.ll", "-O2", "--help", "x.ll", "", ""]), r)

    def test_two_dashes_end_the_modules(self):
        self.write("a.ll", ARGS)
        r = self.gort("run", "a.ll", "--", "b.ll", "--", "c")
        self.assertEqual((r.code, r.out), (7, "a.ll\nb.ll\n--\nc\n"), r)

    def test_standard_input_is_a_module(self):
        for args in (["-"], ["run", "-"]):
            r = self.gort(*args, stdin=HELLO.encode())
            self.assertEqual((r.code, r.out, r.err), (0, "hello\n", ""), r)
        with open(self.write("a.ll", ARGS)) as f:
            done = subprocess.run([GORT, "-", "one"], stdin=f, capture_output=True, cwd=self.dir, env=self.env)
        self.assertEqual((done.returncode, done.stdout), (7, b"-\none\n"))
        self.refused(self.gort("-", stdin=b""), "-|stdin")

    def test_a_descriptor_is_a_module(self):
        self.write("a.ll", ARGS)
        for command in ("'%s' run <(cat a.ll) one", "'%s' run -O1 /dev/fd/7 one 7<a.ll", "cat a.ll | '%s' /dev/fd/0 one"):
            done = subprocess.run(["bash", "-c", command % GORT], capture_output=True, cwd=self.dir, env=self.env)
            self.assertEqual((done.returncode, done.stdout.split(b"\n")[1:]), (7, [b"one", b""]), done)
        self.refused(self.gort("run", "/dev/fd/7"), "/dev/fd/7")

    def test_completion_scripts(self):
        for shell in ("bash", "zsh", "fish"):
            r = self.gort("completion", shell)
            self.assertEqual((r.code, r.err), (0, ""))
            self.assertIn("--dump-ir", r.out)
        done = subprocess.run(["bash", "-n"], input=self.gort("completion", "bash").out.encode())
        self.assertEqual(done.returncode, 0)

    def test_build_says_that_it_is_not_there(self):
        self.refused(self.gort("build", "x.ll", "-o", "x"), "not available yet")

    def test_abi_in_three_forms(self):
        self.assertIn("declare void @runtime_newproc(ptr", self.gort("abi").out)
        self.assertEqual(self.gort("abi").out, self.gort("abi", "--ll").out)
        self.assertIn("runtime_newproc(", self.gort("abi", "--h").out)
        self.assertIn("`void @runtime_newproc(ptr %fv)`", self.gort("abi", "--md").out)

    def test_the_log_is_silent_unless_asked(self):
        self.write("h.ll", HELLO)
        self.assertEqual(self.gort("h.ll").err, "")
        self.assertRegex(self.gort("-v", "h.ll").err, "started from the cache")
        self.assertRegex(self.gort("--log-level", "info", "--no-cache", "h.ll").err, "compiling h.ll")


class BadInput(Case):
    def test_no_such_file_directories_and_unreadable_files(self):
        self.refused(self.gort("none.ll"), "none.ll", "No such file")
        (self.dir / "dir.bc").mkdir()
        self.refused(self.gort("dir.bc"), "dir.bc", "directory")
        if os.geteuid():
            self.write("secret.ll", HELLO).chmod(0)
            self.refused(self.gort("secret.ll"), "secret.ll", "Permission denied")

    def test_empty_and_foreign_files(self):
        self.write("empty.bc", b"")
        self.refused(self.gort("empty.bc"), "empty.bc")
        self.write("text.bc", b"no bitcode at all, but long enough to be something")
        self.refused(self.gort("text.bc"), "text.bc")
        self.write("junk.o", os.urandom(4096))
        self.write("h.ll", HELLO)
        self.refused(self.gort("h.ll", "junk.o"), "junk.o")

    def test_syntax_errors_have_a_place_and_a_caret(self):
        self.write("s.ll", "define void @f() {\n  rett void\n}\n")
        r = self.gort("s.ll")
        self.refused(r, r"s\.ll:2:3", r"\n +\^")

    def test_truncated_bitcode(self):
        self.write("h.ll", HELLO)
        self.clang("-c", "-emit-llvm", "-Wno-override-module", "h.ll", "-o", "h.bc")
        whole = (self.dir / "h.bc").read_bytes()
        self.assertEqual(self.gort("h.bc").out, "hello\n")
        for n in (4, 100, len(whole) // 2, len(whole) - 4):
            self.write("t.bc", whole[:n])
            r = self.gort("t.bc")
            self.refused(r, r"t\.bc")

    def test_all_missing_symbols_are_named(self):
        self.write("m.ll", """
            declare void @prinft(ptr)
            declare void @no_such_function()
            @no_such_data = external global i32
            define i32 @main() {
              call void @prinft(ptr null)
              call void @no_such_function()
              %v = load i32, ptr @no_such_data
              ret i32 %v
            }""")
        r = self.gort("m.ll")
        self.refused(r, r"undefined symbol: prinft \(wanted by m.ll; did you mean 'printf'\?\)", "no_such_function", "no_such_data")

    def test_missing_symbols_name_the_file_that_wants_them(self):
        self.write("m.ll", "declare i32 @f()\ndeclare void @gone()\ndefine i32 @main() {\n  call void @gone()\n  %r = call i32 @f()\n  ret i32 %r\n}\n")
        self.write("f.ll", "declare i32 @lost()\ndefine i32 @f() {\n  %r = call i32 @lost()\n  ret i32 %r\n}\n")
        self.refused(self.gort("m.ll", "f.ll"), r"undefined symbol: gone \(wanted by m.ll\b", r"undefined symbol: lost \(wanted by f.ll\b")
        # Also of a member of an archive that was taken.
        self.clang("-c", "-emit-llvm", "-Wno-override-module", "f.ll", "-o", "f.bc")
        subprocess.run(["llvm-ar-22", "rcs", "f.a", "f.bc"], cwd=self.dir, check=True)
        self.refused(self.gort("m.ll", "f.a"), r"undefined symbol: lost \(wanted by f.a\(f.bc\)")

    def test_weak_symbols_may_be_missing(self):
        self.write("w.ll", """
            declare extern_weak void @no_such_function()
            @no_such_data = extern_weak global i32
            define i32 @main() {
              %f = icmp eq ptr @no_such_function, null
              %d = icmp eq ptr @no_such_data, null
              %both = and i1 %f, %d
              %r = select i1 %both, i32 5, i32 6
              ret i32 %r
            }""")
        for level in ("-O0", "-O2"):
            self.assertEqual(self.gort(level, "w.ll").code, 5)

    def test_bad_inline_assembly_is_reported_with_its_line(self):
        self.write("a.c", 'int main(void) {\n  __asm__("bogus %0" : : "r"(1));\n  return 0;\n}\n')
        self.clang("-g", "-c", "-emit-llvm", "a.c", "-o", "a.bc")
        self.refused(self.gort("a.bc"), r"a\.c:2:", "bogus")

    def test_a_library_that_is_not_there(self):
        self.write("h.ll", HELLO)
        self.refused(self.gort("-l", "gort_no_such_library", "h.ll"), "libgort_no_such_library.so")
        self.refused(self.gort("-l", "./none.so", "h.ll"), "none.so")

    def test_a_compiler_that_dies_is_reported(self):
        # Damaged in a way that LLVM does not survive; which mutants do that changes with LLVM, so several are tried.
        self.write("h.c", "#include <stdio.h>\nstruct s { int a; };\nint main(void) { struct s x = {1}; return printf(\"%d\", x.a); }\n")
        self.clang("-g", "-O0", "-c", "-emit-llvm", "h.c", "-o", "h.bc")
        good = (self.dir / "h.bc").read_bytes()
        rng = random.Random(7)
        for i in range(150):
            bad = bytearray(good)
            for _ in range(rng.randint(1, 8)):
                bad[rng.randrange(len(bad))] ^= 1 << rng.randrange(8)
            self.write("m.bc", bytes(bad))
            r = self.gort("--no-cache", "m.bc", limit=120)
            if r.code == 1 and r.out == "":
                self.assertRegex(r.err, r"(?m)^gort: ", r)
                self.assertNotIn("Stack dump", r.err)
                self.assertNotIn("terminate called", r.err)

    def big_program(self, last=""):
        """Enough instructions for code generation on several cores."""
        body = "".join(f"  x = x * {3 + 2 * i} + (x >> {i % 7 + 1}) + v[(x + {i}) & 63];\n" for i in range(40))
        functions = "".join(f"int f{n}(unsigned x, volatile int *v) {{\n{body}  return x + {n};\n}}\n" for n in range(200))
        self.write("big.c", f'#include <stdio.h>\nvolatile int v[64];\n{functions}{last}int main(void) {{ return puts("ran") < 0; }}\n')
        self.clang("-O2", "-g", "-c", "-emit-llvm", "big.c", "-o", "big.bc")

    def test_a_worker_reports_for_all(self):
        self.big_program('int bad(void) {\n  __asm__("bogus %0" : : "r"(1));\n  return 0;\n}\n')
        r = self.gort("--no-cache", "big.bc")
        self.refused(r, r"big\.c:\d+:", "bogus")
        self.assertEqual(r.err.count("error:"), 1, r)

    @unittest.skipIf(len(os.sched_getaffinity(0)) < 2, "one processor: code generation has no workers")
    def test_a_worker_that_dies_is_reported(self):
        self.big_program()
        for sig in (signal.SIGSEGV, signal.SIGKILL):
            gort = subprocess.Popen([GORT, "--no-cache", "big.bc"], cwd=self.dir, env=self.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            workers = []
            while len(workers) < 2 and gort.poll() is None:
                workers = [w for child in children(gort.pid) for w in children(child)]
            self.assertEqual(len(workers), 2)
            os.kill(workers[1], sig)
            out, err = gort.communicate(timeout=60)
            self.assertEqual((gort.returncode, out), (1, b""), err)
            self.assertRegex(err.decode(), r"\Agort: big\.bc: the compiler (crashed \(SIGSEGV\)|was killed).*\n\Z")
            until = time.monotonic() + 20
            while any(running(w) for w in workers) and time.monotonic() < until:
                time.sleep(0.01)
            self.assertEqual([w for w in workers if running(w)], [])

    def test_memory_is_limited(self):
        self.write("h.ll", HELLO)
        r = self.gort("--no-cache", "h.ll", preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (60 << 20, 60 << 20)))
        if r.code:
            self.assertEqual(r.out, "", r)


class Linking(Case):
    def test_native_objects_and_archives(self):
        self.write("n.c", """
            #include <errno.h>
            int counter = 5, started;
            __attribute__((constructor)) static void start(void) { started = 40; }
            int module_function(int);
            int add(int a, int b) { counter++; return a + b + started; }
            int call(int (*f)(int), int x) { return f(x) + module_function(x); }
            long many(long a, long b, long c, long d, long e, long f, long g, long h) { return a + b + c + d + e + f + 10 * g + 100 * h; }
            """)
        self.write("m.c", """
            #include <stdio.h>
            extern int counter;
            int add(int, int), call(int (*)(int), int);
            long many(long, long, long, long, long, long, long, long);
            int module_function(int x) { return x * 10; }
            static int back(int x) { return x * 3; }
            int main(void) {
              int (*p)(int, int) = add;
              printf("%d %d %d %d %ld\\n", add(1, 2), p(3, 4), counter, call(back, 7), many(1, 2, 3, 4, 5, 6, 7, 8));
              return 0;
            }""")
        self.clang("-O1", "-c", "n.c", "-o", "n.o")
        subprocess.run(["ar", "rcs", "libn.a", "n.o"], check=True, cwd=self.dir)
        for level in ("-O0", "-O2"):
            self.clang(level, "-c", "-emit-llvm", "m.c", "-o", "m.bc")
            for native in ("n.o", "libn.a"):
                r = self.gort("m.bc", native)
                self.assertEqual((r.code, r.out, r.err), (0, "43 47 7 91 891\n", ""), r)

    def test_native_thread_locals_are_refused(self):
        self.write("t.c", "_Thread_local int v = 3; int get(void) { return v; }")
        self.write("m.ll", "declare i32 @get()\ndefine i32 @main() {\n  %r = call i32 @get()\n  ret i32 %r\n}\n")
        for flags in ([], ["-fPIC"]):
            self.clang("-c", *flags, "t.c", "-o", "t.o")
            self.refused(self.gort("m.ll", "t.o"), r"t\.o: .*thread-local.*-l")

    def test_weak_objects_are_one_for_modules_and_native_code(self):
        self.write("i.h", "inline int next() { static int calls; return ++calls; }\n")
        self.write("n.cpp", '#include "i.h"\n#include <stdexcept>\n#include <string>\n'
                            'static std::string start(40, 0x41);\n'
                            'extern "C" int native(int x) { try { if (x) throw std::runtime_error(start); } '
                            'catch (const std::exception& e) { return start.size() + next(); } return next(); }\n')
        self.write("m.cpp", '#include "i.h"\nextern "C" int native(int);\n'
                            'int main() { next(); int a = native(1), b = native(0); return a * 2 + b * 10 + next(); }\n')
        self.write("c.c", "int common; int get(void) { return common; }\n")
        self.write("d.c", "int common; int get(void); int main(void) { common = 5; return get(); }\n")
        for level in ("-O0", "-O2"):
            self.clang(level, "-c", "n.cpp", "-o", "n.o")
            self.clang(level, "-c", "-emit-llvm", "m.cpp", "-o", "m.bc")
            self.assertEqual(self.gort("m.bc", "n.o").code, 42 * 2 + 3 * 10 + 4)
            self.clang(level, "-fcommon", "-c", "c.c", "-o", "c.o")
            self.clang(level, "-fcommon", "-c", "-emit-llvm", "d.c", "-o", "d.bc")
            self.assertEqual(self.gort("d.bc", "c.o").code, 5)

    def test_sections_have_bounds(self):
        self.write("s.c", """
            #define ENTRY(n) static int e##n __attribute__((section("table"), used)) = n;
            ENTRY(1) ENTRY(2) ENTRY(30)
            extern int __start_table[], __stop_table[];
            int main(void) { int s = 0; for (int *p = __start_table; p < __stop_table; p++) s += *p; return s; }""")
        self.clang("-O1", "-c", "-emit-llvm", "s.c", "-o", "s.bc")
        self.assertEqual(self.gort("s.bc").code, 33)

    def test_several_modules(self):
        self.write("a.ll", "declare i32 @f()\ndefine i32 @main() {\n  %r = call i32 @f()\n  ret i32 %r\n}\n")
        self.write("b.ll", "define i32 @f() {\n  ret i32 9\n}\n")
        self.assertEqual(self.gort("a.ll", "b.ll").code, 9)
        self.refused(self.gort("a.ll"), "undefined symbol: f")
        self.refused(self.gort("a.ll", "b.ll", "b.ll"), "f", "(?i)duplicate|defined|twice")

    def test_a_newer_bitcode_names_both_versions(self):
        """clang's own bitcode that says LLVM 99 wrote it."""
        self.write("m.c", "int main(void) { return 3; }")
        self.clang("-O1", "-c", "-emit-llvm", "m.c", "-o", "m.bc")
        module = (self.dir / "m.bc").read_bytes()
        # Magic, then the identification block: a word of abbreviation, its length in words, the words.
        words = int.from_bytes(module[8:12], "little")
        rest = module[12 + 4 * words:]

        def block(*records):
            bits = []
            put = lambda value, n: bits.extend(value >> i & 1 for i in range(n))

            def vbr6(value):
                while value >= 32:
                    put(value & 31 | 32, 6)
                    value >>= 5
                put(value, 6)

            for code, values in records:
                put(3, 5)  # an unabbreviated record
                vbr6(code)
                vbr6(len(values))
                for v in values:
                    vbr6(v)
            put(0, 5)
            bits.extend([0] * (-len(bits) % 32))
            return int("".join(map(str, reversed(bits))), 2).to_bytes(len(bits) // 8, "little")

        def identified(producer, epoch):
            body = block((1, producer.encode()), (2, [epoch]))
            return module[:8] + (len(body) // 4).to_bytes(4, "little") + body + rest

        self.write("epoch.bc", identified("LLVM99.1.0", 1))
        self.refused(self.gort("epoch.bc"), r"epoch.bc: error: the bitcode was written by an LLVM newer than gort's 22\.")
        # Of the same epoch, with something that this LLVM cannot read.
        whole = identified("LLVM99.1.0", 0)
        self.write("newer.bc", whole[:-len(rest) // 2 // 4 * 4])
        self.refused(self.gort("newer.bc"), r"newer.bc: error: the bitcode was written by LLVM99\.1\.0, gort reads LLVM 22\.")

    def test_a_static_library_among_several_modules(self):
        """As ld has it: a member is taken once, when somebody wants it; both modules share it."""
        self.write("a.c", "int get(void), other(void); void add(int); int main(void) { add(1); other(); return get(); }")
        self.write("b.c", "void add(int); int other(void) { add(10); return 0; }")
        self.write("counter.c", "static int n; void add(int k) { n += k; } int get(void) { return n; }")
        self.write("unwanted.c", "int nowhere(void); void add2(void) { nowhere(); } "
                                 "__attribute__((constructor)) static void start(void) { __builtin_trap(); }")
        for kind in (["-emit-llvm"], []):
            for name in ("counter", "unwanted"):
                self.clang("-O1", "-w", *kind, "-c", name + ".c", "-o", name + ".o")
            subprocess.run(["llvm-ar-22", "rcs", "lib.a", "counter.o", "unwanted.o"], check=True, cwd=self.dir)
            for name in ("a", "b"):
                self.clang("-O1", "-emit-llvm", "-c", name + ".c", "-o", name + ".bc")
            self.assertEqual(self.gort("a.bc", "b.bc", "lib.a").code, 11)
            self.assertEqual(self.gort("a.bc", "lib.a", "b.bc", "lib.a").code, 11)
            (self.dir / "lib.a").unlink()

    def test_shared_libraries_run_their_constructors_once(self):
        self.write("l.c", """
            #include <stdio.h>
            int library_data = 3;
            _Thread_local int library_tls = 4;
            __attribute__((constructor)) static void start(void) { puts("library starts"); fflush(stdout); }
            int library_function(void) { return library_data + library_tls; }""")
        self.write("m.c", """
            extern int library_data; extern _Thread_local int library_tls; int library_function(void);
            int main(void) { library_data++; library_tls += 10; return library_function(); }""")
        self.clang("-shared", "-fPIC", "l.c", "-o", "libgortl.so")
        self.clang("-O1", "-c", "-emit-llvm", "m.c", "-o", "m.bc")
        for args in (["-l", "./libgortl.so"], ["--load", self.dir / "libgortl.so"], ["-lgortl"]):
            for start in range(2):
                r = self.gort("run", *args, "m.bc", env={"LD_LIBRARY_PATH": str(self.dir)})
                self.assertEqual((r.code, r.out, r.err), (18, "library starts\n", ""), r)

    def test_dump_ir_prints_and_does_not_run(self):
        self.write("h.ll", HELLO)
        for stage in ("input", "checked", "lowered", "optimised", "final"):
            r = self.gort(f"--dump-ir={stage}", "h.ll")
            self.assertEqual((r.code, r.err), (0, ""), r)
            self.assertIn("define void @main_main()", r.out)
            self.assertNotIn("\nhello\n", r.out)
        self.assertIn("split-stack", self.gort("--dump-ir", "h.ll").out)
        self.assertRegex(self.gort("--dump-ir=asm", "h.ll").out, r"(?s)main_main:.*__morestack")

    def test_time_passes(self):
        self.write("h.ll", HELLO)
        for args in (["--time-passes"], ["--time-passes", "-O2"]):
            r = self.gort(*args, "h.ll")
            self.assertEqual((r.code, r.out), (0, "hello\n"), r)
            self.assertIn("Pass execution timing report", r.err)

    def test_entry(self):
        self.write("e.ll", "define void @other() {\n  call void @exit(i32 11)\n  ret void\n}\ndeclare void @exit(i32)\n")
        self.assertEqual(self.gort("--entry", "other", "e.ll").code, 11)
        self.refused(self.gort("--entry", "nothing", "e.ll"), "nothing")

    def test_perf_map(self):
        # The program says that it runs and ends when its input does.
        self.write("p.ll", """declare i32 @puts(ptr)
            declare i32 @fflush(ptr)
            declare i32 @getchar()
            @text = constant [6 x i8] c"ready\\00"
            define i32 @main() {
              call i32 @puts(ptr @text)
              call i32 @fflush(ptr null)
              call i32 @getchar()
              ret i32 0
            }""")
        process = subprocess.Popen([GORT, "--profile=perf", "p.ll"], cwd=self.dir, env=self.env, stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE)
        self.assertEqual(process.stdout.readline(), b"ready\n")
        path = pathlib.Path(f"/tmp/perf-{process.pid}.map")
        self.addCleanup(path.unlink, True)
        maps = pathlib.Path(f"/proc/{process.pid}/maps").read_text()
        process.communicate(b"")
        self.assertEqual(process.returncode, 0)
        main = re.search(r"(?m)^([0-9a-f]+) [0-9a-f]+ main$", path.read_text())
        self.assertTrue(main)
        # perf uses the map for anonymous memory only.
        for low, high, access, rest in re.findall(r"(?m)^([0-9a-f]+)-([0-9a-f]+) (\S+) \S+ \S+ (.*)$", maps):
            if int(low, 16) <= int(main[1], 16) < int(high, 16):
                self.assertEqual((access, rest.split()[1:]), ("r-xp", []))
                break
        else:
            self.fail(maps)


class Caching(Case):
    def test_the_second_start_compiles_nothing(self):
        self.write("h.ll", HELLO)
        for start, logged in ((1, "compiling"), (2, "started from the cache")):
            r = self.gort("-v", "h.ll")
            self.assertEqual((r.code, r.out), (0, "hello\n"), r)
            self.assertIn(logged, r.err)
        self.assertEqual(len(self.entries()), 1)
        mode = stat.S_IMODE((self.dir / "cache").stat().st_mode)
        self.assertEqual(mode, 0o700)

    def test_the_key_holds_content_options_and_libraries(self):
        self.write("h.ll", HELLO)
        self.gort("h.ll")
        self.write("h.ll", HELLO.replace("hello", "HELLO"))
        self.assertEqual(self.gort("h.ll").out, "HELLO\n")
        self.gort("-O2", "h.ll")
        self.gort("-g", "h.ll")
        self.assertEqual(len(self.entries()), 4)

    def test_big_files_are_hashed_once(self):
        self.write("b.c", 'char big[600000] = {1};\nint puts(const char *);\nint main(void) { return puts(big[0] == 1 ? "one" : "other") < 0; }\n')
        self.clang("-S", "-emit-llvm", "b.c", "-o", "one.ll")
        one = (self.dir / "one.ll").read_text() + ";" * 600000 + "\n"
        self.write("b.ll", one)
        notes = lambda: sorted((self.dir / "cache").glob("note-*"))
        self.assertEqual(self.gort("b.ll").out, "one\n")
        self.assertEqual(notes(), [])  # it may still be changed within a tick of the clock
        old = time.time() - 100
        os.utime(self.dir / "b.ll", (old, old))
        time.sleep(3.1)  # the time of the last change of the file's data about itself cannot be set
        self.assertIn("started from the cache", self.gort("-v", "b.ll").err)
        self.assertEqual(len(notes()), 1)
        self.assertIn("started from the cache", self.gort("-v", "b.ll").err)
        # The same size and time of change as before, set by hand.
        self.write("b.ll", one.replace("one\\00", "two\\00"))
        os.utime(self.dir / "b.ll", (old, old))
        self.assertEqual(self.gort("b.ll").out, "two\n")
        # A damaged note, and one that lies.
        for bad in ("", "0" * 64):
            self.write("b.ll", one)
            os.utime(self.dir / "b.ll", (old, old))
            time.sleep(3.1)
            self.gort("b.ll")
            for note in notes():
                note.write_text(bad)
            self.assertEqual(self.gort("b.ll").out, "one\n")
        self.assertRegex(self.gort("cache", "--clear").out, r"removed from .*: \d programs")
        self.assertEqual(list((self.dir / "cache").iterdir()), [])

    def test_no_cache(self):
        self.write("h.ll", HELLO)
        self.assertEqual(self.gort("--no-cache", "h.ll").out, "hello\n")
        self.assertFalse((self.dir / "cache").exists())

    def test_failed_compilations_leave_nothing(self):
        self.write("bad.ll", "define")
        self.gort("bad.ll")
        self.assertEqual(list((self.dir / "cache").iterdir()), [])

    def test_cache_command(self):
        self.write("h.ll", HELLO)
        self.gort("h.ll")
        self.assertEqual(self.gort("cache", "--path").out, f"{self.dir}/cache\n")
        self.assertRegex(self.gort("cache").out, r": 1 programs, \d+ KB")
        self.assertRegex(self.gort("cache", "--clear").out, r"removed from .*: 1 programs")
        self.assertEqual(self.entries(), [])

    def test_a_cache_that_cannot_be_used_is_not(self):
        self.write("h.ll", HELLO)
        self.write("file", b"")
        for path in ("/proc/gort-cache", str(self.dir / "file"), str(self.dir / "file" / "below")):
            r = self.gort("h.ll", env={"GORT_CACHE": path})
            self.assertEqual((r.code, r.out, r.err), (0, "hello\n", ""), r)
        (self.dir / "open").mkdir()
        (self.dir / "open").chmod(0o777)
        self.assertEqual(self.gort("h.ll", env={"GORT_CACHE": str(self.dir / "open")}).out, "hello\n")
        self.assertEqual(list((self.dir / "open").iterdir()), [])
        self.assertEqual(self.gort("cache", env={"GORT_CACHE": str(self.dir / "open")}).code, 1)

    def test_a_damaged_entry_never_breaks_a_run(self):
        self.write("h.ll", HELLO)
        self.gort("h.ll")
        entry, = self.entries()
        good = entry.read_bytes()
        # All of the header, then a byte in each stretch of the rest; with GORT_TEST_EVERY_BYTE set, every byte.
        places = list(range(0, 448, 3)) + list(range(448, len(good), 211))
        if "GORT_TEST_EVERY_BYTE" in os.environ:
            places = range(len(good))
        for i in places:
            bad = bytearray(good)
            bad[i] ^= 0x55
            entry.write_bytes(bad)
            r = self.gort("h.ll")
            self.assertEqual((r.code, r.out, r.err), (0, "hello\n", ""), f"byte {i}: {r}")
        for n in (0, 1, 100, 4096, len(good) - 1):
            entry.write_bytes(good[:n])
            r = self.gort("h.ll")
            self.assertEqual((r.code, r.out, r.err), (0, "hello\n", ""), f"length {n}: {r}")
        self.assertEqual(self.entries()[0].read_bytes()[:8], good[:8])

    def test_twenty_starts_at_once(self):
        self.write("h.ll", HELLO)
        for _ in range(3):
            with concurrent.futures.ThreadPoolExecutor(20) as pool:
                for r in pool.map(lambda _: self.gort("h.ll"), range(20)):
                    self.assertEqual((r.code, r.out, r.err), (0, "hello\n", ""), r)
            self.assertEqual(len(list((self.dir / "cache").iterdir())), 1)
            self.gort("cache", "--clear")

    def test_twenty_starts_of_a_damaged_entry(self):
        self.write("h.ll", HELLO)
        self.gort("h.ll")
        entry, = self.entries()
        good = entry.read_bytes()
        rng = random.Random(3)
        with concurrent.futures.ThreadPoolExecutor(20) as pool:
            for _ in range(5):
                starts = [pool.submit(self.gort, "h.ll") for _ in range(20)]
                # Damaged files take the entry's place while programs start from it and others replace it.
                while not all(s.done() for s in starts):
                    bad = bytearray(good)
                    bad[rng.randrange(len(bad))] ^= 1 << rng.randrange(8)
                    self.write("bad", bytes(bad)).rename(entry)
                    time.sleep(0.001)
                for start in starts:
                    r = start.result()
                    self.assertEqual((r.code, r.out, r.err), (0, "hello\n", ""), r)
        self.gort("h.ll")
        self.assertIn("started from the cache", self.gort("-v", "h.ll").err)

    def test_writers_killed_at_any_moment(self):
        self.write("h.ll", HELLO)
        began = time.monotonic()
        self.gort("h.ll")
        whole = time.monotonic() - began
        rng = random.Random(4)
        for i in range(100):
            # The background compiler of a lazy start is not of its process group: it lives on and may write later.
            lazy = ["--lazy"] if i >= 75 else []
            self.gort("cache", "--clear")
            if not lazy:
                self.assertEqual(list((self.dir / "cache").iterdir()), [])
            process = subprocess.Popen([GORT, *lazy, "h.ll"], cwd=self.dir, env=self.env, stdout=subprocess.DEVNULL,
                                       stderr=subprocess.DEVNULL, start_new_session=True)
            time.sleep(rng.random() * whole * 1.5)
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            process.wait()
            # An entry is whole or not there; drafts of the dead are in nobody's way.
            r = self.gort("-v", *lazy, "h.ll")
            self.assertEqual((r.code, r.out), (0, "hello\n"), r)
            self.assertNotIn("cannot be used", r.err)

    def test_lazy_brings_the_optimised_program_later(self):
        self.write("l.c", "int f(int n) { int s = 0; for (int i = 0; i < n; i++) s += i * i; return s; }\n"
                          "int main(int argc, char **argv) { return f(argc + 2) & 127; }\n")
        self.clang("-O0", "-Xclang", "-disable-O0-optnone", "-c", "-emit-llvm", "l.c", "-o", "l.bc")
        # The size of the module's code, from the image's header.
        code_size = lambda: int.from_bytes(self.entries()[0].read_bytes()[64:72], "little")
        self.assertEqual(self.gort("-O0", "l.bc").code, 5)
        quick = code_size()
        self.gort("cache", "--clear")
        self.assertEqual(self.gort("--lazy", "l.bc").code, 5)
        for _ in range(300):
            if code_size() != quick:
                break
            time.sleep(0.1)
        else:
            self.fail("the background compiler did not replace the entry")
        r = self.gort("-v", "--lazy", "l.bc")
        self.assertEqual(r.code, 5)
        self.assertIn("started from the cache", r.err)

    def test_a_pipe_does_not_wait_for_the_background(self):
        self.write("h.ll", HELLO)
        r = self.gort("--lazy", "h.ll", limit=20)
        self.assertEqual((r.code, r.out), (0, "hello\n"), r)


@unittest.skipUnless(BUILD in ("Release", "Debug"), "sanitizers have images elsewhere")
class Address(Case):
    def test_a_taken_address_range_means_another_one(self):
        # A library that sits where images lie, loaded before everything else.
        self.write("t.c", """
            #define _GNU_SOURCE
            #include <sys/mman.h>
            __attribute__((constructor)) static void take(void) {
              mmap((void *)(8ull << 32), 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
            }""")
        self.clang("-shared", "-fPIC", "t.c", "-o", "t.so")
        self.write("h.ll", HELLO)
        for _ in range(3):
            r = self.gort("-v", "h.ll", env={"LD_PRELOAD": str(self.dir / "t.so")})
            self.assertEqual((r.code, r.out), (0, "hello\n"), r)
            self.assertIn("linking at", r.err)
        r = self.gort("h.ll")
        self.assertEqual((r.code, r.out, r.err), (0, "hello\n", ""), r)


class Start(Case):
    def test_a_cached_start_touches_few_pages(self):
        self.write("h.ll", HELLO)
        self.gort("h.ll")
        faults = []
        for _ in range(5):
            pid = os.posix_spawn(GORT, [GORT, "h.ll"], self.env, file_actions=[
                (os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0)], setpgroup=0) if os.chdir(self.dir) is None else 0
            _, status, usage = os.wait4(pid, 0)
            self.assertEqual(status, 0)
            faults.append(usage.ru_minflt)
        # A native hello has 56; see tools/gort/lazyinit.ld and tools/gort/order for what keeps them down.
        if BUILD == "Release":
            self.assertLess(min(faults), 120, faults)


if __name__ == "__main__":
    GORT = os.path.abspath(sys.argv.pop(1))
    unittest.main(verbosity=1)
