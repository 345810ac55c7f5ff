package debug

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// door keeps all other processes out of workerd's inspector, which does not
// authenticate its clients: its socket takes only packets that are signed with a key
// (RFC 2385); the kernel drops all others. This needs no privilege.
type door struct {
	address netip.AddrPort
	key     [32]byte
}

var errStranger = errors.New("another process has connected to the runtime's inspector")

// newDoor makes the listening socket of a child require a key. It returns nil if the
// system cannot do that, and an error if another process has already connected.
func newDoor(pid int, address string) (*door, error) {
	ap, err := netip.ParseAddrPort(address)
	if err != nil || !ap.Addr().Is4() {
		return nil, nil //nolint:nilerr // there is no such address
	}
	d := &door{address: ap}
	rand.Read(d.key[:])
	inode, _ := tcpSockets(ap)
	links, _ := filepath.Glob(fmt.Sprintf("/proc/%d/fd/*", pid))
	for _, link := range links {
		if target, err := os.Readlink(link); err != nil || target != "socket:["+inode+"]" {
			continue
		}
		fd, _ := strconv.Atoi(filepath.Base(link))
		if d.shut(pid, fd) != nil {
			return nil, nil // an old kernel, or a container that forbids it
		}
		if _, strangers := tcpSockets(ap); strangers {
			return nil, errStranger
		}
		return d, nil
	}
	return nil, nil
}

// shut sets the key, for peers of any address, on a socket of another process.
func (d *door) shut(pid, fd int) error {
	process, err := unix.PidfdOpen(pid, 0)
	if err != nil {
		return err
	}
	defer unix.Close(process)
	listener, err := unix.PidfdGetfd(process, fd, 0)
	if err != nil {
		return err
	}
	defer unix.Close(listener)
	return d.sign(listener, unix.TCP_MD5SIG_EXT, netip.IPv4Unspecified())
}

func (d *door) sign(fd, option int, peer netip.Addr) error {
	s := unix.TCPMD5Sig{Flags: unix.TCP_MD5SIG_FLAG_PREFIX, Keylen: uint16(len(d.key))}
	s.Addr.Family = unix.AF_INET
	a := peer.As4()
	for i, b := range a {
		s.Addr.Data[2+i] = b // after the port, which is ignored
	}
	copy(s.Key[:], d.key[:])
	if option == unix.TCP_MD5SIG {
		s.Flags = 0
	}
	return unix.SetsockoptTCPMD5Sig(fd, unix.IPPROTO_TCP, option, &s)
}

// tcpSockets finds the socket that listens at an address, and reports whether others
// are connected to it.
func tcpSockets(ap netip.AddrPort) (listener string, connected bool) {
	a := ap.Addr().As4()
	local := fmt.Sprintf("%02X%02X%02X%02X:%04X", a[3], a[2], a[1], a[0], ap.Port())
	table, _ := os.ReadFile("/proc/net/tcp")
	for line := range strings.Lines(string(table)) {
		// sl local_address rem_address st … uid timeout inode
		f := strings.Fields(line)
		switch {
		case len(f) < 10 || f[1] != local:
		case f[3] == "0A":
			listener = f[9]
		default:
			connected = true
		}
	}
	return listener, connected
}

// dial connects to the process at an address, with the key if there is a door.
func (d *door) dial(ctx context.Context, network, address string) (net.Conn, error) {
	var dialer net.Dialer
	if d != nil && d.address.String() == address {
		dialer.Control = func(_, _ string, c syscall.RawConn) error {
			var signed error
			err := c.Control(func(fd uintptr) { signed = d.sign(int(fd), unix.TCP_MD5SIG, d.address.Addr()) })
			return errors.Join(err, signed)
		}
	}
	return dialer.DialContext(ctx, network, address)
}
