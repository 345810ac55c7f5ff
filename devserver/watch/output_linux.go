package watch

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// writtenByReaders returns the files open for writing in programs that read from these
// pipes, terminals or sockets, directly or through other programs, and in others
// that get the output too.
func writtenByReaders(outputs []*os.File, others []int) (files []fs.FileInfo) {
	ends := map[string]bool{} // pipes, by the names that the kernel gives them
	terminals := map[string]bool{}
	socket := false
	add := func(link string) {
		switch number, terminal := strings.CutPrefix(link, "/dev/pts/"); {
		case terminal:
			terminals[number] = true
		case strings.HasPrefix(link, "socket:"):
			socket = true
		case link != "":
			ends[link] = true
		}
	}
	for _, f := range outputs {
		add(linkOf(f))
	}
	if len(ends) == 0 && len(terminals) == 0 && !socket && len(others) == 0 {
		return nil
	}
	all := processes()
	readers := map[int]bool{}
	for _, pid := range others {
		readers[pid] = true
	}
	if socket { // the kernel does not name its other end, which a parent has
		for pid := os.Getppid(); pid > 1 && !readers[pid]; pid = parentOf(pid) {
			readers[pid] = true
		}
	}
	for again, done := true, map[int]bool{os.Getpid(): true}; again; {
		again = false
		for pid, links := range all {
			for fd, link := range links {
				readers[pid] = readers[pid] || ends[link] && !writes(pid, fd) || strings.HasSuffix(link, "/ptmx") && terminals[terminal(pid, fd)]
			}
			if !readers[pid] || done[pid] {
				continue
			}
			done[pid], again = true, true
			for fd, link := range links {
				if !writes(pid, fd) {
					continue
				}
				if strings.HasPrefix(link, "pipe:") {
					ends[link] = true
				} else if fi, err := os.Stat(descriptor(pid, "fd", fd)); err == nil && fi.Mode().IsRegular() {
					files = append(files, fi)
				} else if err == nil && fi.Mode()&fs.ModeNamedPipe != 0 {
					ends[link] = true
				}
			}
		}
	}
	return files
}

// linkOf returns the kernel's name of a pipe, a terminal or a socket; "" for anything else.
func linkOf(f *os.File) (link string) {
	fi, err := f.Stat()
	if err != nil || fi.Mode()&(fs.ModeNamedPipe|fs.ModeSocket|fs.ModeCharDevice) == 0 {
		return ""
	}
	if conn, err := f.SyscallConn(); err == nil {
		_ = conn.Control(func(fd uintptr) { link, _ = os.Readlink(fmt.Sprintf("/proc/self/fd/%d", fd)) })
	}
	if fi.Mode()&fs.ModeCharDevice != 0 && !strings.HasPrefix(link, "/dev/pts/") {
		return ""
	}
	return link
}

// processes returns the open files of the processes of this user.
func processes() map[int]map[string]string {
	all := map[int]map[string]string{}
	entries, _ := os.ReadDir("/proc")
	for _, e := range entries {
		pid, err := strconv.Atoi(e.Name())
		if err != nil {
			continue
		}
		dir := filepath.Join("/proc", e.Name(), "fd")
		fds, _ := os.ReadDir(dir) // those of other users cannot be read
		links := map[string]string{}
		for _, fd := range fds {
			if link, err := os.Readlink(filepath.Join(dir, fd.Name())); err == nil {
				links[fd.Name()] = link
			}
		}
		all[pid] = links
	}
	return all
}

func descriptor(pid int, kind, fd string) string { return fmt.Sprintf("/proc/%d/%s/%s", pid, kind, fd) }

// writes reports whether a descriptor is open for writing.
func writes(pid int, fd string) bool {
	flags, err := strconv.ParseInt(info(pid, fd, "flags"), 8, 64)
	return err == nil && flags&unix.O_ACCMODE != unix.O_RDONLY
}

// terminal returns the number of the terminal whose other end a descriptor is.
func terminal(pid int, fd string) string { return info(pid, fd, "tty-index") }

// info returns the kernel's information about a descriptor.
func info(pid int, fd, name string) string {
	text, _ := os.ReadFile(descriptor(pid, "fdinfo", fd)) // "" if it is gone
	for line := range strings.Lines(string(text)) {
		if value, ok := strings.CutPrefix(line, name+":"); ok {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

func parentOf(pid int) int {
	text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	fields := strings.Fields(string(text[strings.LastIndexByte(string(text), ')')+1:]))
	if len(fields) < 2 {
		return 0
	}
	parent, _ := strconv.Atoi(fields[1]) // 0 is none
	return parent
}
