#!/usr/bin/env python3
"""test/toy/toy.py: the command `toy` from outside: mistakes in programs, usage, and damaged programs.

    toy.py TOY                       what ctest runs: every message, the command line, a few hundred mutants
    toy.py TOY test_damaged_programs --mutants N --seed S --check
                                     more mutants; what toy accepts must be valid to `gort check`

A mutant is a test program that is cut off, or has bytes or tokens changed. toy must say what is wrong with it (exit code 1, one
message with its line and caret) or make a module of it; it never crashes.
"""
import argparse
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
PROGRAMS = sorted(HERE.glob("*.toy"))
MESSAGE = re.compile(rb"[^\n]*\.toy:(\d+):(\d+): error: [^\n]+\n([^\n]*)\n([ \t]*)\^\n")
TOY = GORT = None
options = None

# A statement in main, and what is said of it; the place is where ^ stands in the line below it.
MISTAKES = [
    ("x = 1",
     "^ toy knows no x"),
    ("print(1 + true)",
     "          ^ int was expected, this is bool"),
    ('print("a" - "b")',
     "          ^ string has no operator -"),
    ("print(1 2)",
     "        ^ expected ')', found '2'"),
    ("var s = [1, true]",
     "            ^ int was expected, this is bool"),
    ("var s = []",
     "        ^ an empty list has no type; write make([]int, 0)"),
    ("var n",
     "     ^ expected a type, found end of line"),
    ("if 1 { }",
     "   ^ bool was expected, this is int"),
    ("break",
     "^ outside of a loop"),
    ("go 1",
     "   ^ a call was expected"),
    ("go sleep(1)()",
     "   ^ a function was expected, this is nothing"),
    ("defer sleep(1, 2)",
     "      ^ 1 arguments were expected, there are 2"),
    ("defer f",
     "      ^ toy knows no f"),
    ("main()",
     "^ only the runtime calls main"),
    ("1 + 2",
     "  ^ this value is not used"),
    ("1 = 2",
     "^ only variables and elements of slices can be assigned to"),
    ('var s = "abc" s[0] = 1',
     "              ^ expected the end of the statement, found 's'"),
    ("var c = make(chan int) while true { c <- true }",
     "                       ^ expected the end of the statement, found 'while'"),
    ("return 1",
     "^ this function returns nothing"),
    ("select { }",
     "^ a select needs a case"),
    ("sleep(1, 2)",
     "^ 1 arguments were expected, there are 2"),
    ("append()",
     "^ an argument is missing"),
    ("append(1, 2)",
     "       ^ a slice was expected, this is int"),
    ("len(true)",
     "    ^ something that has a length was expected, this is bool"),
    ("var x = sleep(1)",
     "        ^ this call returns nothing"),
    ("for i in true { }",
     "         ^ a slice, a channel or a range of ints was expected, this is bool"),
    ("make(int, 3)",
     "^ the type of a slice or a channel was expected, this is int"),
    ("var s = make([]int)",
     "                  ^ expected a length, found ')'"),
    ("print(fn() { })",
     "      ^ an int, a bool or a string was expected, this is fn()"),
    ("var f = fn(a int, a int) { }",
     "                  ^ there is another a in this block"),
    ('print("abc)',
     '      ^ a string without its closing "'),
    ('print("\\q")',
     '      ^ in strings toy knows \\n, \\t, \\" and \\\\'),
    ("print(12345678901234567890)",
     "      ^ numbers are of decimal digits, at most 18"),
    ("print(0x10)",
     "      ^ numbers are of decimal digits, at most 18"),
    ("print(3 ~ 4)",
     "        ^ a character that toy does not know"),
    ("print(" + "(" * 300,
     "      " + " " * 98 + "^ nested too deeply"),
]


def toy(*args, **more):
    return subprocess.run([TOY, *map(str, args)], stdin=subprocess.DEVNULL, capture_output=True, timeout=60, **more)


class Toy(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="toy-")
        self.addCleanup(folder.cleanup)
        self.dir = pathlib.Path(folder.name)

    def write(self, text, name="a.toy"):
        path = self.dir / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def refused(self, program, line, column, shown, message):
        path = self.write(program)
        wanted = f"{path}:{line}:{column}: error: {message}\n{shown}\n{' ' * (column - 1)}^\n"
        for command in (["run", path], ["build", path, "-o", self.dir / "out.ll"]):
            done = toy(*command)
            self.assertEqual((done.returncode, done.stderr.decode(), done.stdout), (1, wanted, b""), program)
        self.assertFalse((self.dir / "out.ll").exists())

    def test_mistakes_are_shown_with_their_line(self):
        for statement, mark in MISTAKES:
            at, message = re.fullmatch(r"( *)\^ (.*)", mark).groups()
            with self.subTest(statement):
                self.refused(f"fn main() {{\n  {statement}\n}}\n", 2, len(at) + 3, "  " + statement, message)

    def test_mistakes_outside_of_functions(self):
        self.refused("", 1, 1, "", "there is no fn main()")
        self.refused("var x = 1", 1, 1, "var x = 1", "expected 'fn', found 'var'")
        self.refused("fn main() int { }", 1, 1, "fn main() int { }", "main takes nothing and returns nothing")
        self.refused("fn f() { }\nfn f() { }", 2, 4, "fn f() { }", "there is another function f")
        self.refused("fn main() {", 1, 12, "fn main() {", "expected '}', found end of file")

    def test_a_tab_and_control_characters_do_not_move_the_caret(self):
        done = toy("run", self.write(b"fn main() {\n\t\tx = 1 // \x1b[31m\n}\n"))
        self.assertTrue(done.stderr.endswith(b":2:3: error: toy knows no x\n\t\tx = 1 // ?[31m\n\t\t^\n"), done.stderr)

    def test_a_module_is_bitcode_in_a_bc_file_and_text_elsewhere(self):
        program = self.write('fn main() { print("it runs") }')
        for name, start in (("out.ll", b"; ModuleID"), ("out.bc", b"BC\xc0\xde")):
            self.assertEqual(toy("build", program, "-o", self.dir / name).returncode, 0)
            self.assertTrue((self.dir / name).read_bytes().startswith(start), name)
            done = subprocess.run([GORT, "run", self.dir / name], capture_output=True)
            self.assertEqual((done.returncode, done.stdout, done.stderr), (0, b"it runs\n", b""))

    def test_exit_codes_are_the_program_s(self):
        for body, code in (("", 0), ("panic(7)", 2), ("var c chan int\n<-c", 2)):
            self.assertEqual(toy("run", self.write(f"fn main() {{\n{body}\n}}")).returncode, code, body)

    def test_usage(self):
        for args in ([], ["run"], ["build", "x.toy"], ["run", "-O7", "x.toy"], ["walk"]):
            self.assertEqual(toy(*args).returncode, 64, args)
        done = toy("--help")
        self.assertEqual((done.returncode, b"build" in done.stdout), (0, True))
        done = toy("run", self.dir / "none.toy")
        self.assertEqual((done.returncode, b"cannot read" in done.stderr), (1, True))
        done = toy("build", self.write("fn main() { }"), "-o", self.dir / "none" / "a.ll")
        self.assertEqual((done.returncode, b"cannot write" in done.stderr), (1, True))

    def test_deep_and_long_programs(self):
        long_sum = " + ".join(["1"] * 5000)
        self.assertEqual(toy("build", self.write(f"fn main() {{\nprint({long_sum})\n}}"), "-o", self.dir / "a.ll").returncode, 0)
        for text in ("fn main() " + "{ if true " * 5000, "fn main() { var x " + "[]" * 100000 + "int }",
                     "fn main() { print(" + "-" * 100000 + "1) }", "fn main() { if true { } " + "else if true { } " * 5000 + "}",
                     "fn f(x " + "fn(" * 5000, "fn main() { var f = " + "fn() { go f(" * 5000):
            done = toy("build", self.write(text), "-o", self.dir / "a.ll")
            self.assertEqual(done.returncode, 1, text[:50])
            self.assertIn(b": error: ", done.stderr)

    def test_damaged_programs(self):
        rng = random.Random(options.seed)
        texts = [p.read_bytes() for p in PROGRAMS]
        words = sorted(set(re.findall(rb"\w+|[^\w\s]", b"\n".join(texts))))
        out = self.dir / "a.ll"
        accepted = 0
        for _ in range(options.mutants):
            text = rng.choice(texts)
            kind = rng.randrange(3)
            if kind == 0:
                text = text[:rng.randrange(len(text))]
            elif kind == 1:
                text = bytearray(text)
                for _ in range(rng.randint(1, 8)):
                    text[rng.randrange(len(text))] = rng.randrange(256)
                text = bytes(text)
            else:
                spans = list(re.finditer(rb"\w+|[^\w\s]", text))
                for m in sorted(rng.sample(spans, min(rng.randint(1, 3), len(spans))), key=lambda m: -m.start()):
                    text = text[:m.start()] + rng.choice(words) + text[m.end():]
            out.unlink(missing_ok=True)
            done = toy("build", self.write(text), "-o", out)
            if done.returncode == 1:
                self.assertRegex(done.stderr, MESSAGE, text)
            else:
                self.assertEqual((done.returncode, done.stderr), (0, b""), text)
                accepted += 1
                if options.check:
                    checked = subprocess.run([GORT, "check", out], capture_output=True)
                    self.assertEqual(checked.returncode, 0, text.decode(errors="replace") + checked.stdout.decode())
        if options.check:
            print(f"{options.mutants} mutants, {accepted} accepted", file=sys.stderr)


def main():
    global TOY, GORT, options
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("toy")
    parser.add_argument("--mutants", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--check", action="store_true", help="hold what toy accepts against `gort check`")
    parser.add_argument("tests", nargs="*")
    options = parser.parse_intermixed_args()
    TOY = os.path.abspath(options.toy)
    GORT = os.path.join(os.path.dirname(TOY), "gort")
    unittest.main(argv=["toy.py"] + [f"Toy.{t}" for t in options.tests])


if __name__ == "__main__":
    main()
