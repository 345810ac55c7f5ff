package inspect

// Internals that the tests use.
const (
	HoldShift = holdShift
	HeldFrom  = heldFrom
)

var (
	HeldPath    = heldPath
	ParseFacets = parseFacets
	PeekPages   = peekPages
	PeekSQL     = peekSQL
)
