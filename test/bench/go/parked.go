// 1,000,000 goroutines all parked on one channel, then released. The harness reads the memory from outside.
package main

import (
	"sync"
	"time"
)

func main() {
	const n = 1000000
	gate := make(chan bool)
	var up, down sync.WaitGroup
	up.Add(n)
	down.Add(n)
	t := time.Now()
	for i := 0; i < n; i++ {
		go func() {
			up.Done()
			<-gate
			down.Done()
		}()
	}
	up.Wait()
	t1 := time.Now()
	close(gate)
	down.Wait()
	println("BENCH parked_start", float64(t1.Sub(t))/n, "ns/goroutine")
	println("BENCH parked_wake", float64(time.Since(t1))/n, "ns/goroutine")
}
