package doctor

import (
	"context"
	"errors"
	"os"
	"strconv"
	"strings"

	"github.com/dotool-dev/dotool/devserver/socket"
	"github.com/dotool-dev/dotool/migrate/state"
)

// readings are functions that read facts about the machine. Tests replace them.
type readings struct {
	space    func(dir string) (space, error)
	inotify  func(limit string) (int, error)
	writable func(path string) error
	listen   func(ctx context.Context, ip string, port int) error
	holder   func(*state.Folder) (state.Holder, bool)
	hosting  func(context.Context, *state.Folder, []state.Key) error // by another program
	output   func(dir, program string, args ...string) string        // "" if it fails
}

// space is the free space of a disk.
type space struct {
	bytes   int64
	noFiles bool   // no more files can be created, whatever their size
	disk    string // identifies it
}

// thisMachine are the readings of this machine.
var thisMachine = readings{
	space: freeSpace,
	inotify: func(limit string) (int, error) {
		text, err := os.ReadFile("/proc/sys/fs/inotify/" + limit)
		if err != nil {
			return 0, err // another system
		}
		return strconv.Atoi(strings.TrimSpace(string(text)))
	},
	writable: writable,
	listen: func(ctx context.Context, ip string, port int) error {
		files, _, err := socket.Listen(ctx, ip, port)
		for _, f := range files {
			err = errors.Join(err, f.Close())
		}
		return err
	},
	holder: (*state.Folder).Holder,
	hosting: func(ctx context.Context, s *state.Folder, keys []state.Key) error {
		return s.Hosting(ctx, keys, 0, nil)
	},
	output: output,
}
