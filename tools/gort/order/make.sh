#!/bin/sh
# tools/gort/order/make.sh: makes the order in which a Release build lays out gort's functions.
#   make.sh GORT PROFILE.so NM CLANG++ OUT
# Starts are profiled from the shortest to the longest, so what every start needs comes first. A profile that fails leaves a
# shorter file; with an empty one the linker keeps its own order, and gort only starts slower.
gort=$1 profile=$2 nm=$3 cxx=$4 out=$5
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
"$nm" -n --defined-only "$gort" | awk '$2 ~ /[tTwW]/' > "$work/symbols"
for level in 0 2; do "$cxx" -std=c++20 -O$level -emit-llvm -c "$here/sample.cpp" -o "$work/sample$level.bc"; done
export GORT_CACHE="$work/cache" GORT_ORDER_SYMBOLS="$work/symbols"
start() {
  # The profile is for gort, not for the shell and the clock around it.
  GORT_ORDER_OUT="$work/order" timeout 60 sh -c 'profile=$1; shift; LD_PRELOAD=$profile exec "$@"' sh "$profile" "$gort" "$@" \
    > /dev/null 2>&1 < /dev/null
}
for program in hello c_main; do
  timeout 60 "$gort" run "$here/$program.ll" > /dev/null 2>&1
  start run "$here/$program.ll"
done
start run --no-cache "$here/hello.ll"
start run --no-cache "$work/sample2.bc"
start run --no-cache "$work/sample0.bc"
start run --no-cache -O2 "$work/sample0.bc"
touch "$work/order"
awk '!seen[$0]++' "$work/order" > "$out"
