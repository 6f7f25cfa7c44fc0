# xz: an archiver with threads, signal handlers and position-dependent tricks; the files of its own tests.
program=src/xz/xz
first=--version
fetch() { debian xz-utils; }
build() {
  ./configure --disable-shared --disable-nls --disable-scripts --disable-doc --disable-xzdec --disable-lzmadec --disable-lzmainfo &&
    make -j "$jobs"
}
check() {
  local file
  for file in "$SOURCE"/tests/files/*.xz "$SOURCE"/tests/files/*.lzma "$SOURCE"/tests/files/*.lz; do
    "$PROGRAM" -dc "$file" >out 2>err
    echo "${file##*/}: $? $(cksum <out) $(sed "s#.*: ##" err | head -1)"
  done
  cat "$SOURCE"/src/liblzma/*/*.c >text
  for level in 0 3 6e; do
    "$PROGRAM" -T2 --block-size=200KiB -$level -c text >text.xz && "$PROGRAM" -T2 -dc text.xz | cmp - text && cksum <text.xz
  done
  "$PROGRAM" --x86 --delta=dist=4 --lzma2=preset=1 -c text | "$PROGRAM" -dc | cmp - text
  "$PROGRAM" -lv text.xz | sed 's/ *$//'
}
load() { cat "$SOURCE"/src/*/*.c "$SOURCE"/src/liblzma/*/*.c >big && "$PROGRAM" -T1 -kfc big >big.xz && "$PROGRAM" -t big.xz; }
