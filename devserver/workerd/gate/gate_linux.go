package workerd

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"golang.org/x/sys/unix"
)

// A gate holds a process back that has loaded its code and has not opened any data.
//
// workerd makes its services in their order. It compiles the code of the Workers and runs
// their top level; then it makes the network, the last service, for which it reads the
// certificates of authorities from the file that SSL_CERT_FILE names; after that it reads
// the alarms of the objects, and listens. That file is a named pipe here: the process
// waits in it until dotool has written the certificates.
type gate struct {
	path    string
	pipe    *os.File // with O_PATH, since the path may be removed
	env     []string
	certs   []byte
	file    string // that certs are from
	at      chan struct{}
	end     *os.File // to write the certificates; set before at gets its value
	waiting sync.WaitGroup

	mu   sync.Mutex // guards over, and the path
	over bool       // the process has ended
}

// Where Linux distributions keep the certificates, as workerd looks for them: the first of
// the files, and all the folders.
var (
	certFiles = []string{
		"/etc/ssl/certs/ca-certificates.crt", "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", "/etc/ssl/ca-bundle.pem",
		"/etc/pki/tls/cacert.pem", "/etc/ssl/cert.pem", "/opt/etc/ssl/certs/ca-certificates.crt", "/etc/ssl/certs/cacert.pem",
	}
	certFolders = []string{"/etc/ssl/certs", "/etc/pki/tls/certs", "/etc/security/certificates"}
)

// newGate makes the gate of a process that is about to start. It returns nil if the
// process is to have none, or cannot.
func newGate(o Options) *gate {
	if !o.Gate {
		return nil
	}
	const fileName, foldersName = "SSL_CERT_FILE", "SSL_CERT_DIR"
	g := &gate{file: os.Getenv(fileName), at: make(chan struct{}, 1)}
	folders := os.Getenv(foldersName)
	if g.file == "" && folders == "" {
		g.file = append(existing(certFiles), "")[0]
		folders = strings.Join(existing(certFolders), ":")
	}
	if info, err := os.Stat(g.file); err != nil || !info.Mode().IsRegular() {
		return nil
	}
	var err error
	if g.file, err = filepath.Abs(g.file); err != nil { // a symbolic link in Dir leads to it
		return nil
	}
	if g.certs, err = os.ReadFile(g.file); err != nil || !bytes.Contains(g.certs, []byte("-----BEGIN ")) {
		return nil
	}
	g.path = filepath.Join(o.Dir, gatePrefix+rand.Text()[:8])
	if unix.Mkfifo(g.path, 0o600) != nil {
		return nil
	}
	fd, err := unix.Open(g.path, unix.O_PATH|unix.O_NOFOLLOW|unix.O_CLOEXEC, 0)
	if err != nil {
		os.Remove(g.path)
		return nil
	}
	g.pipe = os.NewFile(uintptr(fd), g.path)
	g.env = []string{fileName + "=" + g.path}
	if folders != "" {
		g.env = append(g.env, foldersName+"="+folders)
	}
	return g
}

func existing(paths []string) (there []string) {
	for _, path := range paths {
		if _, err := os.Stat(path); err == nil {
			there = append(there, path)
		}
	}
	return there
}

// open opens the pipe, whatever its path leads to.
func (g *gate) open(flag int) (*os.File, error) {
	return os.OpenFile(fmt.Sprintf("/proc/self/fd/%d", g.pipe.Fd()), flag, 0)
}

// watch waits for the process, which has started.
func (g *gate) watch() {
	if g == nil {
		return
	}
	g.waiting.Go(func() { // ends when the process comes, or close makes it
		f, err := g.open(os.O_WRONLY)
		if err != nil {
			return
		}
		if g.end = f; !g.ended() {
			g.at <- struct{}{}
		}
	})
}

func (g *gate) ended() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.over
}

// reached is sent a value when the process has come to the gate.
func (g *gate) reached() <-chan struct{} {
	if g == nil {
		return nil
	}
	return g.at
}

// holds reports whether a process at the gate has no database open.
func (g *gate) holds(pid int) bool {
	dir := fmt.Sprintf("/proc/%d/fd", pid)
	all, err := os.ReadDir(dir)
	for _, fd := range all {
		if to, _ := os.Readlink(filepath.Join(dir, fd.Name())); strings.Contains(filepath.Base(to), ".sqlite") {
			return false
		}
	}
	return err == nil && !g.ended()
}

// pass lets a process go on that is at the gate.
func (g *gate) pass() {
	g.mu.Lock()
	defer g.mu.Unlock()
	// What reads the file later does not wait.
	if !g.over && os.Symlink(g.file, g.path+"~") == nil {
		os.Rename(g.path+"~", g.path)
	}
	f := g.end
	go func() { // ends when the process has read it, or has ended
		_, _ = f.Write(g.certs)
		f.Close()
	}()
}

// close frees the gate of a process that has ended, or did not start.
func (g *gate) close() {
	if g == nil {
		return
	}
	g.mu.Lock()
	g.over = true
	os.Remove(g.path)
	g.mu.Unlock()
	reader, err := g.open(os.O_RDONLY | unix.O_NONBLOCK) // for watch to end
	if err == nil {
		defer reader.Close()
	}
	if g.waiting.Wait(); g.end != nil {
		g.end.Close()
	}
	g.pipe.Close()
}

// mark writes a line to what a process has as its standard error.
func (p *Process) mark(line string) error {
	f, err := os.OpenFile(fmt.Sprintf("/proc/%d/fd/2", p.Pid()), os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.WriteString(line + "\n")
	return err
}
