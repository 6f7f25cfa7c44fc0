// Start and finish 2,000,000 goroutines, at most 1,000 alive at a time.
package main

import (
	"sync"
	"time"
)

func main() {
	const total, batch = 2000000, 1000
	t := time.Now()
	var wg sync.WaitGroup
	for i := 0; i < total/batch; i++ {
		wg.Add(batch)
		for j := 0; j < batch; j++ {
			go wg.Done()
		}
		wg.Wait()
	}
	println("BENCH spawn", float64(time.Since(t))/total, "ns/goroutine")
}
