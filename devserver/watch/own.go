package watch

import (
	"io/fs"
	"os"
	"slices"
	"sync"
	"time"
)

// Own knows the files that change because dotool prints something: files that it
// writes itself, and files of the programs that read its output, as tee does.
// Nil knows none.
type Own struct {
	files []*os.File    // that dotool writes
	infos []fs.FileInfo // of those of them that are regular

	mu     sync.Mutex // guards the following
	open   []open
	looked time.Time     // when open was found out
	took   time.Duration // how long that took
	spoke  time.Time     // when dotool last printed something
	echoes map[string]*echo
}

// NewOwn is for the files that dotool writes to.
func NewOwn(files []*os.File) *Own {
	o := &Own{files: files, echoes: map[string]*echo{}}
	for _, f := range files {
		if fi, err := f.Stat(); err == nil && fi.Mode().IsRegular() {
			o.infos = append(o.infos, fi)
		}
	}
	return o
}

// Wrote reports whether a file is written by dotool, or by a program that reads its
// output and has the file open. It is sure unless it has seen that for a moment
// only: such a program, as an editor, may be just saving the file.
func (o *Own) Wrote(fi fs.FileInfo) (wrote, sure bool) {
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
	// A file that is not younger than the last look was open by then.
	again := recent(fi.ModTime(), o.looked.Add(-ClockStep))
	if at >= 0 {
		again = !o.open[at].lasting || again && time.Since(o.looked) > trustTime
	}
	if again && time.Since(o.looked) > 20*o.took {
		start := time.Now()
		var now []open
		for _, info := range writtenByReaders(o.files) {
			f := open{info: info, since: start}
			if was := slices.IndexFunc(o.open, func(f open) bool { return os.SameFile(f.info, info) }); was >= 0 {
				f.since = o.open[was].since
			}
			f.lasting = start.Sub(f.since) > saveTime
			now = append(now, f)
		}
		o.open, o.looked, o.took = now, start, time.Since(start)
		at = find(o.open)
	}
	return at >= 0, at < 0 || o.open[at].lasting
}

// open is a file that a reader of our output writes.
type open struct {
	info    fs.FileInfo
	since   time.Time
	lasting bool // it was seen open saveTime later too
}

const (
	saveTime  = 100 * time.Millisecond // how long a file may be open that is just saved
	trustTime = 5 * time.Second        // how long such a file is taken to be open still
)

// Spoke says that dotool prints something.
func (o *Own) Spoke() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.spoke = time.Now()
}

// echo is a file that has grown each time shortly after dotool printed something.
// That it does because of that can only be guessed.
type echo struct {
	size  int64
	times int
	warn  bool // whether it was warned of
}

// A file that grew mostEchoes times within echoTime of a print of ours counts
// later and later, up to maxBackoff, until it changes at another time.
const (
	echoTime   = 300 * time.Millisecond
	mostEchoes = 5
	maxBackoff = 30 * time.Second
)

// backoff is how long a change waits because it may follow from what dotool
// printed; first is true once for a file.
func (o *Own) backoff(path string, fi fs.FileInfo) (d time.Duration, first bool) {
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
	if since := time.Since(o.spoke); !grew || since > echoTime {
		e.times = 0
		return 0, false
	}
	if e.times++; e.times <= mostEchoes {
		return 0, false
	}
	first, e.warn = !e.warn, true
	return min(time.Second<<(e.times-mostEchoes-1), maxBackoff), first
}
