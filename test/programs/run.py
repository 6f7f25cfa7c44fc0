#!/usr/bin/env python3
"""test/programs/run.py: runs the test programs and compares them with the expectations written in them.

A program is one file, .c, .cpp, .ll, .toy or a source of another front end (front_ends.py), with directives in its comments
(`//`, in IR `;`, in Fortran `!`):

    run: [ENV=VALUE...] [gort's options...] [-- ARG...]   one way to run it; wants below belong to it. Without a
                                                         `run:` there is one run, with nothing set.
    want stdout: TEXT      one line of standard output; all of them together are the whole output
    want stdout~: REGEX    is found in standard output, after the place where the one before was found
    want stderr: TEXT      the same of standard error
    want stderr~: REGEX
    want no stderr~: REGEX is not found; `stdout` alike
    want exit: N           exit code, 128+n when signal n ended it; without it 0
    stdin: TEXT            one line of standard input
  and for the whole file:
    cflags: FLAGS          for clang or whichever compiler
    with: FILE...          more modules, from the same folder
    lib: FILE.c            compiled natively to a shared library, loaded with -l; in `run:` $LIB is its path
    only: LEVEL...         -O0, -O2 ...: just these
    stress: none (WHY)     not under stress switches
    procs: N...            just these GOMAXPROCS
    needs: FLAG...         CPU features (as /proc/cpuinfo names them); the program is skipped where one is missing
    timeout: SECONDS       of one run; 30 when the front end does not say otherwise
    native: no (WHY)       --native leaves it out
    sanitized: KIND (WHY)  of --sanitized ASan and --sanitized TSan only this one runs it; no: neither
    serial: WHY            nothing else may run beside it (ctest heeds it)
    tries: WHAT            for the table of front ends (--table): what the program is about
    lacks: WHAT            and what of the language it does not try, and why

Output that is not described must be empty. Every program is run in several ways that must not make a difference: C at
clang's -O0 -g and -O2, IR as it is and with gort's -O2; GOMAXPROCS 1, 2 and 8; with the smallest stack segments, so that
nearly every call moves to another one (GODEBUG=stackseg=min); and preempted at every chance (GODEBUG=preemptstress=1). --full
runs all levels with and without -g under all of these at once, --switches the usual levels. A `run:` that sets GOMAXPROCS or GODEBUG itself keeps its value.

Programs in frontends/ are built natively too, and the native program must meet the same expectations. --table FILE writes what was
seen of them as a page of docs/.
"""
import argparse
import concurrent.futures
import difflib
import os
import re
import resource
import shlex
import signal
import subprocess
import sys
import time
import zlib

import front_ends

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
DIRECTIVE = re.compile(
    r"^\s*(?://|;|!)\s?(run|stdin|cflags|with|lib|only|stress|procs|needs|timeout|native|sanitized|serial|tries|lacks|"
    r"want (?:no )?(?:stdout|stderr)~?|want exit):(?: (.*)|)$")


class Case:
    """One `run:` of a program."""

    def __init__(self, line):
        self.line = line  # where blessed expectations go
        self.is_run = False
        self.env, self.flags, self.args = {}, [], []
        self.stdin = []
        self.exit = 0
        self.exact = {"stdout": None, "stderr": None}
        self.found = {"stdout": [], "stderr": []}
        self.absent = {"stdout": [], "stderr": []}

    def parse_run(self, text):
        self.is_run = True
        words = shlex.split(text)
        while words and re.match(r"^\w+=", words[0]):
            key, value = words.pop(0).split("=", 1)
            self.env[key] = value
        if "--" in words:
            at = words.index("--")
            self.flags, self.args = words[:at], words[at + 1:]
        else:
            self.flags = words


class Program:
    def __init__(self, path):
        self.path = os.path.abspath(path)
        inside = self.path.startswith(HERE + os.sep)
        self.name = os.path.splitext(os.path.relpath(self.path, HERE) if inside else os.path.basename(path))[0]
        self.kind = os.path.splitext(path)[1]
        self.front_end = front_ends.FRONT_ENDS.get(self.kind)
        self.against_native = self.name.startswith("frontends/")
        self.tries, self.lacks = [], []
        self.cflags, self.with_, self.lib = [], [], None
        self.only = self.procs = None
        self.stress, self.native, self.sanitized = True, True, ("ASan", "TSan")
        self.needs, self.cases = [], []
        self.timeout = self.front_end.timeout if self.front_end else 30
        with open(self.path, encoding="utf-8", errors="surrogateescape") as f:
            self.lines = f.read().split("\n")
        head = 0  # end of the comment that opens the file
        while head < len(self.lines) and re.match(r"^\s*(//|;|!)", self.lines[head]):
            head += 1
        self.head = head
        case = None
        for number, line in enumerate(self.lines):
            m = DIRECTIVE.match(line)
            if not m:
                continue
            key, text = m.group(1), m.group(2) or ""
            if key == "run":
                case = Case(number)
                case.parse_run(text)
                self.cases.append(case)
            elif key == "stdin" or key.startswith("want"):
                if case is None:
                    case = Case(head - 1)
                    self.cases.append(case)
                if key == "stdin":
                    case.stdin.append(text)
                elif key == "want exit":
                    case.exit = int(text)
                else:
                    stream = "stdout" if "stdout" in key else "stderr"
                    if key.startswith("want no"):
                        case.absent[stream].append(text)
                    elif key.endswith("~"):
                        case.found[stream].append(text)
                    else:
                        case.exact[stream] = (case.exact[stream] or []) + [text]
            elif key == "cflags":
                self.cflags += shlex.split(text)
            elif key == "with":
                self.with_ += text.split()
            elif key == "lib":
                self.lib = text.strip()
            elif key == "only":
                self.only = text.split()
            elif key == "procs":
                self.procs = [int(n) for n in text.split()]
            elif key == "stress":
                self.stress = not text.startswith("none")
            elif key == "native":
                self.native = not text.startswith("no")
            elif key == "sanitized":
                self.sanitized = text.split()[:1]
            elif key == "needs":
                self.needs += text.split()
            elif key == "timeout":
                self.timeout = float(text)
            elif key == "tries":
                self.tries.append(text)
            elif key == "lacks":
                self.lacks.append(text)
        if not self.cases:
            self.cases.append(Case(head - 1))

    def sibling(self, name):
        return os.path.join(os.path.dirname(self.path), name)

    def uses_gort(self):
        return any("<gort/gort.h>" in l for l in self.lines) or self.is_ir()

    def is_ir(self):
        return self.kind in (".ll", ".toy")  # the toy compiler leaves optimising to gort


SLOWER = 8  # how much longer a program may take in a sanitized build

# What the sanitizers' reports begin with. No expectation, however loose, makes one right.
REPORT = re.compile(r"^(WARNING: ThreadSanitizer|==\d+==|\S+:\d+:\d+: runtime error: ).*", re.M)


class Failure(Exception):
    pass


def newer(target, *sources):
    return os.path.exists(target) and all(os.path.getmtime(target) > os.path.getmtime(s) for s in sources)


def quoted(words):
    return " ".join(shlex.quote(w) for w in words)


class Runner:
    def __init__(self, options):
        self.o = options
        self.python = __file__
        with open("/proc/cpuinfo") as f:
            self.cpu = set(re.search(r"^flags\s*:(.*)$", f.read(), re.M).group(1).split())

    # -- compiling ----------------------------------------------------------------------------------------------------

    def run_tool(self, command):
        p = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
        if p.returncode:
            raise Failure(f"$ {quoted(command)}\n{p.stdout.decode(errors='replace')}")

    def clang(self, source):
        return front_ends.FRONT_ENDS[".cpp" if source.endswith(".cpp") else ".c"].found

    def workdir(self, program):
        d = os.path.join(self.o.work, program.name)
        os.makedirs(d, exist_ok=True)
        return d

    def compile(self, program, level):
        """The files to hand to gort for one level; level is a list of clang flags, for IR of gort's own."""
        files = []
        header = os.path.join(ROOT, "include/gort/gort.h")
        for source in [program.path] + [program.sibling(w) for w in program.with_]:
            stem = os.path.splitext(os.path.basename(source))[0]
            if source.endswith(".toy"):
                files.append(os.path.join(self.workdir(program), stem + ".ll"))
                self.run_tool([os.path.join(os.path.dirname(self.o.gort), "toy"), "build", source, "-o", files[-1]])
                continue
            front_end = front_ends.FRONT_ENDS.get(os.path.splitext(source)[1])
            if not front_end:
                files.append(source)
                continue
            out = os.path.join(self.workdir(program), stem + "".join(level) + ".bc")
            if not newer(out, source, header, __file__, front_ends.__file__):
                for command in front_end.bitcode(source, level, program.cflags, out + ".new"):
                    self.run_tool(command)
                os.replace(out + ".new", out)
            files.append(out)
        return files

    def library(self, program):
        if not program.lib:
            return None
        source = program.sibling(program.lib)
        out = os.path.join(self.workdir(program), "lib" + os.path.splitext(program.lib)[0] + ".so")
        if not newer(out, source, __file__):
            self.run_tool(self.clang(source) + ["-O1", "-g", "-fPIC", "-shared", source, "-o", out + ".new"])
            os.replace(out + ".new", out)
        return out

    # -- the ways to run ------------------------------------------------------------------------------------------------

    def levels(self, program):
        if program.front_end and program.kind not in (".c", ".cpp"):
            levels = program.front_end.levels
        elif program.is_ir():
            levels = [[], ["-O2"]] if not self.o.full else [[], ["-O0"], ["-O1"], ["-O2"], ["-O3"]]
        elif not self.o.full:
            levels = [["-O0", "-g"], ["-O2"]]
        else:
            levels = [[o] + g for o in ("-O0", "-O1", "-O2", "-O3") for g in ([], ["-g"])]
        if program.only:
            levels = [l for l in levels if (l + [""])[0] in program.only] or [[program.only[0]]]
        return levels

    def settings(self, program, index):
        """(GOMAXPROCS, GODEBUG) pairs for the level number `index`."""
        procs = program.procs or [1, 2, 8]
        out = [(p, "") for p in procs]
        if program.stress:
            stresses = ["stackseg=min", "preemptstress=1"]
            if self.o.full or self.o.switches:
                out += [(p, s) for p in procs for s in stresses + [",".join(stresses)]]
            else:  # by name, so that each program meets another part of the square, the same one every time
                turn = zlib.crc32(program.name.encode()) + index
                out += [(procs[(turn + i) % len(procs)], s) for i, s in enumerate(stresses)]
        return out

    def environment(self, case, procs, godebug, library):
        env = {k: v for k, v in os.environ.items() if not k.startswith("GO") and not k.startswith("LC_")}
        env.update({"LC_ALL": "C", "XDG_CACHE_HOME": os.path.join(self.o.work, "cache")})
        shown = {}
        if procs:
            shown["GOMAXPROCS"] = str(procs)
        if godebug:
            shown["GODEBUG"] = godebug
        for key, value in case.env.items():
            if key == "GODEBUG" and godebug:
                value += "," + godebug
            shown[key] = value
        env.update(shown)
        return env, shown

    def execute(self, command, env, stdin, timeout, cwd):
        """Exit code and outputs. On time-out asks for a goroutine dump first."""
        p = subprocess.Popen(command, env=env, cwd=cwd, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE, start_new_session=True)
        late = False
        try:
            out, err = p.communicate(stdin, timeout=timeout)
        except subprocess.TimeoutExpired:
            late = True
            p.send_signal(signal.SIGQUIT)
            try:
                out, err = p.communicate(timeout=3)
            except subprocess.TimeoutExpired:
                os.killpg(p.pid, signal.SIGKILL)
                out, err = p.communicate()
        code = p.returncode if p.returncode >= 0 else 128 - p.returncode
        return late, code, out.decode(errors="replace"), err.decode(errors="replace")

    def compare(self, case, late, code, out, err, timeout):
        report = REPORT.search(err)
        if report:
            return ["a sanitizer reports:\n" + err[report.start():][:8000]]
        wrong = []
        if late:
            wrong.append(f"did not end within {timeout:g} s; SIGQUIT brought this:\n{err[-6000:]}")
        for stream, text in (("stdout", out), ("stderr", err)):
            exact = case.exact[stream]
            lines = text.split("\n")
            if lines and lines[-1] == "":
                lines.pop()
            if exact is None and not case.found[stream] and not case.absent[stream]:
                exact = []
            if exact is not None and lines != exact:
                diff = difflib.unified_diff(exact, lines, f"{stream} wanted", f"{stream} seen", lineterm="", n=2)
                wrong.append("\n".join(list(diff)[:60]))
            at = 0
            for pattern in case.found[stream]:
                m = re.compile(pattern, re.M).search(text, at)
                if not m:
                    wrong.append(f"{stream} has no match for /{pattern}/{' after the ones before it' if at else ''}; "
                                 f"seen:\n{text[:3000]}")
                    break
                at = m.end()
            for pattern in case.absent[stream]:
                m = re.search(pattern, text, re.M)
                if m:
                    wrong.append(f"{stream} must not match /{pattern}/, and has: {m.group(0)}")
        if code != case.exit and not late:
            wrong.append(f"exit code {code}, wanted {case.exit}")
            if not any("stderr" in w for w in wrong) and err:
                wrong.append(f"stderr:\n{err[:3000]}")
        return wrong

    def program(self, path):
        """Runs one file in all its ways. Returns (name, runs, failures, skipped because)."""
        program = Program(path)
        lacking = [f for f in program.needs if f not in self.cpu]
        if lacking:
            return program.name, 0, [], "this CPU lacks " + ", ".join(lacking)
        if program.front_end and not program.front_end.found:
            return program.name, 0, [], program.front_end.name + " is not installed; `tools/dev test frontends` does it"
        if self.o.native:
            return self.native(program)
        if self.o.sanitized and self.o.sanitized not in program.sanitized:
            return program.name, 0, [], f"not under {self.o.sanitized}"
        failures, runs, blessing = [], 0, {}
        more_flags, more_files = program.front_end.gort_flags(program.cflags) if program.front_end else ([], [])
        try:
            if program.against_native and not self.o.bless:
                runs, failures = self.native(program)[1:3]
            library = self.library(program)
            for index, level in enumerate(self.levels(program)):
                files = self.compile(program, level)
                own = level if program.is_ir() else []
                for number, case in enumerate(program.cases):
                    seen = set()
                    for procs, godebug in self.settings(program, index) * self.o.repeat:
                        if "GOMAXPROCS" in case.env:
                            procs = None
                        if self.o.repeat == 1 and (procs, godebug) in seen:
                            continue
                        seen.add((procs, godebug))
                        flags = own + case.flags + more_flags + (["-l", library] if library else [])
                        args = [a.replace("$LIB", library or "") for a in case.args]
                        command = [self.o.gort, "run"] + flags + files + more_files + (["--"] if args else []) + args
                        env, shown = self.environment(case, procs, godebug, library)
                        stdin = "".join(l + "\n" for l in case.stdin).encode()
                        timeout = program.timeout * (SLOWER if self.o.sanitized else 1)
                        result = self.execute(command, env, stdin, timeout, self.workdir(program))
                        runs += 1
                        if self.o.bless:
                            blessing.setdefault(number, set()).add(result[1:])
                            continue
                        wrong = self.compare(case, *result, timeout)
                        if wrong:
                            setting = quoted([f"{k}={v}" for k, v in shown.items()])
                            failures.append(f"{program.name} {' '.join(level)}\n" + "\n".join(wrong) +
                                            f"\nto repeat: {setting + ' ' if setting else ''}{quoted(command)}")
                            if len(failures) >= self.o.stop_after:
                                return program.name, runs, failures, None
            if self.o.bless:
                failures = self.bless(program, blessing)
        except Failure as f:
            failures.append(f"{program.name}: {f}")
        return program.name, runs, failures, None

    def native(self, program):
        """What a plain C compiler makes of the program: the expectations must be C's, not gort's."""
        if not program.native or program.is_ir() or (program.uses_gort() and not self.o.shim):
            return program.name, 0, [], "not a plain C program"
        failures, runs = [], 0
        levels = [["-O0"], ["-O1"], ["-O2"], ["-O3"]] if self.o.full else [["-O0"], ["-O2"]]
        if program.against_native:
            levels = [self.levels(program)[-1]]
        for level in levels:
            opt = " ".join(level)
            exe = os.path.join(self.workdir(program), "native" + "".join(level))
            sources = [program.path] + [program.sibling(w) for w in program.with_]
            try:
                library = self.library(program)
                if program.against_native:
                    if not newer(exe, program.path, __file__, front_ends.__file__):
                        for command in program.front_end.native(program.path, level, program.cflags, exe):
                            self.run_tool(command)
                else:
                    self.run_tool(self.clang(program.path) + level + ["-Wall", "-Werror", "-I", os.path.join(ROOT, "include")] +
                                  sources + ([self.o.shim] if program.uses_gort() else []) + program.cflags +
                                  ([library, "-Wl,-rpath," + os.path.dirname(library)] if library else []) +
                                  ["-rdynamic", "-lm", "-ldl", "-lpthread", "-o", exe])
            except Failure as f:
                return program.name, runs, [f"{program.name}: {f}"], None
            for case in program.cases:
                env, _ = self.environment(case, None, None, library)
                args = [a.replace("$LIB", library or "") for a in case.args]
                result = self.execute([exe] + args, env, "".join(l + "\n" for l in case.stdin).encode(), program.timeout,
                                      self.workdir(program))
                runs += 1
                wrong = self.compare(case, *result, program.timeout)
                if wrong:
                    failures.append(f"{program.name} native {opt}\n" + "\n".join(wrong))
        return program.name, runs, failures, None

    def bless(self, program, blessing):
        """Writes what was seen into the file, where the exact expectations stand; those by pattern stay."""
        mark = {".ll": ";", ".f90": "!"}.get(program.kind, "//")
        lines, shift = list(program.lines), 0
        for number, case in enumerate(program.cases):
            results = blessing[number]
            if len(results) > 1:
                return [f"{program.name}: not blessed, its ways to run differ: " +
                        "; ".join(f"exit {c}, {len(o)} bytes out, {len(e)} err" for c, o, e in results)]
            code, out, err = results.pop()
            end = program.cases[number + 1].line if number + 1 < len(program.cases) else len(program.lines)
            new = []
            for stream, text in (("stdout", out), ("stderr", err)):
                if not case.found[stream] and not case.absent[stream]:
                    new += [f"{mark} want {stream}: {l}".rstrip() for l in text.split("\n")[:-1 if text.endswith("\n") else None] if text]
            if code:
                new.append(f"{mark} want exit: {code}")
            first = None
            kept = []
            # Without a `run:` the expectations stand anywhere in the opening comment.
            begin = 0 if not case.is_run else case.line + 1 + shift
            for i in range(begin, end + shift):
                m = DIRECTIVE.match(lines[i])
                renewed = m and (m.group(1) in ("want stdout", "want stderr", "want exit"))
                if renewed:
                    first = len(kept) if first is None else first
                else:
                    kept.append(lines[i])
            if first is None:
                first = 0 if begin else program.head
            kept[first:first] = new
            lines[begin:end + shift] = kept
            shift = len(lines) - len(program.lines)
        if case.line < 0:
            return [f"{program.name}: not blessed, the file has no opening comment"]
        if lines != program.lines:
            with open(program.path, "w", encoding="utf-8", errors="surrogateescape") as f:
                f.write("\n".join(lines))
        return []


def all_programs():
    found = []
    for folder, folders, files in os.walk(HERE):
        folders[:] = sorted(d for d in folders if d != "__pycache__")
        found += [os.path.join(folder, f) for f in sorted(files)
                  if f.endswith((".ll", *front_ends.FRONT_ENDS)) and folder != HERE and not f.startswith("lib_") and
                  not f.startswith("with_")]
    return found


def main():
    parser = argparse.ArgumentParser(description="Runs the test programs.", epilog=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("filter", nargs="*", help="files, or regular expressions that names must match; default all")
    parser.add_argument("--gort", default=os.path.join(ROOT, "build/bin/gort"), help="the command to test")
    parser.add_argument("--work", default=os.path.join(ROOT, "build/test-programs"), help="folder for what is compiled")
    parser.add_argument("--jobs", type=int, default=2, help="programs at once")
    parser.add_argument("--full", action="store_true", help="all levels and all combinations")
    parser.add_argument("--switches", action="store_true", help="all combinations at the usual levels: the stress test")
    parser.add_argument("--repeat", type=int, default=1, metavar="N", help="every run N times")
    parser.add_argument("--bless", action="store_true", help="write what is seen into the files")
    parser.add_argument("--native", action="store_true", help="run plain C programs natively instead")
    parser.add_argument("--sanitized", choices=["ASan", "TSan"], help="the command is such a build: programs get more time")
    parser.add_argument("--table", metavar="FILE", help="write what was seen of the front ends as a page in Markdown")
    parser.add_argument("--shim", help="with --native: an object file that stands in for the runtime")
    parser.add_argument("--stop-after", type=int, default=3, metavar="N", help="failures of one program; default 3")
    parser.add_argument("-v", "--verbose", action="store_true", help="say how long each program took")
    options = parser.parse_args()
    options.gort = os.path.abspath(options.gort)
    options.work = os.path.abspath(options.work)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # programs that end by a signal are expected here

    programs = []
    for f in options.filter:
        programs += [f] if os.path.isfile(f) else [p for p in all_programs() if re.search(f, os.path.relpath(p, HERE))]
    if not options.filter:
        programs = all_programs()
    if not programs:
        sys.exit("run.py: no program matches")
    if not options.native and not os.access(options.gort, os.X_OK):
        sys.exit(f"run.py: no command {options.gort}; build it, or name it with --gort")

    runner = Runner(options)
    table = []

    def timed(path):
        start = time.monotonic()
        result = runner.program(path)
        table.append((Program(path), result))
        return result + (time.monotonic() - start,)

    passed = failed = skipped = total = 0
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for name, runs, failures, why, seconds in pool.map(timed, programs):
            total += runs
            if why:
                skipped += 1
                print(f"skip {name}: {why}")
            elif failures:
                failed += 1
                print(f"FAIL {name}\n" + "\n\n".join(failures) + "\n")
            else:
                passed += 1
                if options.verbose:
                    print(f"ok   {name} ({runs} runs, {seconds:.1f} s)")
            sys.stdout.flush()
    if options.table:
        front_ends.write_table(options.table, table, options.work)
    print(f"{total} runs")
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    if failed:
        return 1
    return 77 if not passed else 0  # 77: ctest's SKIP_RETURN_CODE


if __name__ == "__main__":
    sys.exit(main())
