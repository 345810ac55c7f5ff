package render

// cache adds the Worker behind the Cache API to the plan and returns its service, ""
// if the code never names it: it must write "caches" for that.
func (p *plan) cache() (service string) {
	if mentions(p.Bundle, "caches") {
		return p.simulate("cache")
	}
	return ""
}
