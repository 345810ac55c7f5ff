// Package logview prints what happens in a Worker.
//
// A [Log] prints events as a tree of calls: for `logs`, `call`, `fetch`, `connect` and
// `alarm fire`. A [Server] is the screen of `dotool dev` around it: the start screen,
// reloads and problems, as text or as JSON, and keys between its lines. The command that a key
// runs is handed in; the state folder is looked into for numbers of objects only.
package logview
