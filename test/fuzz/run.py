"""test/fuzz/run.py: runs gort on a damaged file and judges the end.

What the damage must not do: kill gort without a word, keep the compiler busy beyond its limits, start half a program, end
without a message. What it may do is anything that a program may do: a damaged program that was compiled can print
nonsense, crash (with the runtime's own message), loop.

Whether the program was started is read from gort's log (-v): "compiled:" or "started from the cache" are its last lines
before the program's first instruction.
"""
import os
import re
import resource
import signal
import subprocess
import tempfile

LOG = re.compile(r"^\d\d:\d\d:\d\d\.\d+ gort: (?P<text>.*)$", re.M)
STARTED = re.compile(r"^\d\d:\d\d:\d\d\.\d+ gort: (compiled:|started from the cache).*\n", re.M)
# Words of libraries that give up by themselves, past our handlers.
LEAKED = re.compile(r"Stack dump|terminate called|LLVM ERROR|PLEASE submit|Assertion|ASan|AddressSanitizer|runtime error: (?!invalid memory|integer divide)")
# How Go's runtime, and gort's, announces the end of a program that went wrong.
FATAL = re.compile(r"^(panic: |fatal error: |SIG[A-Z]+: |unexpected fault address |runtime: )", re.M)


class Outcome:
    """kind: a word for the table; failure: empty, or what was wrong; text: what was seen."""

    def __init__(self, kind, failure, text):
        self.kind, self.failure, self.text = kind, failure, text


def _start(cpu):
    os.setsid()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 1))
    # Private memory that is really there: reserved address space does not count.
    resource.setrlimit(resource.RLIMIT_DATA, (6 << 30, 6 << 30))
    resource.setrlimit(resource.RLIMIT_FSIZE, (64 << 20, 64 << 20))


def run(gort, args, name, cache=None, seconds=4, compile_seconds=60, cpu=120, cwd=None):
    """One start. `name` is what an error message must mention. `seconds` is the patience with a program that was started,
    `compile_seconds` that with the compiler."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("GORT_", "GO", "XDG_"))}
    env["GORT_CACHE"] = cache or ""
    if not cache:
        args = ["--no-cache", *args]
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = subprocess.Popen([gort, "run", "-v", *args], stdin=subprocess.DEVNULL, stdout=out, stderr=err, cwd=cwd,
                                   env=env, preexec_fn=lambda: _start(cpu))

        def text(file):
            file.seek(0)
            return file.read(1 << 20).decode(errors="replace")

        timeout, waited = False, 0
        while True:
            try:
                process.wait(seconds)
                break
            except subprocess.TimeoutExpired:
                waited += seconds
            if STARTED.search(text(err)) or waited >= compile_seconds:
                timeout = True
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                break
        try:
            os.killpg(process.pid, signal.SIGKILL)  # what the program left behind
        except ProcessLookupError:
            pass
        return judge(process.returncode, text(out), text(err), timeout, name)


def judge(code, out, err, timeout, name):
    seen = f"exit {code}\n--- stdout\n{out[:2000]}\n--- stderr\n{err[:6000]}"
    started = list(STARTED.finditer(err))
    if not started:
        messages = LOG.sub("", err)
        kind = _refusal(messages)
        if timeout:
            return Outcome("hangs", "the compiler did not end", seen)
        if code != 1:
            return Outcome(kind, f"exit {code} without having started the program, not 1", seen)
        if out:
            return Outcome(kind, "output of a program that was refused", seen)
        if LEAKED.search(messages):
            return Outcome(kind, "a library's own words instead of gort's", seen)
        if name not in messages:
            return Outcome(kind, "no message that names the file", seen)
        if not re.search(r"(?m)^gort: |:\d+:\d+: error: ", messages):
            return Outcome(kind, "no message of gort's", seen)
        return Outcome(kind, "", seen)
    before, after = err[: started[-1].start()], err[started[-1].end():]
    if re.search(r"\berror:", LOG.sub("", before)):
        return Outcome("runs", "the program was started after an error", seen)
    if timeout:
        return Outcome("runs, does not end", "", seen)
    if code < 0:
        # Go's runtime raises what it does not handle, and so does gort: after its message, or when a program asks for it.
        if FATAL.search(after):
            return Outcome("runs, fatal error", "", seen)
        if code in (-signal.SIGXCPU, -signal.SIGKILL, -signal.SIGXFSZ):
            return Outcome("runs, does not end", "", seen)
        return Outcome("runs, dies", f"killed by {signal.Signals(-code).name} without a message", seen)
    if code == 2 and FATAL.search(after):
        return Outcome("runs, fatal error", "", seen)
    return Outcome("runs", "", seen)


def _refusal(messages):
    for kind, pattern in (
        ("compiler crashes", r"the compiler crashed"),
        ("compiler out of time", r"did not come to an end"),
        ("compiler out of memory", r"out of memory|was killed"),
        ("LLVM gives up", r"LLVM gave up"),
        ("bitcode refused", r"the bitcode is damaged|bitcode was written by|cut off or damaged|not LLVM IR|holds no module"),
        ("text refused", r":\d+:\d+: error: "),
        ("invalid IR", r"not valid IR"),
        ("foreign target", r"data layout|module is for"),
        ("undefined symbols", r"undefined symbol|the runtime has no"),
        ("refused by the checks", r"gort: .*error: "),
    ):
        if re.search(pattern, messages):
            return kind
    return "refused"
