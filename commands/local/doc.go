// Package local finds the project that a command works on, its data and its server.
//
// [Project] is where to start: from the flags it finds the configuration, the state
// folder, the runtime, the objects on disk and the server that hosts them. [Objects]
// reads them on disk, and changes, calls and fires them wherever they are, so that
// commands need not know whether a server runs. Only this package imports all of these;
// it prints no results.
package local
