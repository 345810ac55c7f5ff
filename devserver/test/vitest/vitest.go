// Package vitest holds the test runner, matchers, mocks and snapshots of vitest as one
// module for a Worker, built from its npm packages by [go generate].
//
// vitest_test.go has the build. It needs the packages of package-lock.json in the
// folder that DOTOOL_VITEST names: `npm ci --ignore-scripts` installs them. LICENSES.txt,
// which goes with each release, has the licenses of those that the module contains.
package vitest

import _ "embed"

//go:generate go test . -run ^TestBuilt$ -update

// Module is the source of the module: all that "vitest" exports, and beginning with
// "__", what runs the tests.
//
//go:embed vitest.js
var Module string
