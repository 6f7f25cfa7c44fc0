// maps: insert, look up, range over and delete 4,000,000 ints; count 1,000,000 strings; 2,000,000 small maps.
package main

import "time"

//go:noinline
func small(n int) int {
	m := map[int]int{}
	for i := 0; i < 5; i++ {
		m[n*i] = i
	}
	s := len(m)
	for i := 0; i < 5; i++ {
		s += m[n*i]
	}
	return s
}

func main() {
	const n = 4000000
	t := time.Now()
	m := map[int]int{}
	for i := 0; i < n; i++ {
		m[i*7919] = i
	}
	println("BENCH map_insert", float64(time.Since(t).Nanoseconds())/n, "ns/op")
	t = time.Now()
	s := 0
	for i := 0; i < n; i++ {
		s += m[i*7919]
	}
	println("BENCH map_lookup", float64(time.Since(t).Nanoseconds())/n, "ns/op")
	t = time.Now()
	for k, v := range m {
		s -= v
		if k < 0 {
			panic("maps: key")
		}
	}
	println("BENCH map_range", float64(time.Since(t).Nanoseconds())/n, "ns/op")
	if s != 0 {
		panic("maps: sum")
	}
	t = time.Now()
	for i := 0; i < n; i++ {
		delete(m, i*7919)
	}
	println("BENCH map_delete", float64(time.Since(t).Nanoseconds())/n, "ns/op")
	if len(m) != 0 {
		panic("maps: not empty")
	}
	buf := make([]byte, 8)
	w := map[string]int{}
	t = time.Now()
	for i := 0; i < 2000000; i++ {
		x := uint32(i%1000000) * 2654435761
		for j := range buf {
			buf[j] = 'a' + byte(x>>uint(4*j))&15
		}
		w[string(buf)]++
	}
	println("BENCH map_string", float64(time.Since(t).Nanoseconds())/2000000, "ns/op")
	t = time.Now()
	s = 0
	for i := 1; i <= 2000000; i++ {
		s += small(i)
	}
	println("BENCH map_small", float64(time.Since(t).Nanoseconds())/2000000, "ns/map")
	if s != 2000000*15 {
		panic("maps: small")
	}
}
