package devserver

import (
	"errors"
	"net"
	"os"
	"strings"
	"testing"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/devserver/socket"
	"github.com/dotool-dev/dotool/devserver/worker"
)

// The default port is in use, by this test or by anyone: the next free port serves, and
// why is said. A port that was given is not replaced.
func TestDefaultPortTaken(t *testing.T) {
	t.Parallel()
	if l, err := net.Listen("tcp", "127.0.0.1:8787"); err == nil {
		defer l.Close()
	}
	listen := func(flag, configured int) (*server, error) {
		p := &config.Project{}
		p.Dev.Port = configured
		s := &server{shared: shared{o: Options{IP: "127.0.0.1", Port: flag}}, workers: []*hosted{{Worker: &worker.Worker{Project: p}}}, sockets: map[string]*os.File{}}
		err := s.listen(t.Context())
		t.Cleanup(func() {
			for _, f := range s.sockets {
				f.Close()
			}
		})
		return s, err
	}
	s, err := listen(-1, 0)
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasSuffix(s.url, ":8787") || !strings.Contains(s.taken, "127.0.0.1:8787 is in use") {
		t.Errorf("serves at %s, taken: %q", s.url, s.taken)
	}
	for _, given := range [][2]int{{8787, 0}, {-1, 8787}} {
		if _, err := listen(given[0], given[1]); !errors.As(err, new(*socket.PortError)) {
			t.Errorf("%v: %v", given, err)
		}
	}
	if s, err := listen(0, 0); err != nil || s.taken != "" {
		t.Errorf("any port: %v, %s", err, s.taken)
	}
}
