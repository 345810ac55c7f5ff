package debug

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"testing"
	"time"
)

// A client without the key is refused, before and after dotool has connected, and one
// that connected earlier is noticed.
func TestDoor(t *testing.T) {
	t.Parallel()
	listen := func() net.Listener {
		var plain net.ListenConfig
		plain.SetMultipathTCP(false) // as workerd's, and such takes a key
		l, err := plain.Listen(t.Context(), "tcp", net.JoinHostPort(Address(), "0"))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { l.Close() })
		go func() { // ends with the listener
			for {
				c, err := l.Accept()
				if err != nil {
					return
				}
				go func() { // ends with the connection
					_, _ = io.Copy(c, c)
					c.Close()
				}()
			}
		}()
		return l
	}
	l := listen()
	d, err := newDoor(os.Getpid(), l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	if d == nil {
		t.Skip("the system does not let one take the socket of a child")
	}
	addresses, err := net.InterfaceAddrs() // a connection may come from any of these
	if err != nil {
		t.Fatal(err)
	}
	shut := func(when string) {
		t.Helper()
		for _, a := range append(addresses, &net.IPNet{IP: net.IPv4(127, 9, 9, 9)}) {
			n, ok := a.(*net.IPNet)
			if !ok || n.IP.To4() == nil {
				continue
			}
			// A dropped packet gets no response.
			intruder := net.Dialer{Timeout: 200 * time.Millisecond, LocalAddr: &net.TCPAddr{IP: n.IP}}
			if c, err := intruder.Dial("tcp", l.Addr().String()); err == nil {
				c.Close()
				t.Errorf("%s: an intruder has connected from %v", when, n.IP)
			}
		}
		other := &door{address: d.address}
		ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
		defer cancel()
		if c, err := other.dial(ctx, "tcp", l.Addr().String()); err == nil {
			c.Close()
			t.Errorf("%s: an intruder has connected with another key", when)
		}
	}
	shut("at first")
	for range 2 {
		c, err := d.dial(t.Context(), "tcp", l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		said := make([]byte, 5)
		if _, err := c.Write([]byte("hello")); err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadFull(c, said); err != nil || string(said) != "hello" {
			t.Fatalf("%q, %v", said, err)
		}
		shut("connected")
		if _, err := c.Write([]byte("again")); err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadFull(c, said); err != nil || string(said) != "again" {
			t.Fatalf("%q, %v", said, err)
		}
		c.Close()
		shut("after that")
	}
	l = listen()
	c, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if _, err := newDoor(os.Getpid(), l.Addr().String()); !errors.Is(err, errStranger) {
		t.Errorf("an intruder before us: %v", err)
	}
}
