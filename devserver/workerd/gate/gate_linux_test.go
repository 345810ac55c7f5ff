package gate

import (
	"encoding/pem"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// Where there is a file of certificates, the process gets them from the gate alone.
func TestEnviron(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "own.pem")
	if err := os.WriteFile(file, []byte("-----BEGIN CERTIFICATE-----\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		file, folders string
		want          bool
	}{
		{file, "", true},
		{file, "/a:/b", true},
		{filepath.Join(dir, "absent"), "", false},
		{dir, "", false},
		{"", "/a", false},
		{os.DevNull, "", false},
	} {
		t.Setenv("SSL_CERT_FILE", test.file)
		t.Setenv("SSL_CERT_DIR", test.folders)
		g := New(dir)
		if (g != nil) != test.want {
			t.Errorf("%v: gate %v", test, g)
		}
		env := []string{"A=1", "SSL_CERT_DIR=/a", "SSL_CERT_FILE=/b"}
		if g == nil {
			if got := g.Environ(env); !slices.Equal(got, env) {
				t.Errorf("%v: %q", test, got)
			}
			continue
		}
		if got := g.Environ(env); !slices.Equal(got, []string{"A=1", "SSL_CERT_FILE=/b", "SSL_CERT_FILE=" + g.path}) { // the last counts
			t.Errorf("%v: %q", test, got)
		}
		g.Watch()
		g.Close()
	}
}

// The certificates of folders that the file does not have come after it, as a runtime
// would find them: those with the name of a hash.
func TestFolders(t *testing.T) {
	dir := t.TempDir()
	cert := func(name string) string {
		return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: []byte(name)}))
	}
	folder, second := filepath.Join(dir, "one"), filepath.Join(dir, "two")
	for path, text := range map[string]string{
		"own.pem":         cert("a") + cert("b"),
		"one/0123abcd.0":  cert("b"),
		"one/0123abcd.1":  cert("c") + cert("a"),
		"one/89ABCDEF.10": cert("d"),
		"one/other.pem":   cert("e"),
		"one/01234567.0":  "no certificate",
		"one/76543210.0":  string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: []byte("k")})),
		"two/0123abcd.0":  cert("f") + cert("c"),
	} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, path)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, path), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink("nowhere", filepath.Join(folder, "fedcba98.0")); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(folder, "fedcba98.1"), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("SSL_CERT_FILE", filepath.Join(dir, "own.pem"))
	t.Setenv("SSL_CERT_DIR", folder+":"+second+":"+filepath.Join(dir, "absent"))
	check := func(want ...string) {
		t.Helper()
		for _, text := range read(t) {
			var got []string
			for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
				got = append(got, string(block.Bytes))
			}
			if !slices.Equal(got, want) {
				t.Errorf("got %q, want %q", got, want)
			}
		}
	}
	check("a", "b", "c", "d", "f")
	if err := os.Remove(filepath.Join(second, "0123abcd.0")); err != nil {
		t.Fatal(err)
	}
	check("a", "b", "c", "d")
	t.Setenv("SSL_CERT_DIR", "")
	check("a", "b")
}

// What reads the certificates once the process has passed its gate finds them, even if
// the path is relative.
func TestGatePassed(t *testing.T) {
	t.Chdir(t.TempDir())
	const want = "-----BEGIN CERTIFICATE-----\n"
	if err := os.WriteFile("own.pem", []byte(want), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("SSL_CERT_FILE", "own.pem")
	t.Setenv("SSL_CERT_DIR", "")
	for _, got := range read(t) {
		if string(got) != want {
			t.Errorf("got %q", got)
		}
	}
}

// read returns what a process reads at its gate, and what it reads there later.
func read(t *testing.T) [2][]byte {
	t.Helper()
	g := New(t.TempDir())
	g.Watch()
	defer g.Close()
	pipe, err := os.Open(g.path)
	if err != nil {
		t.Fatal(err)
	}
	defer pipe.Close()
	<-g.Reached()
	g.Pass(func() {
		if info, err := os.Stat(g.path); err != nil || info.Mode().Type() != fs.ModeNamedPipe {
			t.Errorf("%v, %v before the data may be opened", info, err)
		}
	})
	first, err := io.ReadAll(pipe)
	if err != nil {
		t.Fatal(err)
	}
	then, err := os.ReadFile(g.path)
	if err != nil {
		t.Fatal(err)
	}
	return [2][]byte{first, then}
}
