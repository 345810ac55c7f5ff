// Package local finds what a command works on, and the way to it.
//
// [Project] is where to start: from the flags it finds the configuration, the state
// folder, the runtime, the objects on disk and the server that has them. Objects are
// changed through [Objects], which is the server where one runs and the disk where
// none does. This is the one package that knows all three; what is printed of it is
// the commands' own.
package local
