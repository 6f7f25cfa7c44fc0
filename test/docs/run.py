#!/usr/bin/env python3
"""test/docs/run.py: runs the examples of the documents, as a reader would.

In a document, a code block whose info string has a second word is a file of that name:

    ```c ring.c

and a block ```console is a session: each line that starts with `$ ` is a command, the lines up to the next one are all that
it prints, on both streams. `...` in an expected line stands for anything, on a line of its own for any number of lines. All
files and sessions of one document share one folder, in order. gort, toy, include/ (as $GORT_INCLUDE) and the tools of LLVM are
there. A .toy file is the one of test/toy, without its expectations.

It also holds the documents together: links to files of the repository must lead somewhere, and gort.h must declare what
abi.def promises to C programs.
"""
import argparse
import os
import re
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FENCE = re.compile(r"^```(\w+)(?: +(\S+))?\s*\n(.*?)^```\s*$", re.M | re.S)


def pattern(expected):
    """A regular expression for the expected lines."""
    out = ""
    for line in expected:
        if line.strip() == "...":
            out += r"(?:.*\n)*?"
        else:
            out += ".*".join(re.escape(part) for part in line.split("...")) + r"\n"
    return re.compile(out)


def sessions(text):
    """(command, expected lines) of one console block."""
    found = []
    for line in text.rstrip("\n").split("\n"):
        if line.startswith("$ "):
            found.append((line[2:], []))
        elif found:
            found[-1][1].append(line)
    return found


def check_examples(path, env):
    failures, ran = [], 0
    with open(path) as f:
        text = f.read()
    with tempfile.TemporaryDirectory() as folder:
        for kind, name, body in FENCE.findall(text):
            if kind == "console":
                for command, expected in sessions(body):
                    p = subprocess.run(["bash", "-c", command], cwd=folder, env=env, stdin=subprocess.DEVNULL,
                                       stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60)
                    ran += 1
                    seen = p.stdout.decode(errors="replace")
                    if seen and not seen.endswith("\n"):
                        seen += "\n"
                    if not pattern(expected).fullmatch(seen):
                        failures.append(f"$ {command}\nthe document says:\n" + "\n".join(expected) + f"\nit printed:\n{seen}")
            elif name:
                if name.endswith(".toy") and body != tested_program(name):
                    failures.append(f"{name} is not the program of test/toy")
                with open(os.path.join(folder, name), "w") as f:
                    f.write(body)
    return ran, failures


def tested_program(name):
    with open(os.path.join(ROOT, "test/toy", name)) as f:
        return re.sub(r"^// [a-z ]+~?:.*\n", "", f.read(), flags=re.M).rstrip("\n") + "\n"


def check_links(path):
    with open(path) as f:
        text = FENCE.sub("", f.read())
    return [f"the link to {target} leads nowhere" for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text)
            if not os.path.exists(os.path.join(os.path.dirname(path), target))]


def check_header():
    """gort.h declares each function of abi.def's section for C programs, and nothing that is not in abi.def."""
    with open(os.path.join(ROOT, "include/gort/abi.def")) as f:
        table = f.read()
    promised = set(re.findall(r"^GORT_ABI\((gort_\w+),", table, re.M))
    with open(os.path.join(ROOT, "include/gort/gort.h")) as f:
        declared = set(re.findall(r"^(?:GORT_NORETURN )?[\w ]+?[ *]+(gort_\w+)\([^;{]*\)(?:;| __| \{)", f.read(), re.M))
    return ([f"gort.h lacks {n}, which abi.def has" for n in sorted(promised - declared)] +
            [f"gort.h declares {n}, which abi.def does not have" for n in sorted(declared - promised)])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("document", nargs="*", help="files; `header` checks include/gort/gort.h instead")
    parser.add_argument("--gort", default=os.path.join(ROOT, "build/bin/gort"))
    options = parser.parse_args()
    env = {k: v for k, v in os.environ.items() if not k.startswith("GO")}
    env["PATH"] = os.path.dirname(os.path.abspath(options.gort)) + ":" + env["PATH"]
    env["GORT_INCLUDE"] = os.path.join(ROOT, "include")
    env["XDG_CACHE_HOME"] = tempfile.mkdtemp(prefix="gort-docs-")
    failures, ran = [], 0
    for document in options.document:
        if document == "header":
            failures += check_header()
        else:
            n, wrong = check_examples(document, env)
            ran += n
            failures += [f"{document}: {w}" for w in wrong + check_links(document)]
    subprocess.run(["rm", "-rf", env["XDG_CACHE_HOME"]])
    for f in failures:
        print(f + "\n")
    print(f"{ran} commands, {len(failures)} failures")
    return bool(failures)


if __name__ == "__main__":
    sys.exit(main())
