// 503 goroutines in a ring pass a token 5,000,000 times, over channels: Go has no park and ready of its own to offer.
package main

import "time"

func main() {
	const ring, n = 503, 5000000
	done := make(chan int)
	first := make(chan int)
	in := first
	for i := 0; i < ring; i++ {
		out := first
		if i < ring-1 {
			out = make(chan int)
		}
		go func(id int, in, out chan int) {
			for {
				t := <-in
				if t == 0 {
					done <- id
					return
				}
				out <- t - 1
			}
		}(i, in, out)
		in = out
	}
	t := time.Now()
	first <- n
	id := <-done
	if id != n%ring {
		panic("ring: wrong goroutine")
	}
	println("BENCH ring", float64(time.Since(t))/n, "ns/pass")
}
