# bzip2: an archiver of one file; its own samples.
program=bzip2
first=--help
fetch() { debian bzip2; }
build() { make bzip2 CC="$CC" CFLAGS="$level -D_FILE_OFFSET_BITS=64" AR="$AR" RANLIB="$RANLIB"; }
check() {
  local i
  for i in 1 2 3; do
    "$PROGRAM" -$i <"$SOURCE/sample$i.ref" | cmp - "$SOURCE/sample$i.bz2" || return
  done
  for i in 1 2; do "$PROGRAM" -d <"$SOURCE/sample$i.bz2" | cmp - "$SOURCE/sample$i.ref" || return; done
  "$PROGRAM" -ds <"$SOURCE/sample3.bz2" | cmp - "$SOURCE/sample3.ref" || return
  # Damaged: the right messages and exit codes.
  head -c 1000 "$SOURCE/sample1.bz2" >cut.bz2
  "$PROGRAM" -t cut.bz2
  echo "cut: $?"
  "$PROGRAM" -k absent
  echo "absent: $?"
}
load() { cat "$SOURCE"/*.c "$SOURCE"/*.html "$SOURCE"/sample?.ref >big && "$PROGRAM" -kf9 big && "$PROGRAM" -t big.bz2; }
