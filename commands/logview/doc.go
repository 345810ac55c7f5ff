// Package logview prints what happens in a Worker.
//
// A [Log] prints events as a tree of calls: for `logs`, `call`, `fetch`, `connect` and
// `alarm fire`. A [Server] adds what `dotool dev` prints around it: the start screen,
// reloads and problems, as text or as JSON, and the output of hotkeys. The commands of
// hotkeys are passed in; the state folder is only read to count objects.
package logview
