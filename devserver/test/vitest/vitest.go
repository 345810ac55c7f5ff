// Package vitest holds the test runner, matchers, mocks and snapshots of vitest as one
// module for a Worker, built from its npm packages by [go generate].
//
// vitest_test.go has the build. It needs the packages of package-lock.json in the
// folder that DOTOOL_VITEST names: `npm ci --ignore-scripts` installs them.
package vitest

import _ "embed"

//go:generate go test . -run ^TestBuilt$ -update

// Version is the release of vitest, and of the packages that it is made of.
const Version = "4.1.12"

// Module is the source of the module: all that "vitest" exports, and beginning with
// "__", what runs the tests.
//
//go:embed vitest.js
var Module string

// Licenses are those of the packages that the module contains.
//
//go:embed LICENSES.txt
var Licenses string
