# jq: a JSON tool with a bytecode machine; its own tests.
program=jq
first="-n 1"
fetch() {
  need autoreconf autoconf && need automake automake && need libtoolize libtool && need flex flex && need bison bison && debian jq &&
    (cd "$source" && autoreconf -i) >"$dir/fetch.log" 2>&1
}
build() {
  ./configure --disable-shared --disable-docs --disable-maintainer-mode --with-oniguruma=no CFLAGS="$level -D_GNU_SOURCE" &&
    make -j "$jobs"
}
check() {
  "$PROGRAM" -L "$SOURCE/tests/modules" --run-tests "$SOURCE/tests/jq.test" | grep -v '^Test #'
  echo '{"a":[1,2,{"b":null}],"c":"\u00e9\ud83d\ude00"}' | "$PROGRAM" -c '.a[2].b, (.c | length, utf8bytelength), [paths]'
  seq 1000 | "$PROGRAM" -s 'map(. * 2) | add, (group_by(. % 7) | map(length))' -c
  echo '{broken' | "$PROGRAM" .
  echo "broken: $?"
}
load() { seq 300000 | "$PROGRAM" -c '{a: ., b: (. * 7919 % 1000 | tostring)}' | "$PROGRAM" -s 'group_by(.b) | map({k: .[0].b, n: length, s: (map(.a) | add)}) | sort_by(.n) | .[:5]'; }
