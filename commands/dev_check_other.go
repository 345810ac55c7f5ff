//go:build !linux

package commands

// leastUrgent is for systems where a thread has a priority of its own.
func leastUrgent() {}
