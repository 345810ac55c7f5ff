package host

import _ "embed"

// ReloadPath is where pages in browsers ask whether they are to reload; their
// script is ReloadPath with ".js".
const ReloadPath = "/cdn-cgi/dotool/live-reload"

// Reload is the source of the Worker that has pages reload: it stands before
// the user's and adds a script to HTML. It expects the bindings NEXT (what it
// stands before), DOTOOL and PATH ([ReloadPath]), and [ReloadPage] as the module
// "page.txt".
//
//go:embed reload.js
var Reload string

// Origin is the source of the Worker that gives requests another origin. It expects
// the bindings NEXT (what it stands before) and ORIGIN (a protocol and a host as JSON).
//
//go:embed origin.js
var Origin string

// ReloadPage is the script in the pages.
//
//go:embed reload-page.js
var ReloadPage string
