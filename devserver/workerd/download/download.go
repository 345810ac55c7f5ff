// Package download takes files out of npm packages, those of workerd, into the user's
// cache. npm downloads them, as it knows mirrors, proxies and credentials; [Client.Fetch]
// compares each with the checksum of its release.
package download

import (
	"archive/tar"
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"crypto/sha512"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"github.com/dotool-dev/dotool/config/diag"
)

// Release is a version of a package, as npm describes it.
type Release struct {
	Version   string
	Integrity string // of the tarball; "" asks the registry
	Size      int64  // of the tarball, in bytes; 0 if unknown
}

// Client downloads into the cache.
type Client struct {
	Dir      string // of the cache: unfinished work and the lock are there
	NPM      string // "" is the one in PATH
	Progress func(stage string, done, total int64)
	Stopped  func(pid int) bool // whether a process does nothing until it is told to go on
	Rename   func(from, to string) error
}

// IntegrityError says that a download does not match its checksum. It is deleted.
type IntegrityError struct{ Package, Want, Got string }

func (e *IntegrityError) Error() string {
	return fmt.Sprintf("%s has the wrong checksum: %s, not %s", e.Package, e.Got, e.Want)
}

// Hint returns the fix.
func (e *IntegrityError) Hint() string {
	return "the npm registry or cache in use serves other contents; check: npm config get registry"
}

// Bring is the way around a download.
const Bring = "provide your own workerd: npm install --save-dev workerd, or DOTOOL_WORKERD=/path/to/workerd"

// hintError is an error with a fix.
type hintError struct {
	error
	hint string
}

func (e hintError) Hint() string  { return e.hint }
func (e hintError) Unwrap() error { return e.error }

// Fetch takes a file out of a package and puts it at path, unless another dotool does:
// there says whether it is.
func (c Client) Fetch(ctx context.Context, pkg string, r Release, file, path string, there func() bool) error {
	progress := c.Progress
	if progress == nil {
		progress = func(string, int64, int64) {}
	}
	npm, err := c.npmPath()
	if err != nil {
		return err
	}
	root := c.Dir
	lock, err := c.Lock(ctx, func() { progress("wait", 0, 0) })
	if err != nil {
		return fmt.Errorf("install workerd: %w", err)
	}
	defer lock.Close()
	if there() { // another dotool installed it
		return nil
	}
	// This process has the lock, so unfinished work is that of a killed dotool.
	const workPrefix = "installing-"
	leftovers, err := os.ReadDir(root)
	for _, e := range leftovers {
		if strings.HasPrefix(e.Name(), workPrefix) {
			err = cmp.Or(err, os.RemoveAll(filepath.Join(root, e.Name())))
		}
	}
	if err != nil {
		return fmt.Errorf("install workerd: %w", err)
	}
	work, err := os.MkdirTemp(root, workPrefix)
	if err != nil {
		return fmt.Errorf("install workerd: %w", err)
	}
	defer os.RemoveAll(work)

	spec := pkg + "@" + r.Version
	if r.Integrity == "" {
		if r, err = c.Look(ctx, spec); err != nil {
			return err
		}
	}
	progress("download", 0, r.Size)
	tarball, err := npmPack(ctx, npm, spec, work)
	if err != nil {
		return err
	}
	progress("download", r.Size, r.Size)
	f, err := diag.OpenFile(tarball)
	if err != nil {
		return fmt.Errorf("install workerd: %w", err)
	}
	defer f.Close()
	progress("verify", 0, r.Size)
	sum := sha512.New()
	if _, err := io.Copy(sum, f); err != nil {
		return fmt.Errorf("verify workerd: %w", err)
	}
	if got := "sha512-" + base64.StdEncoding.EncodeToString(sum.Sum(nil)); got != r.Integrity {
		return &IntegrityError{spec, r.Integrity, got}
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("unpack workerd: %w", err)
	}
	unpacked := filepath.Join(work, filepath.Base(path))
	if err := Unpack(ctx, f, file, unpacked, progress); err != nil {
		return fmt.Errorf("unpack workerd: %w", err)
	}
	rename := c.Rename
	if rename == nil {
		rename = os.Rename
	}
	if err := cmp.Or(os.MkdirAll(filepath.Dir(path), 0o755), rename(unpacked, path)); err != nil {
		return fmt.Errorf("install workerd: %w", err)
	}
	return nil
}

func (c Client) npmPath() (string, error) {
	npm, err := exec.LookPath(cmp.Or(c.NPM, "npm"))
	if err != nil {
		return "", hintError{fmt.Errorf("install workerd: npm: %w", errors.Unwrap(err)), "install Node.js, which comes with npm, or " + Bring}
	}
	return npm, nil
}

// Look asks npm for the version and the checksum of a package.
func (c Client) Look(ctx context.Context, spec string) (Release, error) {
	npm, err := c.npmPath()
	if err != nil {
		return Release{}, err
	}
	out, err := runNPM(ctx, npm, os.TempDir(), "view", spec, "version", "dist.integrity", "--json")
	if err != nil {
		return Release{}, err
	}
	var found struct {
		Version   string `json:"version"`
		Integrity string `json:"dist.integrity"`
	}
	if err := json.Unmarshal(out, &found); err != nil || !strings.HasPrefix(found.Integrity, "sha512-") {
		return Release{}, hintError{fmt.Errorf("download workerd: npm has no checksum of %s", spec), "see npm view " + spec}
	}
	return Release{found.Version, found.Integrity, 0}, nil
}

// StoppedError is another dotool that is installing but was stopped, as with Ctrl-Z.
type StoppedError struct{ PID int }

func (e *StoppedError) Error() string {
	return fmt.Sprintf("another dotool (pid %d) is installing it, but is stopped", e.PID)
}

// Hint names the two ways out.
func (e *StoppedError) Hint() string {
	return fmt.Sprintf("let it finish with `kill -CONT %d`, or end it", e.PID)
}

// Lock makes the folder and holds it for one dotool, whose id is then in the lock;
// wait is called if another has it. One that is stopped is not waited for.
func (c Client) Lock(ctx context.Context, wait func()) (*flock.Flock, error) {
	root := c.Dir
	if err := os.MkdirAll(root, 0o755); err != nil {
		return nil, err
	}
	// flock opens whatever has the name, and would block on a pipe.
	path := filepath.Join(root, ".lock")
	f, err := diag.AppendFile(path)
	if err != nil {
		return nil, err
	}
	f.Close()
	lock := flock.New(path)
	free, err := lock.TryLock()
	if err == nil && !free {
		wait()
	}
	for looks := 0; err == nil && !free; {
		select {
		case <-time.After(100 * time.Millisecond):
		case <-ctx.Done():
			err = ctx.Err()
			continue
		}
		if free, err = lock.TryLock(); err != nil || free {
			continue
		}
		text, _ := diag.ReadFile(path)
		if pid, _ := strconv.Atoi(strings.TrimSpace(string(text))); !c.Stopped(pid) {
			looks = 0
		} else if looks++; looks > 20 {
			err = &StoppedError{pid}
		}
	}
	if err == nil {
		err = writeID(path)
	}
	if err != nil {
		lock.Close()
		return nil, err
	}
	return lock, nil
}

// writeID writes the id of this process into a file that it has locked.
func writeID(path string) error {
	f, err := diag.AppendFile(path)
	if err != nil {
		return err
	}
	if err = f.Truncate(0); err == nil {
		_, err = fmt.Fprint(f, os.Getpid())
	}
	return errors.Join(err, f.Close())
}

// runNPM returns the output of npm. It runs in dir, so that no project's settings apply.
func runNPM(ctx context.Context, npm, dir string, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, npm, append(args, "--loglevel", "error", "--no-update-notifier")...)
	cmd.Dir = dir
	cmd.WaitDelay = 10 * time.Second
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err == nil {
		return out, nil
	}
	if ctx.Err() != nil {
		return nil, fmt.Errorf("download workerd: %w", ctx.Err())
	}
	lines := strings.Split(strings.TrimSpace(stderr.String()), "\n")
	hint := "check the connection, the proxy and npm's registry, or set DOTOOL_WORKERD to a workerd binary"
	if strings.Contains(stderr.String(), "E404") || strings.Contains(stderr.String(), "ETARGET") {
		hint = "see the versions that exist: npm view workerd versions"
	}
	return nil, hintError{fmt.Errorf("download workerd: npm %s: %w%s", args[0], err, lastLines(slices.DeleteFunc(lines, func(l string) bool { return l == "" }))), hint}
}

// npmPack downloads a package into dir and returns the path of its tarball.
func npmPack(ctx context.Context, npm, spec, dir string) (string, error) {
	if _, err := runNPM(ctx, npm, dir, "pack", spec, "--pack-destination", dir); err != nil {
		return "", err
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return "", fmt.Errorf("download workerd: %w", err)
	}
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".tgz") {
			return filepath.Join(dir, e.Name()), nil
		}
	}
	return "", errors.New("download workerd: npm pack left no tarball")
}

// Unpack writes a file of a package to path, and syncs it.
func Unpack(ctx context.Context, tarball io.Reader, file, path string, progress func(stage string, done, total int64)) error {
	z, err := gzip.NewReader(tarball)
	if err != nil {
		return err
	}
	for archive := tar.NewReader(z); ; {
		h, err := archive.Next()
		if err == io.EOF {
			return errors.New("the package has no " + file)
		}
		if err != nil {
			return err
		}
		if h.Name != "package/"+file || h.Typeflag != tar.TypeReg {
			continue
		}
		f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o755)
		if err != nil {
			return err
		}
		for done := int64(0); err == nil && done < h.Size; {
			var n int64
			progress("unpack", done, h.Size)
			n, err = io.CopyN(f, archive, min(8<<20, h.Size-done))
			done += n
			err = cmp.Or(err, ctx.Err())
		}
		err = cmp.Or(err, f.Sync())
		if err = cmp.Or(err, f.Close()); err == nil {
			progress("unpack", h.Size, h.Size)
		}
		return err
	}
}

// lastLines returns the end of what npm printed, for an error.
func lastLines(lines []string) string {
	const most = 12
	if len(lines) == 0 {
		return ""
	}
	return "\n\t" + strings.Join(lines[max(0, len(lines)-most):], "\n\t")
}
