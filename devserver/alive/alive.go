// Package alive keeps the connections of clients while one runtime replaces another:
// see [Clients].
package alive

import (
	"bytes"
	"context"
	"io"
	"net"
	"sync"
	"time"
)

// Clients has connections that were kept when a process was asked to end (see Keep in
// [workerd.Options]), so that no client loses a request that it is about to send.
//
// Each waits for the client's next request, which is passed on through a new connection
// to the public socket, where it waits for the next process if necessary; all further
// bytes are copied both ways. The response gets the header "Connection: close", so that
// the client reconnects directly to workerd.
type Clients struct {
	mu      sync.Mutex // guards the following
	closed  bool
	conns   map[net.Conn]bool
	serving sync.WaitGroup
}

// idleTime is how long a client may be silent: it may have asked the process to close
// the connection.
const idleTime = 5 * time.Second

// Keep takes a connection.
func (a *Clients) Keep(c net.Conn) {
	if !a.add(c) {
		return
	}
	a.serving.Go(func() { // ends with the connection, or by Close
		defer a.drop(c)
		a.serve(c)
	})
}

// add adds a connection, or closes it if it is too late.
func (a *Clients) add(c net.Conn) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.closed {
		c.Close()
		return false
	}
	if a.conns == nil {
		a.conns = map[net.Conn]bool{}
	}
	a.conns[c] = true
	return true
}

func (a *Clients) drop(c net.Conn) {
	c.Close()
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.conns, c)
}

// Close ends all connections.
func (a *Clients) Close() {
	a.mu.Lock()
	a.closed = true
	for c := range a.conns {
		c.Close()
	}
	a.mu.Unlock()
	a.serving.Wait()
}

func (a *Clients) serve(client net.Conn) {
	first := make([]byte, 4<<10)
	client.SetReadDeadline(time.Now().Add(idleTime))
	n, err := client.Read(first)
	if err != nil {
		return
	}
	client.SetReadDeadline(time.Time{})
	ctx, cancel := context.WithTimeout(context.Background(), idleTime)
	defer cancel()
	worker, err := new(net.Dialer).DialContext(ctx, "tcp", client.LocalAddr().String())
	if err != nil || !a.add(worker) {
		return
	}
	defer a.drop(worker)
	a.serving.Go(func() { // ends with either connection
		if _, err := worker.Write(first[:n]); err == nil {
			io.Copy(worker, client)
		}
		worker.(*net.TCPConn).CloseWrite()
	})
	if announce(client, worker) == nil {
		io.Copy(client, worker)
	}
}

// announce passes on the beginning of the response, with the header that makes the
// client close the connection.
func announce(client io.Writer, worker io.Reader) error {
	part := make([]byte, 32<<10)
	for {
		n, err := worker.Read(part)
		if err != nil {
			return err
		}
		line, rest, whole := bytes.Cut(part[:n], []byte("\r\n"))
		upgraded := bytes.HasPrefix(line, []byte("HTTP/1.1 101"))
		more := bytes.HasPrefix(line, []byte("HTTP/1.1 1")) && !upgraded
		if whole && !more && !upgraded {
			_, err = client.Write(bytes.Join([][]byte{line, []byte("Connection: close"), rest}, []byte("\r\n")))
		} else {
			_, err = client.Write(part[:n])
		}
		if !more || err != nil {
			return err
		}
	}
}
