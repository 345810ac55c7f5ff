package render

import (
	"crypto/sha256"
	"fmt"

	"github.com/dotool-dev/dotool/config/binding"
	"github.com/dotool-dev/dotool/devserver/workerd"
)

// versionMetadata names a version by its code: the same code has the same id for as
// long as the server runs.
func versionMetadata(p *plan) workerd.BindingValue {
	h := sha256.New()
	h.Write([]byte(p.Name))
	for _, m := range p.Bundle.Modules {
		fmt.Fprintf(h, "%d %s %d ", len(m.Name), m.Name, len(m.Code))
		h.Write(m.Code)
	}
	id := h.Sum(nil)[:16]
	id[6], id[8] = id[6]&0x0f|0x40, id[8]&0x3f|0x80 // as of a random UUID
	return workerd.JSONBinding(toJSON(struct {
		ID        string `json:"id"`
		Tag       string `json:"tag"`
		Timestamp string `json:"timestamp"`
	}{fmt.Sprintf("%x-%x-%x-%x-%x", id[:4], id[4:6], id[6:8], id[8:10], id[10:]), "", p.Began.UTC().Format("2006-01-02T15:04:05.000Z")}))
}

func rateLimit(b binding.RateLimit) hosting {
	return func(p *plan) workerd.BindingValue {
		return p.wrap("ratelimit", text("namespace", b.NamespaceID.Value), value("limit", b.Simple.Limit.Value), value("period", b.Simple.Period.Value))
	}
}

func pipeline(b binding.Pipeline) hosting {
	return func(p *plan) workerd.BindingValue { return p.wrap("pipeline", text("name", b.Name.Value)) }
}
