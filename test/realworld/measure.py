#!/usr/bin/env python3
"""test/realworld/measure.py ROUNDS [--first] COMMAND COMMAND: times two shell commands that take turns.

Prints the medians: wall milliseconds of the first and of the second command, then their processor time (user and system, with
all their children). With --first the wall clock stops at the first byte on standard output, or at its end.
"""
import os
import statistics
import subprocess
import sys
import time

arguments = sys.argv[1:]
rounds = int(arguments.pop(0))
first = arguments[0] == "--first"
commands = arguments[first:]


def run(command):
    null = open(os.devnull, "r+b")
    read, write = os.pipe()
    start = time.perf_counter()
    p = subprocess.Popen(["sh", "-c", "exec " + command] if first else ["bash", "-c", command], stdin=null, stdout=write, stderr=null)
    os.close(write)
    wall = None
    while True:
        data = os.read(read, 1 << 16)
        if first and wall is None:
            wall = time.perf_counter() - start
        if not data:
            break
    _, status, usage = os.wait4(p.pid, 0)
    wall = wall or time.perf_counter() - start
    os.close(read)
    null.close()
    p.returncode = os.waitstatus_to_exitcode(status)
    return wall * 1000, (usage.ru_utime + usage.ru_stime) * 1000


samples = [[], []]
for _ in range(rounds):
    for index in (0, 1):
        samples[index].append(run(commands[index]))
print(*(f"{statistics.median(s[part] for s in samples[index]):.3f}" for part in (0, 1) for index in (0, 1)))
