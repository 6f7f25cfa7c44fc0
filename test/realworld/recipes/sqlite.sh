# SQLite's shell: a big virtual machine in one file, files and locks, qsort and callbacks.
program=sqlite3
first="-version"
fetch() {
  need tclsh tcl && debian sqlite3 &&
    # The two files that everybody compiles are put together by a Tcl script.
    (cd "$source" && ./configure --disable-tcl --disable-readline CC=clang-22 && make sqlite3.c shell.c) >"$dir/fetch.log" 2>&1
}
build() {
  "$CC" "$level" -DSQLITE_ENABLE_FTS5 -DSQLITE_ENABLE_RTREE -DSQLITE_ENABLE_MATH_FUNCTIONS shell.c sqlite3.c -o sqlite3 -lpthread -ldl -lm
}
check() { "$PROGRAM" -bail test.db <"$recipes/sqlite_check.sql"; }
load() { "$PROGRAM" :memory: <"$recipes/sqlite_load.sql"; }
