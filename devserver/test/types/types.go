// Package types has the TypeScript declarations of the modules that tests import.
package types

import _ "embed"

// name is the name of the file that [Text] is written to.
const name = "dotool-test.d.ts"

// Text declares cloudflare:test and dotool:test.
//
//go:embed dotool-test.d.ts
var Text string
