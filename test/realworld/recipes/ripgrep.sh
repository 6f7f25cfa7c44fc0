# ripgrep: a Rust program with forty crates: threads, thread-locals, memory maps, searching by vector instructions.
program=rg
first=--version
fetch() { crate ripgrep 15.2.0; }
build() {
  local emit=llvm-bc,link
  [ "$variant" = native ] && emit=link
  CARGO_PROFILE_RELEASE_LTO=fat CARGO_PROFILE_RELEASE_CODEGEN_UNITS=1 CARGO_PROFILE_RELEASE_DEBUG=0 \
    CARGO_PROFILE_RELEASE_OPT_LEVEL=${level#-O} CARGO_TARGET_DIR=target CC=clang-22 \
    cargo rustc --quiet --locked --release --bin rg -- --emit=$emit || return
  cp target/release/rg rg
  [ "$variant" = native ] || cp "$(ls -S target/release/deps/rg-*.bc | head -1)" rg.bc
  rm -rf target
}
check() {
  local d n i
  for d in 1 2 3 4 5 6; do
    mkdir -p tree/d$d/deeper
    for n in 1 2 3 4 5 6; do
      for i in $(seq 60); do echo "line $i of $d.$n: the quick brown fox $(((i * 7919 + d * n) % 997)) jumps over Zürich"; done \
        >tree/d$d/$([ $((n % 2)) = 0 ] && echo deeper/)f$n.txt
    done
  done
  echo f1.txt >tree/.ignore
  printf 'fox\0fox\0' >tree/d1/binary
  cd tree
  "$PROGRAM" --sort path -n 'fox 99'
  "$PROGRAM" --sort path -c '\b(\w+) brown .* (1\d{2}) jumps.*Z.rich$'
  "$PROGRAM" -j 8 --stats -q fox | grep -v seconds
  for i in 1 2 3 4 5 6 7 8; do "$PROGRAM" -j 8 --count-matches jumps | sort; done
  "$PROGRAM" --sort path -o -N 'fox (\d+)' -r '<$1>' d3/f3.txt
  "$PROGRAM" --json --sort path -m 1 'line 7 ' d1 | grep -v elapsed
  printf 'a fox\nno\nFoX\n' | "$PROGRAM" -i --color always FOX
  "$PROGRAM" 'nowhere to be found'
  echo "nothing: $?"
  "$PROGRAM" '('
  echo "bad pattern: $?"
  "$PROGRAM" --files --sort path -g '*4.txt'
  "$PROGRAM" --hidden --no-ignore --sort-files -l 'of 2' -A 1 -B 1
  "$PROGRAM" -U --sort path -c 'fox \d+ jumps[^\n]*\nline 9'
}
load() {
  [ -f big ] || awk 'BEGIN { for (i = 0; i < 2000000; i++) print i, "some text that is searched", i * 48271 % 1000003, "for what it has" }' >big
  "$PROGRAM" -c 'searched \d*77\d* for [a-z]+ it' big
  "$PROGRAM" -c -i '(text|book|page) that (is|was) \w+ \d+1 ' big
}
