package gate

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sys/unix"
)

// Gate is the gate of one process.
type Gate struct {
	path    string
	pipe    *os.File // with O_PATH, since the path may be removed
	file    string   // of certificates
	folders string   // with more of them, separated by colons
	text    []byte   // the file
	more    []byte   // what the folders add; set before at gets its value
	at      chan struct{}
	end     *os.File // to write the certificates; set before at gets its value
	waiting sync.WaitGroup

	mu   sync.Mutex // guards over, and the path
	over bool       // the process has ended
}

// The variables by which workerd finds the certificates.
const fileName, foldersName = "SSL_CERT_FILE", "SSL_CERT_DIR"

// Where Linux distributions keep the certificates, as workerd looks for them: the first of
// the files, and all the folders.
var (
	certFiles = []string{
		"/etc/ssl/certs/ca-certificates.crt", "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", "/etc/ssl/ca-bundle.pem",
		"/etc/pki/tls/cacert.pem", "/etc/ssl/cert.pem", "/opt/etc/ssl/certs/ca-certificates.crt", "/etc/ssl/certs/cacert.pem",
	}
	certFolders = []string{"/etc/ssl/certs", "/etc/pki/tls/certs", "/etc/security/certificates"}
)

// New makes the gate of a process that is about to start, in a folder for this user alone.
// It returns nil if there can be none.
func New(dir string) *Gate {
	g := &Gate{file: os.Getenv(fileName), folders: os.Getenv(foldersName), at: make(chan struct{}, 1)}
	if g.file == "" && g.folders == "" {
		g.file = append(existing(certFiles), "")[0]
		g.folders = strings.Join(existing(certFolders), ":")
	}
	if info, err := os.Stat(g.file); err != nil || !info.Mode().IsRegular() {
		return nil
	}
	var err error
	if g.file, err = filepath.Abs(g.file); err != nil { // a symbolic link in dir leads to it
		return nil
	}
	if g.text, err = os.ReadFile(g.file); err != nil || !bytes.Contains(g.text, []byte("-----BEGIN ")) {
		return nil
	}
	g.path = filepath.Join(dir, Prefix+rand.Text()[:8])
	if unix.Mkfifo(g.path, 0o600) != nil {
		return nil
	}
	fd, err := unix.Open(g.path, unix.O_PATH|unix.O_NOFOLLOW|unix.O_CLOEXEC, 0)
	if err != nil {
		os.Remove(g.path)
		return nil
	}
	g.pipe = os.NewFile(uintptr(fd), g.path)
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

// Environ returns the environment of the process. The gate has the certificates of the
// folders too.
func (g *Gate) Environ(env []string) []string {
	if g == nil {
		return env
	}
	env = slices.DeleteFunc(slices.Clone(env), func(v string) bool { return strings.HasPrefix(v, foldersName+"=") })
	return append(env, fileName+"="+g.path)
}

// open opens the pipe, whatever its path leads to.
func (g *Gate) open(flag int) (*os.File, error) {
	return os.OpenFile(fmt.Sprintf("/proc/self/fd/%d", g.pipe.Fd()), flag, 0)
}

// Watch waits for the process, which has started.
func (g *Gate) Watch() {
	if g == nil {
		return
	}
	g.waiting.Go(func() { // ends when the process comes, or Close makes it
		g.more = added(g.file, g.text, g.folders) // while the process loads its program
		f, err := g.open(os.O_WRONLY)
		if err != nil {
			return
		}
		if g.end = f; !g.ended() {
			g.at <- struct{}{}
		}
	})
}

func (g *Gate) ended() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.over
}

// Reached is sent a value when the process has come to the gate.
func (g *Gate) Reached() <-chan struct{} {
	if g == nil {
		return nil
	}
	return g.at
}

// Holds reports whether a process at the gate has no database open.
func (g *Gate) Holds(pid int) bool {
	dir := fmt.Sprintf("/proc/%d/fd", pid)
	all, err := os.ReadDir(dir)
	for _, fd := range all {
		if to, _ := os.Readlink(filepath.Join(dir, fd.Name())); strings.Contains(filepath.Base(to), ".sqlite") {
			return false
		}
	}
	return err == nil && !g.ended()
}

// Pass lets a process that is at the gate go on. While it reads the certificates, Pass calls
// opens, which may be nil. The process opens no data before opens has returned, unless it does
// not understand a certificate.
func (g *Gate) Pass(opens func()) {
	f, all, prepared := g.end, slices.Concat(g.text, g.more), make(chan struct{})
	if c, err := f.SyscallConn(); err == nil { // for one write; else it takes turns with the process
		_ = c.Control(func(fd uintptr) { _, _ = unix.FcntlInt(fd, unix.F_SETPIPE_SZ, len(all)) })
	}
	go func() { // ends when the process has read it, or has ended
		_, _ = f.Write(all)
		<-prepared
		f.Close()
	}()
	defer close(prepared)
	if opens != nil {
		opens()
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if !g.over {
		g.settle()
	}
}

// settle has the path lead to the certificates, so that what reads them later does not
// wait.
func (g *Gate) settle() {
	beside := g.path + "~"
	if len(g.more) == 0 || os.WriteFile(beside, slices.Concat(g.text, g.more), 0o600) != nil {
		os.Remove(beside) // on a full disk it is cut short
		if os.Symlink(g.file, beside) != nil {
			return
		}
	}
	os.Rename(beside, g.path)
}

// Close frees the gate of a process that has ended, or did not start.
func (g *Gate) Close() {
	if g == nil {
		return
	}
	g.mu.Lock()
	g.over = true
	os.Remove(g.path)
	g.mu.Unlock()
	reader, err := g.open(os.O_RDONLY | unix.O_NONBLOCK) // for Watch to end
	if err == nil {
		defer reader.Close()
	}
	if g.waiting.Wait(); g.end != nil {
		g.end.Close()
	}
	g.pipe.Close()
}
