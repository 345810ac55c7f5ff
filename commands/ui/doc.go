// Package ui is how commands interact with the person or the script that runs them.
//
// [Env] is where to start: the streams, the folder and the environment, with colour,
// prompts, single keys, progress and tables on top. An error that says what to do
// about it is an [Error]; numbers, sizes and times for people are in units.go.
// Nothing here knows of Workers or objects.
package ui
