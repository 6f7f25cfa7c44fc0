// A sleep of nothing, or of less, returns at once.
// want stdout: awake
#include <gort/gort.h>
#include <stdint.h>
#include <stdio.h>

int main(void) {
  gort_sleep(0);
  gort_sleep(-1);
  gort_sleep(INT64_MIN);
  puts("awake");
}
