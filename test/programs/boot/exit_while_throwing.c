// main returns while another goroutine prints a fatal error: the message comes out whole, and the exit code is 2 (BOOT row
// 25). Standard error goes through a small pipe that is not read for a while, so the dump is under way when main returns.
// native: no (the runtime's messages)
// procs: 2 8
// run: GOTRACEBACK=all
// want stderr~: \Afatal error: last words\n\ngoroutine
// want stderr~: (?s)(goroutine \d+ [^\n]*\[sleep[^\n]*\n.*?){50}
// want exit: 2
#define _GNU_SOURCE
#include <fcntl.h>
#include <gort/gort.h>
#include <stdio.h>
#include <unistd.h>

static void sleeps(void* arg) { gort_sleep(60000000000); }
static void throws(void* arg) { gort_throw("last words"); }

int main(void) {
  FILE* reader = popen("sleep 0.4; exec cat >&2", "w");
  if (!reader || fcntl(fileno(reader), F_SETPIPE_SZ, 4096) < 0 || dup2(fileno(reader), 2) < 0) return 1;
  for (int i = 0; i < 50; i++) gort_go(sleeps, 0);
  gort_sleep(10000000);
  gort_go(throws, 0);
  gort_sleep(150000000);
  return 0;
}
