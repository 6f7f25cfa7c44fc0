// strings: concatenation, conversions, boxing of integers, append, runes.
package main

import "time"

var s1, s2, s3 = "hello, ", "wörld of strings", ""
var boxed any
var ints []int
var bytes = []byte("12345678")

func main() {
	const n = 5000000
	report := func(name string, t time.Time, count int) {
		println("BENCH", name, float64(time.Since(t).Nanoseconds())/float64(count), "ns/op")
	}
	t := time.Now()
	for i := 0; i < n; i++ {
		s3 = s1 + s2
	}
	report("concat", t, n)
	t = time.Now()
	for i := 0; i < n; i++ {
		boxed = i
	}
	report("box_int", t, n)
	t = time.Now()
	for i := 0; i < n; i++ {
		s3 = string(bytes)
	}
	report("from_bytes", t, n)
	t = time.Now()
	for r := 0; r < n/100; r++ {
		ints = nil
		for i := 0; i < 100; i++ {
			ints = append(ints, i)
		}
	}
	report("append", t, n)
	t = time.Now()
	runes := 0
	for i := 0; i < n; i++ {
		for range s2 {
			runes++
		}
	}
	report("runes", t, n)
	if runes != 16*n {
		panic("strings: runes")
	}
}
