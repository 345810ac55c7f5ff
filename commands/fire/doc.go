// Package fire fires alarms and waits for their outcomes.
//
// [Runner] is where to start: it fires one alarm with its retries, all up to a time
// with the clock moved forward (the agenda, and the timetable of cron triggers), or one twice to see what the second run
// changes. It needs a server, and prints nothing itself.
package fire
