package config

import (
	"cmp"
	"fmt"
	"net/url"
	"strings"
)

// Origin replaces the server's own address for the Worker: in request.url, the Host
// header and the URLs in other headers. The zero Origin
// changes nothing.
type Origin struct {
	Protocol string // "http" or "https"
	Host     string // with a port unless it is the default one; "" keeps the server's own
}

// origin sets the protocol that is served and the origin that the Worker sees, as
// wrangler dev does. The host is that of the command line, else of dev.host, else of the
// first route. n is the dev section.
func (l *loader) origin(dev *Dev, n *node) {
	section := func(key string) (v String) {
		if n != nil && n.Is(object) {
			v = l.string(n.Get(key), "dev."+key)
		}
		return v
	}
	protocol := func(key string) string {
		if v := section(key); v.Value != "" && l.oneOf(v, "dev."+key, "http", "https") {
			return v.Value
		}
		return ""
	}
	dev.Protocol = cmp.Or(l.over.LocalProtocol, protocol("local_protocol"), "http")
	to := Origin{Protocol: cmp.Or(l.over.UpstreamProtocol, protocol("upstream_protocol"), dev.Protocol), Host: l.over.Host}
	if host := section("host"); to.Host == "" && host.Value != "" {
		if to.Host = HostOf(host.Value); to.Host == "" {
			l.doc.Errorf(host.Pos, "dev.host must be the name of a host, but it is %q", host.Value).Served().Fix = `write it as "shop.example.com"`
		}
	}
	if to.Host == "" && !l.over.KeepOrigin {
		to.Host = l.routedHost()
	}
	if to.Host != "" || to.Protocol != dev.Protocol {
		dev.Origin = to
	}
}

// routedHost returns the host of the first route, "" if there is none.
func (l *loader) routedHost() string {
	if len(l.over.Routes) > 0 {
		return HostOf(l.over.Routes[0])
	}
	var first *node
	if f := l.selected("route"); f != nil {
		first = f.Value
	} else if f := l.selected("routes"); f != nil && len(f.Value.Items) > 0 {
		first = f.Value.Items[0]
	}
	if first == nil || first.Is(text) && first.Value == "" { // wrangler ignores an empty route
		return ""
	}
	host := ""
	if first.Is(text) {
		host = HostOf(first.Value)
	} else if first.Is(object) {
		for _, member := range []string{"pattern", "zone_name"} {
			if n := first.Get(member); host == "" && n != nil && n.Is(text) {
				host = HostOf(n.Value)
			}
		}
	}
	if host == "" {
		d := l.doc.Diags.Warnf(l.doc.At(first), "config", "the first route names no host, so request.url has the local address")
		d.Fix = fmt.Sprintf("add %s to dev", l.snippet("host", "shop.example.com"))
		l.p.RunProblems = append(l.p.RunProblems, *d)
	}
	return host
}

// HostOf returns the host of a route such as "*.example.com/api/*", or "" if it has none.
func HostOf(route string) string {
	scheme := "http://"
	for _, s := range []string{"http://", "https://"} {
		if rest, ok := strings.CutPrefix(route, s); ok {
			scheme, route = s, rest
		}
	}
	if strings.HasPrefix(route, "*/") {
		return ""
	}
	route = strings.ReplaceAll(strings.ReplaceAll(route, "*.", ""), "*", "")
	u, err := url.Parse(scheme + route)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Host)
}
