package kv

import "time"

// SetNow makes a namespace believe that it is another time.
func SetNow(n *Namespace, at time.Time) { n.now = func() time.Time { return at } }
