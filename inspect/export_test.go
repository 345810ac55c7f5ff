package inspect

// What tests look at of the inside.
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
