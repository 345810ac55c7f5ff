package render

import "bytes"

// cache adds the Worker behind the Cache API to the plan and returns its service, ""
// if the code never names it: it must write "caches" for that.
func (p *plan) cache() (service string) {
	for _, m := range p.Bundle.Modules {
		if bytes.Contains(m.Code, []byte("caches")) {
			return p.simulate("cache")
		}
	}
	return ""
}
