// Loops without calls, two for each P, and how late a goroutine that sleeps 1 ms gets to run.
package main

import (
	"runtime"
	"time"
)

var spun [256]int

func spins(i int) {
	n := 0
	for {
		n++
		if n < 0 {
			spun[i]++
		}
	}
}

func main() {
	for i := 0; i < 2*runtime.GOMAXPROCS(0); i++ {
		go spins(i)
	}
	var worst, sum time.Duration
	for i := 0; i < 100; i++ {
		t := time.Now()
		time.Sleep(time.Millisecond)
		d := time.Since(t) - time.Millisecond
		sum += d
		if d > worst {
			worst = d
		}
	}
	println("BENCH preempt_mean", sum.Microseconds()/100, "us")
	println("BENCH preempt_worst", worst.Microseconds(), "us")
}
