package control

// DevFileName is the file that shows other commands how to reach the server.
const DevFileName = "dev.json"

// DevFile is the content of dev.json, readable by this user alone.
type DevFile struct {
	Version int    `json:"version"` // of this file and of the control channel
	PID     int    `json:"pid"`     // of dotool
	Worker  string `json:"worker"`  // the first of Workers, which URL leads to
	URL     string `json:"url"`
	State   string `json:"state"`  // the state folder
	Socket  string `json:"socket"` // path of the control socket
	Secret  string `json:"secret"`
	Runtime string `json:"runtime"` // version of workerd

	// Workers are all Workers that the server hosts; older servers do not list them.
	Workers []string `json:"workers,omitempty"`
	Configs []string `json:"configs,omitempty"` // their configurations, if there are several

	// For is the state folder that an ephemeral server leaves alone: commands that
	// look there find the server.
	For string `json:"for,omitempty"`
}
