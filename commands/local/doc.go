// Package local finds the project that a command works on, its data and its server.
//
// [Project] is where to start: from the flags it finds the configuration, the state
// folder, the runtime, the objects on disk and the server that hosts them. [Objects]
// reads them on disk, changes and calls them and fires their alarms wherever they are, so
// that commands need not know whether a server runs. It prints notes, but no results.
package local
