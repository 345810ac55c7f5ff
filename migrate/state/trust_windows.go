package state

import "os"

func alive(pid int) bool {
	p, err := os.FindProcess(pid)
	if err == nil {
		p.Release()
	}
	return err == nil
}

// Trusted is nil: folders of others are not known here.
func (s *Folder) Trusted() error { return nil }
