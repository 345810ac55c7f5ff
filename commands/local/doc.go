// Package local finds what a command works on, and the way to it.
//
// [Project] is where to start: from the flags it finds the configuration, the state
// folder, the runtime, the objects on disk and the server that has them. [Objects] reads
// them on disk, and changes, calls and fires them where they are, so that commands
// need not ask whether a server runs. This is the one package that knows all of it; what is printed
// is the commands' own.
package local
