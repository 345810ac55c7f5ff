// Package products holds the Workers that stand for products of Cloudflare other
// than Durable Objects, such as KV: small simulators in JavaScript, which package
// render adds to the configuration of workerd where a project binds one.
//
// A simulator is a service of its own, apart from the user's Worker. Which database,
// bucket or namespace is meant reaches it as ctx.props of the binding, so that one
// serves all bindings of a product. What it keeps lies where wrangler dev keeps
// it, in the same format.
package products

import "embed"

//go:embed *.js
var sources embed.FS

// Source returns the source of a simulator by the name of its file, such as
// "remote.js", which must be there.
func Source(name string) string {
	source, err := sources.ReadFile(name)
	if err != nil {
		panic(err) // a name that is written in our code
	}
	return string(source)
}
