#!/usr/bin/env python3
"""test/bench/bench.py: measures gort beside its peers, in one run.

Every benchmark has contenders: gort, and what it is measured against (a native binary by clang -O2, lli-22, a Go program that
does the same work). They take turns, N rounds; the table shows medians, the ratio gort/peer, and the spread: half of the
distance between the quartiles, of gort and of the peer, in percent of the median. Lower is better everywhere. Where a goal is set,
the line ends with `ok` or `MISS`.

Programs say what they measured by lines `BENCH name value unit` on standard error; start-up and memory are measured from
outside (wall clock from before the spawn to after the wait; the kernel's peak resident size). A peer whose tool is not
installed is left out, and said so.
"""
import argparse
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
HELLO = os.path.join(ROOT, "test/programs/boot/hello.ll")


class Contender:
    """A command and what it gives: {metric: (value, unit)} a run."""

    def __init__(self, name, command, env=None, before=None, wall=None, memory=None):
        self.name, self.command, self.env, self.before = name, command, env or {}, before
        self.wall = wall  # name of the metric that is the whole run's time, in ms
        self.memory = memory  # (name of the metric, number that the peak memory is divided by)
        self.samples = {}

    def run(self, base):
        if self.before:
            self.before()
        env = dict(base, **self.env)
        err = tempfile.TemporaryFile()
        null = os.open(os.devnull, os.O_RDWR)
        files = [(os.POSIX_SPAWN_DUP2, fd, to) for fd, to in ((null, 0), (null, 1), (err.fileno(), 2))]
        # Popen adds half a millisecond of its own, as much as a whole start.
        start = time.perf_counter()
        pid = os.posix_spawnp(self.command[0], self.command, env, file_actions=files)
        _, status, usage = os.wait4(pid, 0)
        seconds = time.perf_counter() - start
        code = os.waitstatus_to_exitcode(status)
        os.close(null)
        err.seek(0)
        text = err.read().decode(errors="replace")
        err.close()
        if code:
            return f"{' '.join(self.command)} ended with {code}: {text[-400:].strip()}"
        got = {m[1]: (float(m[2]), m[3]) for m in re.finditer(r"^BENCH (\S+) (\S+) (\S+)$", text, re.M)}
        if self.wall:
            got[self.wall] = (seconds * 1000, "ms")
        if self.memory:
            got[self.memory[0]] = (usage.ru_maxrss * 1024 / self.memory[1], "B/goroutine")
        for name, sample in got.items():
            self.samples.setdefault(name, []).append(sample)
        return None


class Benchmark:
    def __init__(self, name, contenders, goals=None, rounds=None, note=""):
        self.name, self.contenders, self.note = name, contenders, note
        self.goals = goals or {}  # (metric, peer): (largest ratio, or largest difference when a string "+N")
        self.rounds = rounds


def median(samples):
    return statistics.median(v for v, _ in samples)


def spread(samples):
    values = sorted(v for v, _ in samples)
    if len(values) < 4 or not median(samples):
        return 100 * (values[-1] - values[0]) / 2 / max(median(samples), 1e-9)
    q = statistics.quantiles(values, n=4)
    return 100 * (q[2] - q[0]) / 2 / median(samples)


class Builder:
    """Compiles what the benchmarks need, into one folder."""

    def __init__(self, work, gort):
        self.work, self.gort = work, gort
        self.include = ["-I", os.path.join(ROOT, "include")]
        os.makedirs(work, exist_ok=True)
        self.missing = [t for t in ("clang-22", "lli-22", "go") if not shutil.which(t)]

    def tool(self, *command, env=None):
        p = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=env)
        if p.returncode:
            sys.exit(f"bench.py: $ {' '.join(command)}\n{p.stdout.decode(errors='replace')}")

    def source(self, name):
        return os.path.join(HERE, "c", name + ".c")

    def bitcode(self, name, *flags):
        out = os.path.join(self.work, name + ".bc")
        self.tool("clang-22", "-O2", "-emit-llvm", "-c", *self.include, self.source(name), "-o", out, *flags)
        return out

    def native(self, name, *flags, suffix=""):
        out = os.path.join(self.work, name + suffix)
        self.tool("clang-22", "-O2", *self.include, self.source(name), "-o", out, "-lm", *flags)
        return out

    def library(self, name):
        out = os.path.join(self.work, f"lib{name}.so")
        self.tool("clang-22", "-O2", "-fPIC", "-shared", self.source(name), "-o", out)
        return out

    def go(self, source):
        out = os.path.join(self.work, "go-" + os.path.basename(source).replace(".go", ""))
        env = dict(os.environ, GO111MODULE="off", GOFLAGS="")
        path = os.path.join(HERE, "go", source)
        p = subprocess.run(["go", "build", "-o", out] + ([path] if source.endswith(".go") else ["."]), env=env,
                           cwd=HERE if source.endswith(".go") else path)
        if p.returncode:
            sys.exit(f"bench.py: go build of {source} failed")
        return out


def benchmarks(b, wanted):
    """The benchmarks whose names match; nothing is built for the others."""
    gort, run = b.gort, [b.gort, "run"]
    has_go, has_lli = "go" not in b.missing, "lli-22" not in b.missing
    cold_cache = os.path.join(b.work, "cold-cache")

    def start():
        native = b.native("hello")
        contenders = [
            Contender("gort cached", run + [HELLO], wall="start"),
            Contender("gort first", run + [HELLO], env={"XDG_CACHE_HOME": cold_cache}, wall="start",
                      before=lambda: shutil.rmtree(cold_cache, ignore_errors=True)),
            Contender("native", [native], wall="start"),
        ]
        if has_lli:
            contenders.append(Contender("lli-22", ["lli-22", os.path.join(HERE, "hello_main.ll")], wall="start"))
        return Benchmark("start", contenders, rounds=25, note="exec to exit of hello.ll; gort first: with an empty cache",
                         goals={("gort first", "lli-22"): 0.35, ("gort cached", "lli-22"): 0.06})

    def code(name):
        def make():
            return Benchmark(name, [Contender("gort", run + [b.bitcode(name)]), Contender("native", [b.native(name)]),
                                    Contender("native, frame pointers", [b.native(name, "-fno-omit-frame-pointer", suffix="-fp")]),
                                    Contender("native, -march=native", [b.native(name, "-march=native", suffix="-host")])],
                             goals={("gort", "native"): 1.1}, note="clang -O2 on both sides")
        return make

    def sched(name, goal, memory=None):
        def make():
            contenders = [Contender("gort", run + [b.bitcode(name)], memory=memory)]
            if has_go:
                contenders.append(Contender("go", [b.go(name + ".go")], memory=memory))
            return Benchmark(name, contenders, goals={("gort", "go"): goal})
        return make

    def toy():
        command = os.path.join(os.path.dirname(gort), "toy")
        contenders = [Contender("gort toy", [command, "run", os.path.join(HERE, "toy/sieve.toy")], wall="run"),
                      Contender("gort C", run + [b.bitcode("sieve")], wall="run")]
        if has_go:
            contenders.append(Contender("go", [b.go("sieve.go")], wall="run"))
        return Benchmark("toy", contenders, goals={("gort toy", "go"): 1.0}, note="the sieve, from exec to exit")

    def foreign():
        lib = b.library("foreign_lib")
        bc = b.bitcode("foreign")
        native = b.native("foreign", lib, "-Wl,-rpath," + b.work, "-fno-plt")
        contenders = [Contender("gort", run + ["-l", lib, bc]), Contender("native", [native])]
        if has_go:
            contenders.append(Contender("go", [b.go("cgo")]))
        return Benchmark("foreign", contenders, goals={("gort", "native"): {"foreign_call": "+2", "call_back": "+10"}},
                         note="a call of a function in a shared library, and back")

    def echo(idle, busy):
        def make():
            load = [b.native("echo_load"), str(idle), str(busy)]
            contenders = [Contender("gort", load + run + [b.bitcode("echo")])]
            if has_go:
                contenders.append(Contender("go", load + [b.go("echo.go")]))
            return Benchmark("echo", contenders, goals={("gort", "go"): 1.0},
                             note="requests of 100 bytes on busy connections, one at a time on each, beside idle ones")
        return make

    table = {
        "start": start, "fib": code("fib"), "nbody": code("nbody"), "calls": code("calls"),
        "spawn": sched("spawn", 0.5), "yield": sched("yield", 1.0), "ring": sched("ring", 1.0),
        "deepstack": sched("deepstack", 0.5), "parked": sched("parked", 1.0, memory=("parked_memory", 1000000)),
        "preempt": sched("preempt", 1.0), "maps": sched("maps", 1.0), "strings": sched("strings", 1.0), "foreign": foreign, "timers": sched("timers", 1.0),
        "echo": echo(1000, 100), "echo1": echo(0, 1),
        "pingpong": sched("pingpong", 1.0), "buffered": sched("buffered", 1.0), "selects": sched("selects", 1.0),
        "sieve": sched("sieve", 1.0), "threadring": sched("threadring", 1.0), "skynet": sched("skynet", 1.0), "mutex": sched("mutex", 1.0), "defers": sched("defers", 1.0),
        "toy": toy,
    }
    for name, make in table.items():
        if not wanted or any(re.search(w, name) for w in wanted):
            yield make()


def show(benchmark):
    first = benchmark.contenders[0]
    ours = [c for c in benchmark.contenders if c.name.startswith("gort") and c.samples]
    peers = [c for c in benchmark.contenders if not c.name.startswith("gort") and c.samples]
    missed = 0
    for metric in first.samples:
        for our in ours:
            for peer in peers:
                if metric not in peer.samples or metric not in our.samples:
                    continue
                a, p = median(our.samples[metric]), median(peer.samples[metric])
                unit = our.samples[metric][0][1]
                goal = benchmark.goals.get((our.name, peer.name))
                if isinstance(goal, dict):
                    goal = goal.get(metric)
                verdict = ""
                if isinstance(goal, str):
                    good = a - p <= float(goal)
                    verdict = f"{a - p:+.2f}, goal {goal}: {'ok' if good else 'MISS'}"
                    missed += not good
                elif goal:
                    good = a <= goal * p
                    verdict = f"goal {goal:.2f}: {'ok' if good else 'MISS'}"
                    missed += not good
                label = metric if len(ours) == 1 else f"{metric}, {our.name[5:]}"
                print(f"{label:<16} {a:>11.4g} {p:>11.4g}  {a / p if p else float('inf'):>7.3f}  {unit:<13} {peer.name:<23} "
                      f"±{spread(our.samples[metric]):.0f}% ±{spread(peer.samples[metric]):.0f}%  {verdict}".rstrip())
    sys.stdout.flush()
    return missed


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("filter", nargs="*", help="benchmarks whose names match one of these regular expressions")
    parser.add_argument("--gort", default=os.path.join(ROOT, "build/bin/gort"))
    parser.add_argument("--work", default=os.path.join(ROOT, "build/bench"))
    parser.add_argument("-n", "--rounds", type=int, default=5, help="runs of each contender (default 5; start-up: 25)")
    options = parser.parse_args()
    options.gort = os.path.abspath(options.gort)
    if not os.access(options.gort, os.X_OK):
        sys.exit(f"bench.py: no command {options.gort}; tools/dev bench builds it")
    work = os.path.abspath(options.work)
    b = Builder(work, options.gort)
    if "clang-22" in b.missing:
        sys.exit("bench.py: clang-22 is missing")
    env = {k: v for k, v in os.environ.items() if not k.startswith("GO") and k not in ("XDG_CACHE_HOME",)}
    env["XDG_CACHE_HOME"] = os.path.join(work, "cache")
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    with open("/proc/cpuinfo") as f:
        cpu = re.search(r"^model name\s*: (.*)$", f.read(), re.M)
    versions = [subprocess.run(c, stdout=subprocess.PIPE).stdout.decode().split("\n")[0]
                for c in (["clang-22", "--version"], ["go", "version"]) if shutil.which(c[0])]
    print(f"{cpu.group(1) if cpu else 'unknown CPU'}, {os.cpu_count()} CPUs, load {os.getloadavg()[0]:.1f}; " + "; ".join(versions))
    for t in b.missing:
        print(f"{t} is not installed: left out")
    print(f"{'':<16} {'gort':>11} {'peer':>11}  {'ratio':>7}  {'unit':<13} {'peer':<23} spreads")
    missed = failed = 0
    for benchmark in benchmarks(b, options.filter):
        # One run that does not count: it fills the cache, and finds what does not work.
        for c in list(benchmark.contenders):
            error = c.run(env)
            c.samples.clear()
            if error:
                failed += 1
                print(f"{benchmark.name}: {error}")
                benchmark.contenders.remove(c)
        if not benchmark.contenders:
            continue
        rounds = benchmark.rounds if benchmark.rounds and options.rounds == 5 else options.rounds
        for _ in range(rounds):
            for c in benchmark.contenders:
                error = c.run(env)
                if error:
                    failed += 1
                    print(f"{benchmark.name}: {error}")
        missed += show(benchmark)
    print(f"{missed} goals missed, {failed} runs failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
