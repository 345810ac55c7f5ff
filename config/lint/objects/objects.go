// Package objects has the rules of `dotool check` about objects and who calls them: names and
// stubs, classes and their methods, errors, WebSockets, alarms, and the configuration.
package objects

import "github.com/dotool-dev/dotool/config/lint/rule"

// Pages of the documentation that several rules lead to.
const (
	alarm = rule.Docs + "durable-objects/api/alarms/"
	wsAPI = rule.Docs + "durable-objects/best-practices/websockets/"
	rpc   = rule.Docs + "workers/runtime-apis/rpc/"
	ns    = rule.Docs + "durable-objects/api/namespace/"
	wbp   = rule.Docs + "workers/best-practices/workers-best-practices/"
)
