package control

// Status says what a server is doing.
type Status struct {
	// Why nothing serves; "" if something does, or soon will.
	Waiting string `json:"waiting"`
	First   bool   `json:"first"` // nothing has served yet

	Stuck *StuckStatus `json:"stuck,omitempty"` // what keeps the Worker from responding
}

// StuckStatus is an [event.Stuck] in a [Status].
type StuckStatus struct {
	Handler string `json:"handler"` // "Room/lobby join"; "a handler" if it is not known which
	Since   string `json:"since"`
}
