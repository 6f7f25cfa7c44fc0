// An echo server: one goroutine for each connection. Says on standard output which port it listens at.
package main

import (
	"fmt"
	"net"
)

func serves(c net.Conn) {
	var buffer [4096]byte
	for {
		n, err := c.Read(buffer[:])
		if err != nil {
			break
		}
		if _, err = c.Write(buffer[:n]); err != nil {
			break
		}
	}
	c.Close()
}

func main() {
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	fmt.Println(l.Addr().(*net.TCPAddr).Port)
	for {
		c, err := l.Accept()
		if err != nil {
			return
		}
		go serves(c)
	}
}
