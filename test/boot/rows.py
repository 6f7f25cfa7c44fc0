#!/usr/bin/env python3
"""test/boot/rows.py: takes each row of the boot out, and says which tests notice.

    rows.py [--work DIR] [ROW...]

Not part of the tests: it builds gort once for every row, in a copy. docs/boot.md records what it found. A row of which
nothing can be taken out (2, 13, 21, 23: no code; 27: never reached) is not in the table.
"""
import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
MAIN, START = "lib/boot/main.cpp", "lib/boot/start.cpp"

# (row, file, what is taken out, what stands there instead, the programs and unit tests that should notice)
ROWS = [
    ("1", START, "runqput_new(gp);", "(void)gp;",
     "boot/main_is_goroutine_1 boot/traceback_root boot/hello sched/goexit_main"),
    ("3", MAIN, "maxstacksize = 1000000000;", "", "limit/stack_overflow limit/stack_limit_set"),
    ("3 ceiling", MAIN, "maxstackceiling = 2 * maxstacksize;", "", "limit/stack_limit_set"),
    ("4", MAIN, "main_started.store(true, std::memory_order_seq_cst);", "", "sched/deadlock sched/goexit_main boot/template_thread"),
    ("5", MAIN, "systemstack(start_sysmon);", "", "sched/preempt_loop sched/blocking_calls trace/schedtrace"),
    ("6", MAIN, "runtime_lock_os_thread(gp);\n  init_goroutine_locked = true;", "", "boot/init_thread boot/main_moves"),
    ("7", MAIN, 'if (getm() != &m0) systemstack(throw_, "runtime.main not on m0");', "", "boot/fault_not_on_m0"),
    ("8", MAIN, "m0.does_park = true;", "", "boot/init_thread boot/main_moves sched/lock_thread sched/deadlock"),
    ("9", MAIN, 'if (runtime_init_time == 0) systemstack(throw_, "nanotime returning zero");', "", "boot/fault_nanotime"),
    ("10", MAIN, "inittrace.active = true;", "", "boot/inittrace"),
    ("10 option", START, "if (options.inittrace) debug.inittrace = 1;", "", "boot/inittrace"),
    ("11", MAIN, "do_init(&runtime_inittask);", "", "boot/inittrace fault/nil_read fault/sigquit"),
    ("12", START, "hook.goexit = boot_goexit;", "", "boot/init_goexit"),
    ("14", MAIN, "store_relaxed(callbacks_wait, true);", "{}", "boot/callback_during_init boot/callback_in_notify"),
    *[(f"15 {name}", MAIN, f'if (!program.cgo_{name}) systemstack(throw_, "_cgo_{name} missing");', "", f"boot/cgo_missing_{test}")
      for name, test in (("thread_start", "thread_start"), ("setenv", "setenv"), ("unsetenv", "unsetenv"),
                         ("notify_runtime_init_done", "notify"))],
    ("16 thread", MAIN, "systemstack(start_template_thread);", "", "boot/cgo_template boot/template_thread boot/cgo_notify"),
    ("16 notify", MAIN, "cgocall(program.cgo_notify_runtime_init_done, nullptr);", "", "boot/cgo_notify"),
    ("constructors", MAIN, "program.ctors[i](args.argc, args.argv, args.envp);", "{}", "boot/constructors boot/constructor_args"),
    ("17", MAIN, "do_init(static_cast<inittask*>(program.main_inittask));", "{}", "boot/init_order boot/init_diamond boot/init_cycle"),
    ("18", MAIN, "inittrace.active = false;", "", "unit:boot boot/inittrace"),
    ("19", MAIN, "runtime_closechan(main_init_done);", "", "boot/callback_during_init boot/callback_in_notify"),
    ("20", MAIN, "runtime_unlock_os_thread(gp);", "{}", "sched/deadlock_ll boot/main_moves"),
    ("20 C", MAIN, "gp->c_main = true;", "{}", "boot/main_moves boot/c_main libc/sigwait libc/signals"),
    ("22", MAIN, "program.main_main();", "{}", "boot/hello boot/init_order"),
    ("22 C", MAIN, "code = program.c_main(args.argc, args.argv, args.envp);", "{}", "boot/c_main"),
    ("24", MAIN, "running_panic_defers.load(std::memory_order_relaxed) != 0", "i < 0", "boot/panic_defers"),
    ("25", MAIN, "if (panicking.load(std::memory_order_acquire) != 0) gopark(nullptr, nullptr, wait_reason::panic_wait);", "",
     "boot/fault_slow_panic boot/exit_while_throwing"),
    ("26", MAIN, "gort_exit(code);", "(void)code;", "boot/hello_puts boot/exit_ends_all boot/hello"),
]


def run(command, **more):
    return subprocess.run([str(c) for c in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **more)


def build(work, targets):
    done = run(["ninja", "-C", work / "build", *targets])
    if done.returncode:
        sys.exit(f"does not build:\n{done.stdout[-3000:]}")


def failing(work, tests):
    """Names of those of the tests that fail, and how many were run."""
    units = [t[5:] for t in tests if t.startswith("unit:")]
    bad, count = [], len(units)
    for unit in units:
        if run([work / f"build/bin/{unit}_test"], timeout=120).returncode:
            bad.append(f"unit/{unit}")
    programs = [rf"^{t}" if t.endswith("/") else rf"^{t}\." for t in tests if not t.startswith("unit:")]
    if programs:
        done = run([sys.executable, work / "test/programs/run.py", "--gort", work / "build/tools/gort-unordered",
                    "--work", work / "programs", "--jobs", os.cpu_count(), "--stop-after", 1, *programs])
        bad += re.findall(r"^FAIL (\S+)", done.stdout, re.M)
        total = re.search(r"^(\d+) passed, (\d+) failed", done.stdout, re.M)
        if not total:
            sys.exit(f"run.py ran nothing of {' '.join(tests)}:\n{done.stdout[-2000:]}")
        count += int(total[1]) + int(total[2])
    return bad, count


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", nargs="*", help="as the table in this file names them; default: all")
    parser.add_argument("--work", help="folder for the copy; default: a temporary one")
    args = parser.parse_args()
    work = pathlib.Path(args.work or tempfile.mkdtemp(prefix="gort-rows-")).resolve()
    work.mkdir(parents=True, exist_ok=True)
    for name in run(["git", "-C", ROOT, "ls-files"]).stdout.splitlines():
        (work / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, work / name)
    clang = [f"-DCMAKE_{k}_COMPILER={c}" for k, c in (("C", "clang-22"), ("CXX", "clang++-22"), ("ASM", "clang-22"))]
    done = run(["cmake", "-G", "Ninja", "-S", work, "-B", work / "build", "-DCMAKE_BUILD_TYPE=Release", *clang])
    if done.returncode:
        sys.exit(done.stdout)
    # Not the command itself: a Release build profiles its starts, and some rows leave none.
    targets = ["gort-unordered", "boot_test"]
    build(work, targets)
    rows = [r for r in ROWS if not args.rows or r[0] in args.rows]
    everything = sorted({t for r in rows for t in r[4].split()})
    bad, count = failing(work, everything)
    if bad:
        sys.exit(f"with all rows in place these fail: {' '.join(bad)}")
    print(f"all rows in place: {count} tests pass", flush=True)
    unnoticed = 0
    for row, file, out, instead, tests in rows:
        whole = (work / file).read_text()
        if whole.count(out) < 1:
            sys.exit(f"row {row}: {file} has no '{out}'")
        (work / file).write_text(whole.replace(out, instead))
        build(work, targets)
        bad, _ = failing(work, tests.split())
        print(f"row {row}: {' '.join(bad) or 'NOT NOTICED'}", flush=True)
        unnoticed += not bad
        (work / file).write_text(whole)
    return 1 if unnoticed else 0


if __name__ == "__main__":
    sys.exit(main())
