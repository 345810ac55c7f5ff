package watch

import (
	"io/fs"
	"maps"
	"os"
	"slices"
	"sync"
	"time"
)

// Output knows the files that change because dotool prints something: files that it
// writes itself, and files of programs that read its output, such as tee. Nil knows
// none.
type Output struct {
	files []*os.File    // the files that dotool writes
	infos []fs.FileInfo // of the regular ones

	mu      sync.Mutex // guards the following
	open    []open
	looked  time.Time     // when open was read
	others  []fs.FileInfo // what was not in it since then
	took    time.Duration // how long that took
	printed time.Time     // when dotool last printed something
	echoes  map[string]*echo
	readers map[int]int // the processes that follow the log by other ways, and how often each does
}

// NewOutput returns the Output of a dotool that prints to files.
func NewOutput(files []*os.File) *Output {
	o := &Output{files: files, echoes: map[string]*echo{}, readers: map[int]int{}}
	for _, f := range files {
		if fi, err := f.Stat(); err == nil && fi.Mode().IsRegular() {
			o.infos = append(o.infos, fi)
		}
	}
	return o
}

// Wrote reports whether a file is written by dotool, or by a program that reads its
// output and has the file open. It is not sure if it has seen the file open only for a
// moment: the program may be an editor that is saving it. Nor is it just after dotool
// printed something, while it is too early for another look at who has what open.
func (o *Output) Wrote(fi fs.FileInfo) (wrote, sure bool) {
	if o == nil {
		return false, true
	}
	if slices.ContainsFunc(o.infos, func(own fs.FileInfo) bool { return os.SameFile(own, fi) }) {
		return true, true
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	find := func(in []open) int {
		return slices.IndexFunc(in, func(f open) bool { return os.SameFile(f.info, fi) })
	}
	at := find(o.open)
	// A file not newer than the last look was open by then.
	again := recent(fi.ModTime(), o.looked.Add(-ClockStep))
	if at >= 0 {
		again = !o.open[at].lasting || again && time.Since(o.looked) > trustTime
	}
	known := func(f fs.FileInfo) bool { return os.SameFile(f, fi) && f.ModTime().Equal(fi.ModTime()) }
	pause := 20 * o.took
	echo := time.Since(o.printed) < echoTime
	if echo {
		pause = 2 * o.took
	}
	switch {
	case !again || at < 0 && slices.ContainsFunc(o.others, known):
	case time.Since(o.looked) <= pause:
		if at < 0 && echo {
			return false, false
		}
	default:
		start := time.Now()
		var now []open
		soon := start.Sub(o.looked) < time.Second+40*o.took // else it may have been opened again
		for _, info := range writtenByReaders(o.files, slices.Collect(maps.Keys(o.readers))) {
			f := open{info: info, since: start}
			if was := slices.IndexFunc(o.open, func(f open) bool { return os.SameFile(f.info, info) }); was >= 0 && (soon || o.open[was].lasting) {
				f.since = o.open[was].since
			}
			f.lasting = start.Sub(f.since) > saveTime
			now = append(now, f)
		}
		o.open, o.looked, o.took, o.others = now, start, time.Since(start), nil
		at = find(o.open)
	}
	if again && at < 0 {
		o.others = append(o.others, fi)
	}
	return at >= 0, at < 0 || o.open[at].lasting
}

// open is a file that a reader of dotool's output writes.
type open struct {
	info    fs.FileInfo
	since   time.Time
	lasting bool // it was still open saveTime later
}

const (
	saveTime  = 100 * time.Millisecond // how long saving a file may keep it open
	trustTime = 5 * time.Second        // how long such a file counts as open without another look
)

// Follow counts a process, such as that of `dotool logs`, among the readers of dotool's
// output, until stop is called.
func (o *Output) Follow(pid int) (stop func()) {
	add := func(n int) {
		o.mu.Lock()
		defer o.mu.Unlock()
		if o.readers[pid] += n; o.readers[pid] == 0 {
			delete(o.readers, pid)
		}
		o.looked, o.others = time.Time{}, nil
	}
	add(1)
	return func() { add(-1) }
}

// Printed records that dotool prints something now.
func (o *Output) Printed() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.printed = time.Now()
}

// echo is a file that has grown shortly after each time that dotool printed, probably
// because of it.
type echo struct {
	size    int64
	times   int
	warn    bool // whether a warning was reported
	counted bool // since it was last passed on
}

// A file that grew within echoTime of dotool's printing after mostEchoes changes in a row
// is delayed more each time, up to maxBackoff, until it changes at another time.
const (
	echoTime   = 300 * time.Millisecond
	mostEchoes = 5
	maxBackoff = 30 * time.Second
)

// backoff returns how long to delay a change that dotool's printing may have caused; first
// is true once for a file.
func (o *Output) backoff(path string, fi fs.FileInfo) (d time.Duration, first bool) {
	if o == nil {
		return 0, false
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	e := o.echoes[path]
	if e == nil {
		e = &echo{}
		o.echoes[path] = e
	}
	grew := fi.Size() > e.size
	e.size = fi.Size()
	if since := time.Since(o.printed); !grew || since > echoTime {
		e.times = 0
		return 0, false
	}
	if !e.counted { // a file is written in parts
		e.times++
		e.counted = true
	}
	if e.times <= mostEchoes {
		return 0, false
	}
	first, e.warn = !e.warn, true
	return min(time.Second<<(e.times-mostEchoes-1), maxBackoff), first
}

// passed notes that changes of files lead to a build, which prints.
func (o *Output) passed(files map[string]bool) {
	if o == nil {
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	for f := range files {
		if e := o.echoes[f]; e != nil {
			e.counted = false
		}
	}
}
