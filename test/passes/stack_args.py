#!/usr/bin/env python3
"""test/passes/stack_args.py: the bytes of stack arguments that calls.cpp promises for a foreign call, against those that LLVM
lays out, for calls with random argument types and three CPUs. Never too few, and not many too many.

    stack_args.py GORT-PASSES LLC [SEED]
"""
import random
import re
import subprocess
import sys

PASSES, LLC = sys.argv[1:3]
SEED = int(sys.argv[3]) if len(sys.argv) > 3 else 1
CALLS = 200
COMMON = ["i64", "ptr", "double", "i32"]
PLAIN = ["i1", "i8", "i16", "i128", "float", "half", "bfloat", "x86_fp80", "fp128", "<2 x float>", "<4 x float>", "<4 x i32>",
         "<2 x i64>", "<8 x float>", "<4 x double>", "<16 x float>", "<8 x i64>", "<2 x i8>", "<32 x i8>", "<64 x i8>",
         "<4 x half>", "<8 x bfloat>", "<2 x ptr>", "{ptr, i64}", "{i32, double, i8}", "[3 x i64]", "[2 x double]",
         "{i128, i64}", "{float, {i8, i128}}", "{}", "{<4 x float>, i64}"]
ODD = ["i24", "i96", "i200", "<3 x float>", "<3 x i8>", "<16 x i1>", "<64 x i1>", "<1 x i64>", "<1 x double>", "<5 x i16>",
       "<7 x i32>", "<2 x i128>", "<3 x i24>"]


def argument(choice, types):
    if choice.random() < 0.1:
        size, align = choice.choice([1, 3, 8, 40, 64, 100]), choice.choice([1, 4, 8, 16, 32, 64])
        return f"ptr byval([{size} x i8]) align {align}"
    return choice.choice(types if choice.random() < 0.7 else COMMON)


def module(choice, types):
    lines = ['target triple = "x86_64-pc-linux-gnu"', "define i32 @main() {", "  ret i32 0", "}"]
    for i in range(CALLS):
        arguments = [argument(choice, types) for _ in range(choice.randint(1, 16))]
        variadic = choice.random() < 0.3
        fixed = arguments[: choice.randint(0, len(arguments))] if variadic else arguments
        dots = ["..."] if variadic else []
        bare = [a.split(" ")[0] if a.startswith("ptr") else a for a in fixed]
        values = [a + (" null" if a.startswith("ptr") else " zeroinitializer") for a in arguments]
        lines += [f"declare void @f{i}({', '.join(fixed + dots)})", f"define void @c{i}() {{",
                  f"  call void ({', '.join(bare + dots)}) @f{i}({', '.join(values)})", "  ret void", "}"]
    return "\n".join(lines) + "\n"


def run(*command, text):
    return subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout


def compare(types, slack):
    text = module(random.Random(SEED), types)
    promised = {int(m[1]): int(m[2] or 0)
                for m in re.finditer(r'call void .*@"?f(\d+)(?:\$gort(\d+))?"?\(', run(PASSES, "-", text=text))}
    assert len(promised) == CALLS
    failed = excess = 0
    for cpu in ["x86-64", "haswell", "skylake-avx512"]:
        mir = run(LLC, f"-mcpu={cpu}", "-relocation-model=pic", "-stop-after=finalize-isel", "-o", "-", text=text)
        for body in re.finditer(r"^name:\s+c(\d+)\n(.*?)\n\.\.\.", mir, re.S | re.M):
            i = int(body[1])
            before = body[2][: body[2].index(f"@f{i},")]
            laid_out = int(re.findall(r"ADJCALLSTACKDOWN64 (\d+)", before)[-1])
            excess += promised[i] - (laid_out + 15) // 16 * 16
            if promised[i] < laid_out:
                failed += 1
                print(f"{cpu}: {promised[i]} promised, {laid_out} needed:",
                      next(l for l in text.splitlines() if f" @f{i}(" in l and l.startswith("  call")))
    average = excess / CALLS / 3
    print(f"{3 * CALLS} calls, {failed} wrong, {average:.0f} bytes too many on average")
    return failed == 0 and average < slack


good = compare(PLAIN, 24) & compare(PLAIN + ODD, 400)
sys.exit(0 if good else 1)
