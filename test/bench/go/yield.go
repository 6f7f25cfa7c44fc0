// Two goroutines yield to each other on one P.
package main

import (
	"runtime"
	"time"
)

func main() {
	runtime.GOMAXPROCS(1)
	const n = 5000000
	done := make(chan bool)
	yields := func() {
		for i := 0; i < n; i++ {
			runtime.Gosched()
		}
		done <- true
	}
	t := time.Now()
	go yields()
	go yields()
	<-done
	<-done
	println("BENCH yield", float64(time.Since(t))/(2*n), "ns/yield")
}
