#!/bin/sh
# Compiler launcher for code that runs on goroutine stacks: compiles with -fsplit-stack and takes the object's
# .note.GNU-split-stack away. Static linkers (lld, gold, bfd) rewrite the prologue of a noted function that calls an object
# without the note, so that every call of it takes the slow way through __morestack.
set -e
objcopy=$1
shift
"$@"
while [ $# -gt 1 ]; do
  if [ "$1" = -o ]; then exec "$objcopy" --remove-section=.note.GNU-split-stack "$2"; fi
  shift
done
