package workerd

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// ahead are options for a Worker whose module index.js comes later than its entry module
// and packages.js, with its address and a function
// that returns what it printed.
func ahead(t *testing.T, date string) (o Options, url string, printed func() []string) {
	t.Helper()
	worker := func(w Worker) *Config {
		if w.CompatibilityDate = date; date < "2026-08-04" {
			w.CompatibilityFlags = []string{"nodejs_compat"}
		}
		w.Modules = append(w.Modules, Module{Name: "packages.js", Kind: ESM, Content: []byte("console.log('packages'); export const packages = 'packages of ';")})
		return oneSocket(w)
	}
	f, addr := listen(t)
	var mu sync.Mutex
	var lines []string
	add := func(line []byte) {
		mu.Lock()
		defer mu.Unlock()
		lines = append(lines, string(line))
	}
	o = Options{
		Binary: testWorkerd(t), Dir: t.TempDir(), Sockets: map[string]*os.File{"http": f}, Stdout: add,
		Ahead: worker(Worker{Later: "index.js", Modules: []Module{
			{Name: "entry.js", Kind: ESM, Content: []byte("export { default } from './load.js';")},
			{Name: "load.js", Kind: ESM, Content: []byte("import './packages.js'; const user = await import('./index.js'); export default user.default;")},
		}}),
	}
	o.Config = worker(Worker{Modules: script("")})
	return o, "http://" + addr, func() []string {
		mu.Lock()
		defer mu.Unlock()
		return slices.Clone(lines)
	}
}

// with sets the code of index.js.
func (o Options) with(code string) Options {
	o.Code = []byte(code)
	c := *o.Config
	c.Workers = slices.Clone(c.Workers)
	c.Workers[0].Modules = slices.Clone(c.Workers[0].Modules)
	c.Workers[0].Modules[0].Content = o.Code
	o.Config = &c
	return o
}

const aheadCode = `import { createRequire } from "node:module"; import { packages } from "./packages.js"; console.log("code");
export default { async fetch() {
  const again = await import("./index.js");
  let missing = await import("./missing.js").catch((e) => String(e));
  try { createRequire("file:///bundle/index.js")("./nope.js"); } catch (e) { missing += e; }
  return new Response(packages + (again.default === this) + " " + missing + " " + new Error("").stack.match(/[\w:/.]*index.js:\d+/)[0]);
} };`

// A process that was started ahead of the code does what one does that has all at once.
func TestAhead(t *testing.T) {
	t.Parallel()
	for _, date := range []string{"2026-07-01", "2026-11-17"} {
		t.Run(date, func(t *testing.T) {
			t.Parallel()
			if r, err := realRuntime(); err != nil || date > r.Date {
				t.Skip("the runtime does not know the date")
			}
			o, url, lines := ahead(t, date)
			o = o.with(aheadCode)
			plain, _ := start(t, o)
			want := get(t, url)
			if err := plain.Stop(t.Context()); err != nil {
				t.Fatal(err)
			}
			before := lines()
			o.Spare = Prepare(o)
			<-o.Spare.ready
			pid := o.Spare.process.Pid()
			p, _ := start(t, o)
			if p.Pid() != pid {
				t.Error("the process was not used")
			}
			if got := get(t, url); got != want {
				t.Errorf("got %q, want %q", got, want)
			}
			if err := p.Stop(t.Context()); err != nil {
				t.Error(err)
			}
			if got := lines()[len(before):]; !slices.Equal(got, before) || len(got) != 2 {
				t.Errorf("it printed %q, want %q", got, before)
			}
			if left, _ := filepath.Glob(filepath.Join(o.Dir, "*")); len(left) > 0 {
				t.Errorf("left: %q", left)
			}
		})
	}
}

// Code that does not start ahead is run as a whole, and what it prints and why it fails
// is said once.
func TestAheadFails(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(o Options) Options{
		"code that throws":            func(o Options) Options { return o.with(`console.log("code"); throw new Error("oh no");`) },
		"code that is not JavaScript": func(o Options) Options { return o.with(`export default {`) },
		"an import that is missing":   func(o Options) Options { return o.with(`import "./missing.js"; export default {};`) },
		"other packages": func(o Options) Options {
			o = o.with(aheadCode)
			c := *o.Ahead
			c.Workers = slices.Clone(c.Workers)
			c.Workers[0].CompatibilityDate = "2026-06-01"
			o.Ahead = &c
			return o
		},
		"no module to come":        func(o Options) Options { o = o.with(aheadCode); o.Ahead = nil; return o },
		"a process that has ended": func(o Options) Options { o.Spare.process.end(); return o.with(aheadCode) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o, _, lines := ahead(t, "2026-07-01")
			o.Spare = Prepare(o)
			<-o.Spare.ready
			spare := o.Spare.process
			o = change(o)
			p, err := Start(t.Context(), o)
			got := lines()
			<-spare.Done()
			plain := o
			plain.Spare, plain.Ahead = nil, nil
			if p != nil {
				_ = p.Stop(t.Context())
				got = lines()
			}
			q, want := Start(t.Context(), plain)
			if q != nil {
				_ = q.Stop(t.Context())
			}
			if (err == nil) != (want == nil) || err != nil && reason(err) != reason(want) {
				t.Errorf("got %v, want %v", err, want)
			}
			if again := lines()[len(got):]; !slices.Equal(got, again) {
				t.Errorf("it printed %q, and then %q", got, again)
			}
		})
	}
}

// reason is an error without the times and addresses of workerd's log.
func reason(err error) string {
	start, _ := errors.AsType[*StartError](err)
	return strings.Join(slices.DeleteFunc(start.Stderr, func(line string) bool { return logLine.MatchString(line) }), "\n")
}

// A process that ends once its code is loaded is not followed by another: what the code
// prints was passed on.
func TestAheadEnds(t *testing.T) {
	t.Parallel()
	o, _, lines := ahead(t, "2026-07-01")
	o.Gate = true
	p, _ := start(t, o.with(aheadCode))
	held, once := p.Held(), lines()
	if err := p.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	if !held {
		t.Skip("processes are not held back here")
	}
	o.Beside = true
	o.Spare = Prepare(o)
	<-o.Spare.ready
	spare := o.Spare.process
	o.Alone = spare.kill
	if _, err := Start(t.Context(), o.with(aheadCode)); !Killed(err) {
		t.Errorf("got %v", err)
	}
	if got := lines()[len(once):]; !slices.Equal(got, once) {
		t.Errorf("it printed %q, want %q", got, once)
	}
}

// Code that hangs is not run twice.
func TestAheadHangs(t *testing.T) {
	t.Parallel()
	o, _, _ := ahead(t, "2026-07-01")
	starts := filepath.Join(t.TempDir(), "starts")
	script := "#!/bin/sh\necho >>'" + starts + "'\nexec '" + o.Binary + "' \"$@\"\n"
	o.Binary = filepath.Join(t.TempDir(), "workerd")
	writeProgram(t, o.Binary, script)
	o.Spare = Prepare(o)
	o = o.with(`for (;;);`)
	o.StartTimeout = 2 * time.Second
	if _, err := Start(t.Context(), o); !errors.Is(err, errTimeout) {
		t.Errorf("got %v", err)
	}
	if b, err := os.ReadFile(starts); len(b) != 1 {
		t.Errorf("it was started %d times: %v", len(b), err)
	}
}
