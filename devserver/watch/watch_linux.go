package watch

import (
	"io/fs"
	"syscall"
	"time"
)

// changedAt returns the time at which anything about a file changed.
func changedAt(fi fs.FileInfo) time.Time {
	if s, ok := fi.Sys().(*syscall.Stat_t); ok {
		return time.Unix(s.Ctim.Unix())
	}
	return time.Time{}
}

// remote are the file systems whose files can change without an event: those of WSL, of
// containers and of networks.
var remote = map[uint32]bool{
	0x01021997: true, // 9p
	0x53464846: true, // WSL 1
	0x65735546: true, // FUSE, with virtiofs, sshfs and Docker Desktop
	0x6969:     true, // NFS
	0xff534d42: true, // CIFS
	0xfe534d42: true, // SMB 2
	0x517b:     true, // SMB
	0x786f4256: true, // VirtualBox
	0x7c7c6673: true, // Parallels
	0xbacbacbc: true, // VMware
	0x00c36400: true, // Ceph
	0x5346414f: true, // AFS
	0x6b414653: true, // AFS of the kernel
	0x73757245: true, // Coda
	0x0bd00bd0: true, // Lustre
	0x47504653: true, // GPFS
	0x7461636f: true, // OCFS2
	0x01161970: true, // GFS2
}

// noEvents reports whether a folder is on a file system that sends no events.
func noEvents(dir string) bool {
	var s syscall.Statfs_t
	return syscall.Statfs(dir, &s) == nil && remote[uint32(s.Type)]
}
