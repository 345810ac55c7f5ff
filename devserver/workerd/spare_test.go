package workerd

import (
	"net"
	"os"
	"path/filepath"
	"testing"

	"github.com/dotool-dev/dotool/devserver/socket"
)

// A process that was prepared serves the configuration that it gets, also beside one that
// has the same socket: that one goes on.
func TestPrepare(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	f, err := socket.File(l.(*net.TCPListener))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	l.Close()
	var lines []string
	o := Options{
		Binary: testWorkerd(t), Dir: t.TempDir(), Sockets: map[string]*os.File{"http": f},
		Config: oneSocket(Worker{Modules: script("console.log('one'); export default { fetch: () => new Response('one') }")}),
	}
	first, _ := start(t, o)
	url := "http://" + l.Addr().String()
	if got := get(t, url); got != "one" {
		t.Errorf("got %q", got)
	}
	o.Spare = Prepare(o)
	<-o.Spare.ready
	pid := o.Spare.process.Pid()
	if got := get(t, url); got != "one" {
		t.Errorf("beside a spare: %q", got)
	}
	if err := first.Stop(t.Context()); err != nil {
		t.Error(err)
	}
	o.Config = oneSocket(Worker{Modules: script("console.log('two'); export default { fetch: () => new Response('two') }")})
	o.Stdout = func(line []byte) { lines = append(lines, string(line)) }
	second, _ := start(t, o)
	if second.Pid() != pid {
		t.Error("the spare was not used")
	}
	if got := get(t, url); got != "two" {
		t.Errorf("got %q", got)
	}
	if err := second.Stop(t.Context()); err != nil {
		t.Error(err)
	}
	if len(lines) != 1 || lines[0] != "two" {
		t.Errorf("lines %q", lines)
	}
}

// A spare that is of no use is ended, and another process is started.
func TestPrepareForAnother(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(t *testing.T, o *Options){
		"environment": func(_ *testing.T, o *Options) { o.Env = []string{"A=2"} },
		"verbose":     func(_ *testing.T, o *Options) { o.Verbose = true },
		"sockets": func(t *testing.T, o *Options) {
			f, _ := listen(t)
			o.Sockets = map[string]*os.File{"http": f}
		},
		"ended": func(_ *testing.T, o *Options) { o.Spare.process.end() },
		"used":  func(_ *testing.T, o *Options) { o.Spare.Discard() },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := fakeOptions(t, "unknown-events")
			o.Env = []string{"A=1"}
			o.Spare = Prepare(o)
			<-o.Spare.ready
			spare := o.Spare.process
			change(t, &o)
			p, _ := start(t, o)
			if p == spare {
				t.Error("the spare was used")
			}
			<-spare.Done()
		})
	}
	o := fakeOptions(t, "unknown-events")
	o.Binary = filepath.Join(t.TempDir(), "missing")
	Prepare(o).Discard()
	(*Spare)(nil).Discard()
}
