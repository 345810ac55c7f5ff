package workerd

import (
	"archive/tar"
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"crypto/sha512"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"dotool/config/diag"
)

// pinned has npm's data about the packages of [Version], from
//
//	npm view @cloudflare/workerd-linux-64@VERSION dist.integrity
//
// and read the size off npm pack. Platforms that are missing here cannot install
// workerd.
var pinned = map[string]struct {
	integrity string // of the tarball
	size      int64  // of the tarball, in bytes
}{
	"@cloudflare/workerd-linux-64":    {"sha512-gZLA8X11m/luZwn+YA3+mDu61vdxNJzpksP/QZqjydKTQ+VUCulsK5gtn9Bqst1p3KJu2kafQpJ1nDQv4B23jA==", 46705140},
	"@cloudflare/workerd-linux-arm64": {"sha512-gxWngFojq41ULKNKb9rpWYvKotN5hT2I/xot+Bpy31cXzrwcTgtDLSMb2t75sW5BJxH7hihFvikgYb577kB3Zg==", 46754578},
}

// InstallOptions are the options of [Install].
type InstallOptions struct {
	CacheDir string // dotool's folder in the user's cache; "" is the usual place

	// Progress is called at each stage: "wait" for another dotool that
	// is installing, "download", "verify", "unpack". done and total are bytes; a
	// download is reported at its beginning and end only. It may be nil.
	Progress func(stage string, done, total int64)

	npm       string // "" is the one in PATH
	integrity string // "" is the pinned one
	rename    func(from, to string) error
}

// IntegrityError says that a download does not match the pinned checksum. It is
// deleted.
type IntegrityError struct{ Package, Want, Got string }

func (e *IntegrityError) Error() string {
	return fmt.Sprintf("%s@%s has the wrong checksum: %s, not %s", e.Package, Version, e.Got, e.Want)
}

// Hint returns the fix.
func (e *IntegrityError) Hint() string {
	return "the npm registry or cache in use serves other contents; check: npm config get registry"
}

// Install installs the pinned workerd into the user's cache, unless it is there, and
// returns it. npm downloads it, as it knows mirrors, proxies and credentials; the
// checksum is compiled in. Several dotools may install at once, and a killed one leaves
// nothing that Find would use.
func Install(ctx context.Context, o InstallOptions) (Runtime, error) {
	const bring = "provide your own workerd: npm install --save-dev workerd, or DOTOOL_WORKERD=/path/to/workerd"
	progress := o.Progress
	if progress == nil {
		progress = func(string, int64, int64) {}
	}
	dir, err := cacheDir(o.CacheDir)
	if err != nil {
		return Runtime{}, err
	}
	r := cached(dir)
	if err := trusted(dir, r.Path); err != nil {
		return Runtime{}, err
	}
	if executable(r.Path) == nil {
		return r, nil
	}
	pkg := platformPackage()
	pin := pinned[pkg]
	if o.integrity != "" {
		pin.integrity = o.integrity
	}
	if pin.integrity == "" {
		return Runtime{}, hintError{fmt.Errorf("no checksum is known for workerd %s on %s/%s", Version, runtime.GOOS, runtime.GOARCH), bring}
	}
	npm, err := exec.LookPath(cmp.Or(o.npm, "npm"))
	if err != nil {
		return Runtime{}, hintError{fmt.Errorf("install workerd: npm: %w", errors.Unwrap(err)), "install Node.js, which comes with npm, or " + bring}
	}

	root := filepath.Join(dir, "workerd")
	lock, err := lockCache(ctx, root, func() { progress("wait", 0, 0) })
	if err != nil {
		return Runtime{}, fmt.Errorf("install workerd: %w", err)
	}
	defer lock.Close()
	if executable(r.Path) == nil { // another dotool installed it
		return r, nil
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
		return Runtime{}, fmt.Errorf("install workerd: %w", err)
	}
	work, err := os.MkdirTemp(root, workPrefix)
	if err != nil {
		return Runtime{}, fmt.Errorf("install workerd: %w", err)
	}
	defer os.RemoveAll(work)

	progress("download", 0, pin.size)
	tarball, err := npmPack(ctx, npm, pkg+"@"+Version, work)
	if err != nil {
		return Runtime{}, err
	}
	progress("download", pin.size, pin.size)
	f, err := diag.OpenFile(tarball)
	if err != nil {
		return Runtime{}, fmt.Errorf("install workerd: %w", err)
	}
	defer f.Close()
	progress("verify", 0, pin.size)
	sum := sha512.New()
	if _, err := io.Copy(sum, f); err != nil {
		return Runtime{}, fmt.Errorf("verify workerd: %w", err)
	}
	if got := "sha512-" + base64.StdEncoding.EncodeToString(sum.Sum(nil)); got != pin.integrity {
		return Runtime{}, &IntegrityError{pkg, pin.integrity, got}
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return Runtime{}, fmt.Errorf("unpack workerd: %w", err)
	}
	binary := filepath.Join(work, binaryName)
	if err := unpack(ctx, f, binary, progress); err != nil {
		return Runtime{}, fmt.Errorf("unpack workerd: %w", err)
	}
	rename := o.rename
	if rename == nil {
		rename = os.Rename
	}
	if err := cmp.Or(os.MkdirAll(filepath.Dir(r.Path), 0o755), rename(binary, r.Path)); err != nil {
		return Runtime{}, fmt.Errorf("install workerd: %w", err)
	}
	r.Source = FromInstall
	return r, nil
}

// stoppedError is another dotool that is installing but was stopped, as with Ctrl-Z.
type stoppedError struct{ pid int }

func (e *stoppedError) Error() string {
	return fmt.Sprintf("another dotool (pid %d) is installing it, but is stopped", e.pid)
}

// Hint names the two ways out.
func (e *stoppedError) Hint() string {
	return fmt.Sprintf("let it finish with `kill -CONT %d`, or end it", e.pid)
}

// lockCache makes root and holds it for one dotool, whose id is then in the lock;
// wait is called if another has it. One that is stopped is not waited for.
func lockCache(ctx context.Context, root string, wait func()) (*flock.Flock, error) {
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
		if pid, _ := strconv.Atoi(strings.TrimSpace(string(text))); !isStopped(pid) {
			looks = 0
		} else if looks++; looks > 20 {
			err = &stoppedError{pid}
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

// npmPack downloads a package into dir and returns the path of its tarball.
func npmPack(ctx context.Context, npm, spec, dir string) (string, error) {
	// npm runs in dir, so that no project's settings apply.
	cmd := exec.CommandContext(ctx, npm, "pack", spec, "--pack-destination", dir, "--loglevel", "error", "--no-update-notifier")
	cmd.Dir = dir
	cmd.WaitDelay = time.Second
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if err := cmd.Run(); err != nil {
		if ctx.Err() != nil {
			return "", fmt.Errorf("download workerd: %w", ctx.Err())
		}
		lines := strings.Split(strings.TrimSpace(stderr.String()), "\n")
		return "", hintError{
			fmt.Errorf("download workerd: npm pack: %w%s", err, lastLines(slices.DeleteFunc(lines, func(l string) bool { return l == "" }))),
			"check the connection, the proxy and npm's registry, or set DOTOOL_WORKERD to a workerd binary",
		}
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

// unpack writes the binary in a package to path, and syncs it.
func unpack(ctx context.Context, tarball io.Reader, path string, progress func(stage string, done, total int64)) error {
	z, err := gzip.NewReader(tarball)
	if err != nil {
		return err
	}
	for archive := tar.NewReader(z); ; {
		h, err := archive.Next()
		if err == io.EOF {
			return errors.New("the package has no bin/" + binaryName)
		}
		if err != nil {
			return err
		}
		if h.Name != "package/bin/"+binaryName || h.Typeflag != tar.TypeReg {
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
