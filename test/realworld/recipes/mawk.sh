# mawk: a text tool with an automaton of its own; its own regression tests.
program=mawk
first="BEGIN{}"
fetch() { debian mawk; }
build() {
  # The parser is there; its date must not ask for yacc.
  touch parse.h parse.c && ./configure --with-builtin-regex && make
}
check() {
  cp -r "$SOURCE"/test "$SOURCE"/*.[chw] . && (cd test && MAWK=$PROGRAM ./mawktest ..)
  "$PROGRAM" 'BEGIN { for (i = 0; i < 2000; i++) a[i % 97 "," i % 7] += i; for (k in a) n++; printf "%d %s %.3f\n", n, a["5,3"], sin(1) }'
  printf 'b 2\na 1\nc 3\n' | "$PROGRAM" '{ print $1 | "sort" } END { close("sort"); while (("echo x y; echo z" | getline line) > 0) print "got " line }'
  "$PROGRAM" 'BEGIN { s = "aaa bbb ccc"; n = gsub(/b+/, "[&]", s); print n, s, match(s, /c+$/), substr(s, RSTART, RLENGTH), split(s, p, / /), toupper(p[1]) }'
  "$PROGRAM" 'function f(n) { return n < 2 ? n : f(n - 1) + f(n - 2) } BEGIN { print f(18) }'
  "$PROGRAM" 'BEGIN { print 1 / 0 }'
  echo "division: $?"
  "$PROGRAM" 'BEGIN { print (' 2>&1 | sed 's/.*: //' || true
}
load() { "$PROGRAM" 'BEGIN { for (i = 0; i < 1500000; i++) { a[i * 7919 % 100003] = i " x"; s += length(a[i % 100003]) } for (k in a) if (a[k] ~ /9+ x$/) n++; print n, s }'; }
