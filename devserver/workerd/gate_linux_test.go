package workerd

import (
	"errors"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/dotool-dev/dotool/devserver/socket"
	"github.com/dotool-dev/dotool/devserver/workerd/gate"
)

// beside are the options of processes with an object, which wait at a gate.
func beside(t *testing.T, binary string) (o Options, url string, config func(name string) *Config) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	f, err := socket.File(l.(*net.TCPListener))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	data := t.TempDir()
	o = Options{Binary: binary, Dir: t.TempDir(), Gate: true, Sockets: map[string]*os.File{"http": f}}
	return o, "http://" + l.Addr().String(), func(top string) *Config {
		c := oneSocket(Worker{
			CompatibilityDate: "2026-06-01",
			Modules: script(`import { DurableObject } from "cloudflare:workers";
export class Room extends DurableObject {}
let name = "?"; ` + top + `; console.log("loaded " + name); export default { fetch: () => new Response(name) }`),
			Namespaces: []Namespace{{ClassName: "Room", UniqueKey: "k", SQL: true}}, Storage: "disk",
		})
		c.Services = []Service{{"disk", Disk{Path: data, Writable: true}}, {"internet", Network{}}}
		return c
	}
}

// A process that is started beside another loads its code while that one serves, and
// opens data only when it is alone. Code that does not load leaves the other running.
func TestBeside(t *testing.T) {
	t.Parallel()
	binaries := map[string]string{"newest": testWorkerd(t)}
	if oldest := os.Getenv("DOTOOL_OLDEST"); oldest != "" {
		binaries["oldest"] = oldest
	}
	for name, binary := range binaries {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o, url, config := beside(t, binary)
			o.Config = config(`name = "one"`)
			alone := 0
			o.Alone = func() { alone++ }
			first, _ := start(t, o)
			if !first.Held() || alone != 1 {
				t.Fatalf("held: %v; alone: %d", first.Held(), alone)
			}
			o.Beside = true
			for bad, want := range map[string]string{
				"throw new TypeError('no')":  "Uncaught TypeError: no",
				"x y":                        "Uncaught SyntaxError: Unexpected identifier 'y'",
				"globalThis.there.is.not.it": "Cannot read properties of undefined",
			} {
				o.Config = config(bad)
				_, err := Start(t.Context(), o)
				problem, ok := errors.AsType[*StartError](err)
				if !ok || len(problem.Problems()) != 1 || !strings.Contains(problem.Problems()[0].Message, want) || !strings.HasPrefix(err.Error(), "start workerd: exit status 1") {
					t.Errorf("%s: %v", bad, err)
				}
				if got := get(t, url); got != "one" || alone != 1 {
					t.Errorf("%s: %q; alone: %d", bad, got, alone)
				}
			}
			var lines []string
			o.Config = config(`name = "two"`)
			o.Stdout = func(line []byte) { lines = append(lines, string(line)) }
			o.Spare = Prepare(o)
			o.Alone = func() {
				if got := get(t, url); got != "one" {
					t.Errorf("while it loads: %q", got)
				}
				if err := first.Stop(t.Context()); err != nil {
					t.Error(err)
				}
			}
			second, _ := start(t, o)
			if got := get(t, url); got != "two" || !second.Held() {
				t.Errorf("got %q; held: %v", got, second.Held())
			}
			if err := second.Stop(t.Context()); err != nil {
				t.Error(err)
			}
			if !slices.Equal(lines, []string{"loaded two"}) {
				t.Errorf("lines %q", lines)
			}
			if left := names(t, o.Dir); len(left) != 0 {
				t.Errorf("%q is left", left)
			}
		})
	}
}

// A process that goes on without a stop, or opened data before it, is not used beside
// another: it starts again when it is alone.
func TestBesideNotHeld(t *testing.T) {
	t.Parallel()
	for _, mode := range []string{"unknown-events", "early"} {
		o := fakeOptions(t, mode)
		o.Gate, o.Beside, o.Env = true, true, []string{"DATA=" + t.TempDir()}
		alone := 0
		o.Alone = func() { alone++ }
		p, _ := start(t, o)
		if alone != 1 || p.Held() {
			t.Errorf("%s: alone: %d; held: %v", mode, alone, p.Held())
		}
	}
}

// The end of a process that never comes to its gate leaves nothing behind, even if the
// pipe was removed.
func TestGateUnused(t *testing.T) {
	t.Parallel()
	for _, removed := range []bool{false, true} {
		o := fakeOptions(t, "hang")
		o.Gate = true
		spare := Prepare(o)
		<-spare.ready
		if removed {
			if err := os.Remove(gatePath(t, o.Dir)); err != nil {
				t.Fatal(err)
			}
		}
		spare.Discard()
		if left := names(t, o.Dir); len(left) != 0 {
			t.Errorf("%q is left", left)
		}
	}
}

// gatePath is the path of the only gate in a folder.
func gatePath(t *testing.T, dir string) string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, gate.Prefix+"*"))
	if err != nil || len(found) != 1 {
		t.Fatalf("gates: %q, %v", found, err)
	}
	return found[0]
}
