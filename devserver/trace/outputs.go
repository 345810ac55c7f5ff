package trace

import (
	"maps"
	"slices"
)

// Outputs turns what a process prints into events of the Workers that it hosts.
type Outputs struct{ all []*Output }

// Add adds the output of one more Worker. The first one's takes lines
// that cannot be attributed to a Worker.
func (o *Outputs) Add(one *Output) {
	if one.All != nil {
		one.Report = one.report
	}
	one.index = len(o.all)
	o.all = append(o.all, one)
	for _, other := range o.all {
		other.of = len(o.all)
	}
	o.all[0].beside = o.all[1:]
}

// Continue numbers the calls of a process, which is about to have its first, after those
// of the last one.
func (o *Outputs) Continue() {
	for _, one := range o.all {
		one.mu.Lock()
		one.Base = int(one.Calls.Load())
		one.mu.Unlock()
	}
}

// Stdout takes a line of standard output.
func (o *Outputs) Stdout(line []byte) {
	text := string(line)
	for _, one := range o.all {
		if one.Sealed(text) {
			return
		}
	}
	o.all[0].unsealed(text)
}

// Stderr takes a line of standard error.
func (o *Outputs) Stderr(line []byte) {
	if len(o.all) > 1 {
		text := string(line)
		for _, one := range o.all[1:] {
			if one.notice(text) {
				return
			}
		}
	}
	o.all[0].Stderr(line)
}

// SetSources sets the sources of the running code after another build, by Worker.
func (o *Outputs) SetSources(of func(worker string) *Source) {
	for _, one := range o.all {
		one.setSource(of(one.Worker))
	}
}

// Ended says that the process has ended, so that no one will wait for its promises.
func (o *Outputs) Ended() {
	if o == nil {
		return
	}
	for _, one := range o.all {
		one.mu.Lock()
		one.release(slices.Sorted(maps.Keys(one.rejections))...)
		one.mu.Unlock()
	}
}

// AtWork names the objects with calls that are not known to have ended.
func (o *Outputs) AtWork() (names []string) {
	if o == nil {
		return nil
	}
	for _, one := range o.all {
		names = append(names, one.atWork()...)
	}
	return names
}
