package trace

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/config/pattern"
	"github.com/dotool-dev/dotool/devserver/bundle"
	"github.com/dotool-dev/dotool/devserver/event"
	"github.com/dotool-dev/dotool/devserver/render"
)

// hints are common errors: a pattern for the runtime's message, the cause, and the fix.
// $1 and so on stand for the groups of the pattern. The first match counts.
// testdata/script/dev_hints.txtar provokes each on the runtime.
var hints = []struct{ pattern, cause, fix string }{
	{
		`^access to (_cf_\w+)\.\S+ is prohibited: SQLITE_AUTH`,
		"tables named _cf_… belong to the runtime, which keeps key-values and alarms there",
		"use ctx.storage.get, ctx.storage.kv or getAlarm; dotool kv reads $1 from outside",
	},
	{
		// The statement is in the code; see hint.
		`^not authorized: SQLITE_AUTH`,
		"the runtime allows neither this statement nor names that begin with _cf_",
		"leave out ATTACH and PRAGMAs such as user_version; keep a schema version in a table of your own",
	},
	{
		`^To execute a transaction, please use the state\.storage\.transaction\(\)`,
		"BEGIN, COMMIT and SAVEPOINT would not be undone when the code throws",
		"write ctx.storage.transactionSync(() => { … })",
	},
	{
		`^cannot VACUUM from within a transaction`,
		"each turn of an object runs within a transaction",
		"leave VACUUM out: the runtime sees to the file",
	},
	{
		`^D1_\w*ERROR: (?:.* )?no such table: (?:main\.)?(\w+)`,
		"the D1 database has no table $1",
		"apply its migrations with dotool migrate, in tests with applyD1Migrations",
	},
	{
		`^D1_\w*ERROR: (?:.* )?no such column: (\S+)`,
		"the table in the D1 database has no column $1",
		"add the column in a new migration, which dotool migrate applies. A text needs 'single quotes'",
	},
	{
		`^Worker "([^"]+)" not found\. Make sure`,
		"no dev server runs the Worker $1",
		"start it with dotool dev, or host it beside this one with dotool dev DIR DIR. In tests, run dotool test -c DIR -c DIR, or mock the binding, for example with vi.spyOn",
	},
	{
		`^no such table: (?:main\.)?(\w+)`,
		"this object's database has no table $1; each object has one of its own, empty at first",
		"write sql.exec(\"CREATE TABLE IF NOT EXISTS $1 (…)\") in the constructor",
	},
	{
		`^no such column: (\S+)`,
		"the table has no column $1; CREATE TABLE IF NOT EXISTS leaves a table that is there as it is",
		"add the column with ALTER TABLE where it is missing; dotool schema shows what each object has. A text needs 'single quotes'",
	},
	{
		`^Wrong number of parameter bindings`,
		"the statement has more or fewer ? than values follow it",
		"give sql.exec one value for each ?: sql.exec(query, a, b), or ...values for an array",
	},
	{
		`^too many SQL variables`,
		"a statement takes at most 100 parameters",
		"insert fewer rows at a time, or pass one JSON text and read it with json_each(?)",
	},
	{
		`^statement too long`,
		"a statement may have at most 100 KB",
		"pass values as parameters (?), not in the text of the statement",
	},
	{
		`^Cannot convert a BigInt value to a number`,
		"SQL parameters cannot be BigInt",
		"pass Number(value), or String(value) for more than 53 bits",
	},
	{
		`^Expected exactly one result from SQL query, but got (no results|multiple results|\d+)`,
		"one() is for queries that always have exactly one row",
		"use toArray()[0] where there may be none, and LIMIT 1 where there may be more",
	},
	{
		`^SQL is not enabled for this Durable Object class|^The storage\.kv \(synchronous KV\) API is only available`,
		"the class was created with new_classes, which has no SQL",
		"create it with new_sqlite_classes; one that has been deployed cannot be changed, so move to a new class",
	},
	{
		`^Illegal invocation`,
		"a method was taken off its object, as in const { get } = ctx.storage",
		"call it on the object, ctx.storage.get(…), or pass (…args) => ctx.storage.get(…args)",
	},
	{
		`does not support RPC, because its class was not declared with`,
		"methods of an object can be called only if its class extends DurableObject",
		`write import { DurableObject } from "cloudflare:workers" and class … extends DurableObject`,
	},
	{
		`^Could not serialize object of type "?(\w+)"?`,
		"an instance of $1 cannot switch to another object or come back from one",
		"pass a plain object of its fields, or have $1 extend RpcTarget to pass it by reference",
	},
	{
		`^(.+) could not be cloned\.?$`,
		"$1 cannot be stored or sent: functions, promises and weak maps have no lasting form",
		"store plain data: strings, numbers, dates, arrays, maps, sets and objects of these; await promises first",
	},
	{
		`^database or disk is full: SQLITE_FULL`,
		"the disk that holds the local state is full",
		"make room there, or keep the state elsewhere with --persist-to",
	},
	{
		`^put\(\) called with undefined value`,
		"undefined cannot be stored",
		"store null, or delete the key",
	},
	{
		`blockConcurrencyWhile\(\) in a Durable Object waited for too long`,
		"the callback of blockConcurrencyWhile may take at most 30 seconds, and everything else waits for it",
		"only read storage in it; fetch outside of it",
	},
	{
		`^Your Durable Object class must have an alarm\(\) handler`,
		"setAlarm needs an alarm() handler",
		"add async alarm() { … } to the class",
	},
	{
		`^setAlarm\(\) cannot be called with an alarm time <= 0|^Failed to execute 'setAlarm'`,
		"setAlarm takes a time, not a delay",
		"write setAlarm(Date.now() + milliseconds)",
	},
	{
		`^Application called abort\(\) to reset Durable Object`,
		"the object ended itself by ctx.abort()",
		"get a new stub and try again",
	},
	{
		`^Network connection lost`,
		"the other side disconnected, or nothing is listening there",
		"check that the target is running; after an object was reset, get a new stub and try again",
	},
	{
		`^Cannot call .acceptWebSocket\(\). if the WebSocket was already accepted`,
		"a WebSocket is accepted once: by accept() in memory, or by ctx.acceptWebSocket() with hibernation",
		"remove accept()",
	},
	{
		`^Can't accept\(\) WebSocket after enabling hibernation`,
		"a WebSocket is accepted once: by accept() in memory, or by ctx.acceptWebSocket() with hibernation",
		"remove accept(); messages come to webSocketMessage",
	},
	{
		`^You must call one of accept\(\) or state\.acceptWebSocket\(\)`,
		"the server's half of the pair has not been accepted",
		"call ctx.acceptWebSocket(server) before sending, and return the other half",
	},
	{
		`^A WebSocket 'attachment' cannot be larger than`,
		"serializeAttachment keeps at most 16 KB a socket",
		"store the rest, and attach its key",
	},
	{
		`^Failed to execute 'acceptWebSocket' on 'DurableObjectState': parameter 2 is not of type 'Array'`,
		"the second argument of acceptWebSocket is a list of tags",
		"write ctx.acceptWebSocket(ws, [tag])",
	},
	{
		`Hibernatable WebSocket cannot have more than 10 tags`,
		"a WebSocket has at most 10 tags, of 256 characters",
		"attach anything else with serializeAttachment",
	},
	{
		`^Invalid WebSocket close code`,
		"code may be 1000, or 3000 to 4999; 1005, 1006 and 1015 are reserved and never sent",
		"close with 1000, or with a code of your own from 4000 on",
	},
	{
		`^Handler does not export a fetch\(\) function`,
		"the class or Worker that was called has no fetch handler",
		"add async fetch(request) { … }, or call a method of the object instead",
	},
	{
		`^Handler does not export an? (\w+)\(\) function`,
		"the Worker has no $1 handler",
		"add async $1(…) { … } to its default export",
	},
	{
		`the Promise did not resolve to 'Response'|is not of type 'Response'|to be of type 'Response'`,
		"fetch returned something that is not a Response",
		"return new Response(…) on every path; Response.json(value) creates one from data",
	},
	{
		`^Body has already been used`,
		"the body of a request or response can be read once",
		"keep the result of json() or text(), or read request.clone() first",
	},
	{
		`^This ReadableStream is disturbed|^This ReadableStream is currently locked`,
		"the body has already been read, or is being read",
		"return a new Response, or clone() it before the first read",
	},
	{
		`^Cannot perform I/O on behalf of a different`,
		"a stream, request, response or promise of one request was kept and used in another",
		"keep data in variables of the module, never I/O objects; shared state belongs in an object",
	},
	{
		`^Can't modify immutable headers`,
		"headers of a request that came in, or of a response that was fetched, cannot be changed",
		"copy it first: new Response(response.body, response), or new Request(request)",
	},
	{
		`^Invalid URL(?: string)?[.:]|^Fetch API cannot load: `,
		"a URL needs scheme and host, also when an object is fetched",
		`write new URL(path, request.url), or "http://object/path" for an object`,
	},
	{
		`^Response with null body status`,
		"a response with this status has no body",
		"write new Response(null, { status })",
	},
	{
		`^Responses may only be constructed with status codes`,
		"a status goes from 200 to 599; 101 needs a webSocket",
		"write new Response(null, { status: 101, webSocket: client }) to open a WebSocket",
	},
	{
		`^(?:No such module "|Module not found: (?:file:///bundle/)?)([^"]+?)(?:"\.?|)(?:\n|$)`,
		"$1 is not in the bundle: a name that is made at run time cannot be bundled",
		"import it by a name that is written out",
	},
	{
		`^Incorrect type for map entry '([^']+)'`,
		"$1 is exported by the main module, where all exports are classes, functions or objects with handlers",
		"remove its export, or move it to another module",
	},
	{
		`^Disallowed operation called within global scope`,
		"at the top of a module there is no request yet, so there is no fetch, no timer and no random value",
		"do it in a handler, when it is first needed",
	},
	{
		`^Code generation from strings disallowed`,
		"eval and new Function are off in Workers",
		"write the code out; some libraries have a build without eval",
	},
	{
		`^Invalid Durable Object ID: must be 64 hex digits`,
		"idFromString takes the 64 digits that id.toString() gave",
		"for a name, write getByName(name)",
	},
	{
		`^Durable Object ID is not valid for this namespace`,
		"the id was made by another class",
		"use the binding that made it",
	},
	{
		`^Failed to execute 'get' on 'DurableObjectNamespace'`,
		"get takes an id, not a name",
		"write getByName(name)",
	},
	{
		`^Jurisdiction restrictions are not implemented`,
		"the local runtime knows no jurisdictions; Cloudflare does",
		"leave it out while you develop, as by a variable",
	},
}

// noNodeModule is the runtime's error for a module of Node.js that the Worker does not
// have: see bundle.NoNodeModule.
var noNodeModule = pattern.New(`^No such module "(node:[^"]+|assert|buffer|crypto|events|fs|http|https|net|os|path|process|stream|url|util|zlib)"`)

// hintPatterns are the patterns of hints, compiled at the first error.
var hintPatterns = sync.OnceValue(func() []*regexp.Regexp {
	patterns := make([]*regexp.Regexp, len(hints))
	for i, h := range hints {
		patterns[i] = regexp.MustCompile(h.pattern)
	}
	return patterns
})

var (
	noMethod  = pattern.New(`^The RPC receiver does not implement the method "([^"]*)"`)
	notFunc   = pattern.New(`\.(\w+) is not a function$`)
	undefined = pattern.New(`^Cannot read properties of undefined \(reading '(\w+)'\)`)
)

// Hint returns the cause and the fix of a common error, or "".
func (s *Source) Hint(e *event.Error, code *event.Code, t *ThrownError) string {
	if t == nil {
		t = &ThrownError{}
	}
	if thrown, ok := strings.CutPrefix(e.Message, "thrown: "); ok && e.Name == "" {
		return fmt.Sprintf("Only an Error has a stack. Write throw new Error(…) instead of throw %s.", thrown)
	}
	for ; e != nil; e = e.Cause {
		message := e.Message
		if len(message) > 500 {
			message = message[:500]
		}
		if strings.HasPrefix(message, cutOff) {
			return "A reload ended the object before it responded. Send the request again, or give requests more time with --drain."
		}
		if m := noMethod.FindStringSubmatch(message); m != nil {
			return methodHint(m[1], t.Classes)
		}
		if m := notFunc.FindStringSubmatch(message); m != nil {
			return s.rpcHint(m[1], t.Classes)
		}
		if m := undefined.FindStringSubmatch(message); m != nil {
			return s.bindingHint(m[1], code)
		}
		if m := noNodeModule.FindStringSubmatch(message); m != nil {
			cause, fix := bundle.NoNodeModule(s.Project, m[1])
			return sentence(cause, m) + " " + sentence(fix, m)
		}
		for i, pattern := range hintPatterns() {
			if m := pattern.FindStringSubmatch(message); m != nil {
				return sentence(hints[i].cause, m) + " " + sentence(hints[i].fix, m)
			}
		}
		if strings.HasPrefix(message, "D1_") {
			break // its causes are like errors of objects
		}
		code = nil // of the error itself
	}
	if t.Reset && t.From == 0 {
		return "The object was ended, by ctx.abort() or by an error in it. Get a new stub and try again: the next call starts it again."
	}
	return ""
}

// sentence makes a sentence of a clause, with the groups of a pattern filled in. A
// clause that begins with a name is not capitalised.
func sentence(clause string, groups []string) string {
	first, _, _ := strings.Cut(clause, " ")
	if strings.IndexFunc(first, func(r rune) bool { return r != ',' && (r < 'a' || r > 'z') }) < 0 && !slices.Contains(lowerNames, first) {
		clause = strings.ToUpper(clause[:1]) + clause[1:]
	}
	if len(groups) > 1 {
		clause = strings.ReplaceAll(clause, "$1", groups[1])
	}
	return clause + "."
}

// lowerNames are names that a sentence may begin with.
var lowerNames = []string{"eval", "fetch", "undefined", "get", "idFromString", "put", "one"}

// methodHint suggests the most similar method.
func methodHint(name string, classes map[string][]string) string {
	for _, class := range slices.Sorted(maps.Keys(classes)) {
		if near := diag.Nearest(name, classes[class]); near != "" {
			return fmt.Sprintf("%s has no method %q. Did you mean %q?", class, name, near)
		}
	}
	what := "The class"
	var known []string
	for _, class := range slices.Sorted(maps.Keys(classes)) {
		methods := slices.Sorted(slices.Values(classes[class]))
		if len(methods) == 0 {
			methods = []string{"none"}
		}
		if len(methods) > 8 {
			methods = append(methods[:8], "…")
		}
		known = append(known, "those of "+class+" are "+strings.Join(methods, ", "))
		if len(classes) == 1 {
			what = class
		}
	}
	if len(known) == 0 || len(known) > 3 {
		return fmt.Sprintf("%s has no method %q. Fields of the object and methods named #… cannot be called from outside.", what, name)
	}
	return fmt.Sprintf("%s has no method %q: %s. Fields and methods named #… cannot be called from outside.", what, name, strings.Join(known, "; "))
}

// rpcSince is the compatibility date from which stubs have the methods of objects.
const rpcSince = "2024-04-03"

// rpcHint says that a method of an object cannot be called because the Worker is
// without RPC.
func (s *Source) rpcHint(name string, classes map[string][]string) string {
	if s == nil || s.Project == nil {
		return ""
	}
	for _, class := range slices.Sorted(maps.Keys(classes)) {
		if !slices.Contains(classes[class], name) {
			continue
		}
		date := s.Project.CompatibilityDate.Value
		has := func(flag string) bool {
			return slices.ContainsFunc(s.Project.CompatibilityFlags, func(f config.String) bool { return f.Value == flag })
		}
		switch {
		case has("no_rpc"):
			return fmt.Sprintf("The flag no_rpc keeps methods of objects, such as %s of %s, from being called. Remove it from compatibility_flags.", name, class)
		case date < rpcSince && !has("rpc") && !has("js_rpc"):
			return fmt.Sprintf("Methods of objects, such as %s of %s, can be called from compatibility date %s on, and this Worker's is %s. Set a later one, or add \"rpc\" to compatibility_flags.", name, class, rpcSince, date)
		}
	}
	return ""
}

// bindingHint explains a binding that is missing in env; the line of code shows which
// one was read.
func (s *Source) bindingHint(property string, code *event.Code) string {
	if code == nil || code.Pos.Line < code.First || code.Pos.Line >= code.First+len(code.Lines) {
		return ""
	}
	line := code.Lines[code.Pos.Line-code.First]
	binding := ""
	// The last one before the place of the property.
	for _, m := range regexp.MustCompile(`env\.(\w+)[!?)\s]*\.\s*`+regexp.QuoteMeta(property)+`\b`).FindAllStringSubmatchIndex(line, -1) {
		if binding == "" || m[0] < code.Pos.Column {
			binding = line[m[2]:m[3]]
		}
	}
	if binding == "" {
		return ""
	}
	if s == nil || s.Project == nil {
		return ""
	}
	var namespaces, names []string
	if why := render.Absent(s.Project, s.Beside, binding); why != "" {
		return why + "."
	}
	for _, b := range s.Project.DurableObjects() {
		namespaces = append(namespaces, b.Name.Value)
	}
	for _, b := range s.Project.Bindings {
		if name := b.Common().Name.Value; name != "" && render.Absent(s.Project, s.Beside, name) == "" {
			names = append(names, name)
		}
	}
	for _, v := range s.Project.Vars {
		names = append(names, v.Name.Value)
	}
	if slices.Contains(names, binding) {
		return ""
	}
	hint := fmt.Sprintf("env has no %s.", binding)
	switch near := diag.Nearest(binding, names); {
	case near != "":
		return hint + fmt.Sprintf(" Did you mean env.%s?", near)
	case strings.HasPrefix(property, "idFrom") || property == "getByName" || property == "newUniqueId":
		hint += fmt.Sprintf(" Add { \"name\": %q, \"class_name\": … } to durable_objects.bindings in the configuration.", binding)
		if len(namespaces) > 0 {
			hint += " Bound are " + strings.Join(namespaces, ", ") + "."
		}
	}
	return hint
}
