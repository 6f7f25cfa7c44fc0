// A recursion 10,000,000 frames deep on one goroutine, then 1,000 goroutines 10,000 deep each.
package main

import (
	"sync"
	"time"
)

//go:noinline
func down(n int) int {
	if n == 0 {
		return 0
	}
	return down(n-1) + 1
}

func main() {
	const depth, many = 10000000, 1000
	t := time.Now()
	if down(depth) != depth {
		panic("deepstack: wrong depth")
	}
	println("BENCH deep_one", float64(time.Since(t))/depth, "ns/frame")
	t = time.Now()
	var wg sync.WaitGroup
	for i := 0; i < many; i++ {
		wg.Add(1)
		go func() {
			if down(depth/many) != depth/many {
				panic("deepstack: wrong depth")
			}
			wg.Done()
		}()
	}
	wg.Wait()
	println("BENCH deep_many", float64(time.Since(t))/depth, "ns/frame")
}
