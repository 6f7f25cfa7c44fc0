// What a call of a C function costs through cgo, and what a call back.
package main

/*
#include <stdint.h>
int foreign_next(int n);
int64_t foreign_back(int n, int (*f)(int));
int goBack(int n);
static int64_t run(int n) { return foreign_back(n, goBack); }
*/
import "C"

import "time"

//export goBack
func goBack(n C.int) C.int { return n + 1 }

func main() {
	const calls, backs = 20000000, 5000000
	n := C.int(0)
	t := time.Now()
	for i := 0; i < calls; i++ {
		n = C.foreign_next(n)
	}
	println("BENCH foreign_call", float64(time.Since(t))/calls, "ns")
	t = time.Now()
	if n != calls || C.run(backs) != backs {
		panic("foreign: wrong count")
	}
	println("BENCH call_back", float64(time.Since(t))/backs, "ns")
}
