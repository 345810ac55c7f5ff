package state

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"

	"github.com/dotool-dev/dotool/config/diag"
)

// dmsByte is the byte that SQLite locks in a -shm file for as long as it has the database
// open in WAL mode (UNIX_SHM_DMS).
const dmsByte = 128

// lockers adds the processes, except one, that hold the lock of a -shm file to found, and
// the folder of the file. It reads the kernel's list instead of testing the lock: the
// list has all processes, and opening and closing the file would drop locks that this
// process has on it.
func lockers(files []string, except int, found map[int]string) error {
	files = slices.DeleteFunc(slices.Clone(files), func(shm string) bool { return !Exists(shm) })
	if len(files) == 0 {
		return nil
	}
	table, err := os.ReadFile("/proc/locks") // this takes the kernel some milliseconds
	var locks []shmLock
	for line := range strings.Lines(string(table)) {
		// 1: POSIX ADVISORY READ 4711 fd:01:1234 128 128; with "->" for waiting ones
		f := strings.Fields(line)
		if len(f) != 8 || f[1] != "POSIX" {
			continue
		}
		first, _ := strconv.ParseInt(f[6], 10, 64)
		last, e := strconv.ParseInt(f[7], 10, 64)
		pid, _ := strconv.Atoi(f[4])
		if first <= dmsByte && (e != nil || last >= dmsByte) {
			locks = append(locks, shmLock{pid, f[5]})
		}
	}
	for _, shm := range files {
		if err := shmLockers(shm, locks, err == nil, except, found); err != nil {
			return err
		}
	}
	return nil
}

// shmLock is a lock of a process on byte dmsByte of a file, "device:inode".
type shmLock struct {
	pid int
	on  string
}

// shmLockers is [lockers] for one file and the locks of the kernel's list, if that could
// be read.
func shmLockers(shm string, locks []shmLock, complete bool, except int, found map[int]string) error {
	info, err := os.Stat(shm)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	st, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return nil
	}
	inode := ":" + strconv.FormatUint(st.Ino, 10)
	seen := false
	for _, lock := range locks {
		switch {
		case !strings.HasSuffix(lock.on, inode):
		case lock.pid == except:
			seen = true
		case hasOpen(lock.pid, info):
			seen = true
			found[lock.pid] = filepath.Dir(shm)
		}
	}
	if seen || complete && !inContainer() {
		return nil
	}
	// A process of another container is not in the list, but its lock exists.
	file, err := diag.OpenPlain(shm)
	if err != nil {
		return nil //nolint:nilerr // removed meanwhile, or not readable
	}
	defer file.Close()
	lock := unix.Flock_t{Type: unix.F_WRLCK, Start: dmsByte, Len: 1}
	if unix.FcntlFlock(file.Fd(), unix.F_GETLK, &lock) == nil && lock.Type != unix.F_UNLCK && int(lock.Pid) != os.Getpid() && int(lock.Pid) != except {
		found[int(lock.Pid)] = filepath.Dir(shm)
	}
	return nil
}

// inContainer reports whether there may be processes that are not visible here.
func inContainer() bool {
	// The first process of the machine is a kernel's, with this number for its
	// PID namespace.
	link, err := os.Readlink("/proc/self/ns/pid")
	return err != nil || link != "pid:[4026531836]"
}

// hasOpen reports whether the process has the file open: the numbers of inodes
// belong to one file system. If that is unknown, the file counts as open.
func hasOpen(pid int, info os.FileInfo) bool {
	dir := fmt.Sprintf("/proc/%d/fd", pid)
	fds, err := os.ReadDir(dir)
	if err != nil {
		return !errors.Is(err, fs.ErrNotExist)
	}
	for _, fd := range fds {
		if other, err := os.Stat(filepath.Join(dir, fd.Name())); err == nil && os.SameFile(info, other) {
			return true
		}
	}
	return false
}

// openers finds the processes that have a database open at one of the paths or in one
// of the folders, and which.
func openers(paths []string) (map[int]string, error) {
	found := map[int]string{}
	real := map[string]string{}
	for _, p := range paths {
		if r, err := filepath.EvalSymlinks(p); err == nil {
			real[r] = p
		}
	}
	processes, err := os.ReadDir("/proc")
	if err != nil {
		return found, nil //nolint:nilerr // rely on the locks
	}
	for _, p := range processes {
		pid, err := strconv.Atoi(p.Name())
		if err != nil || pid == os.Getpid() {
			continue
		}
		dir := filepath.Join("/proc", p.Name(), "fd")
		fds, _ := os.ReadDir(dir) // those of other users cannot be read
		for _, fd := range fds {
			target, err := os.Readlink(filepath.Join(dir, fd.Name()))
			if err != nil || !strings.HasPrefix(target, "/") || !strings.Contains(filepath.Base(target), ".sqlite") {
				continue
			}
			if given, ok := real[target]; ok {
				found[pid] = filepath.Dir(given)
			} else if given, ok := real[filepath.Dir(target)]; ok {
				found[pid] = given
			}
		}
	}
	all := maps.Clone(found)
	maps.DeleteFunc(found, func(pid int, _ string) bool {
		parent, ok := forked(pid)
		return ok && (parent == os.Getpid() || all[parent] != "")
	})
	return found, nil
}

// forked returns the parent of a process that runs no program of its own yet: until it
// does, it has every file of its parent open (PF_FORKNOEXEC in linux/sched.h).
func forked(pid int) (parent int, ok bool) {
	f := status(pid)
	if len(f) < 7 {
		return 0, false // it has ended
	}
	parent, _ = strconv.Atoi(f[1])
	flags, _ := strconv.ParseUint(f[6], 10, 64)
	return parent, flags&0x40 != 0
}

// describe returns the command line of a process, and its parent.
func describe(pid int) (args []string, parent int) {
	line, _ := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
	for arg := range bytes.SplitSeq(bytes.TrimRight(line, "\x00"), []byte{0}) {
		args = append(args, string(arg))
	}
	if exe, err := os.Readlink(fmt.Sprintf("/proc/%d/exe", pid)); err == nil && len(args) > 0 {
		args[0] = strings.TrimSuffix(exe, " (deleted)")
	}
	if len(args) > 0 && args[0] == "" {
		args = nil // a kernel thread, or ended
	}
	if f := status(pid); len(f) > 1 {
		parent, _ = strconv.Atoi(f[1])
	}
	return args, parent
}

// status returns the kernel's fields about a process, from its state on.
func status(pid int) []string {
	stat, _ := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	// The second field is the name in parentheses, which may hold anything.
	return strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
}

// stopped reports whether a process is stopped, for example by Ctrl-Z.
func stopped(pid int) bool {
	f := status(pid)
	return len(f) > 0 && (f[0] == "T" || f[0] == "t")
}
