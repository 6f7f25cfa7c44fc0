// GODEBUG=schedtrace=N prints a line of the scheduler's state every N milliseconds, as Go does; scheddetail=1 adds the Ps, Ms and
// goroutines. The threads include sysmon's (BOOT row 5).
// native: no (a trace of the runtime)
// procs: 2
// run: GODEBUG=schedtrace=10
// want stdout: done
// want stderr~: \ASCHED \d+ms: gomaxprocs=2 idleprocs=\d+ threads=[2-9]\d* spinningthreads=\d+ needspinning=[01] idlethreads=\d+ runqueue=\d+ \[ \d+ \d+ \] schedticks=\[ \d+ \d+ \]
// want stderr~: ^SCHED \d+ms: gomaxprocs=2
// want stderr~: ^SCHED \d+ms: gomaxprocs=2
// run: GODEBUG=schedtrace=20,scheddetail=1
// want stdout: done
// want stderr~: ^SCHED \d+ms: gomaxprocs=2 idleprocs=\d+ threads=\d+ spinningthreads=\d+ needspinning=[01] idlethreads=\d+ runqueue=\d+ gcwaiting=\S+ nmidlelocked=\d+ stopwait=\d+ sysmonwait=\S+$
// want stderr~: ^  P0: status=\S+ schedtick=\d+ syscalltick=\d+ m=\S+ runqsize=\d+ gfreecnt=\d+ timerslen=\d+$
// want stderr~: ^  P1: status=
// want stderr~: ^  M0: p=\S+ curg=\S+ mallocing=\S+ throwing=\S+ preemptoff=\S* locks=\S+ dying=\S+ spinning=\S+ blocked=\S+ lockedg=\S+$
// want stderr~: ^  G1: status=\d+\(.*\) m=\S+ lockedm=\S+$
#include <gort/gort.h>
#include <stdatomic.h>
#include <stdio.h>

static _Atomic int stop;
static void works(void* arg) {
  while (!stop) gort_yield();
}

int main(void) {
  for (int i = 0; i < 4; i++) gort_go(works, 0);
  gort_sleep(400000000);
  stop = 1;
  puts("done");
}
