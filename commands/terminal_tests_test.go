//go:build unix

package commands_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestTerminalTests presses each key of `dotool test --watch`.
func TestTerminalTests(t *testing.T) {
	t.Parallel()
	term := newTerminal(t, 120)
	term.write("a.test.js", `import { expect, it } from "vitest";
it("adds", () => expect(1 + 1).toBe(2));
it("has a snapshot", () => expect(1 + 1).toMatchInlineSnapshot("3"));
`)
	term.write("b.test.js", `import { it } from "vitest"; it("waits", () => {});`)
	term.send("dotool test --watch", "Enter")
	press := func(key, pattern string) { // once: another would answer the question that the first asks
		t.Helper()
		term.send(key)
		term.await(pattern)
	}
	term.await(`(?s)DEV.*Tests  1 failed \| 2 passed \(3\).*FAIL  Tests failed.*q to quit`)

	press("w", `(?s)f  run only the failed tests.*u  update`)
	press("f", `(?s)rerun failed tests.*Tests  1 failed \| 1 skipped \(2\).*q to quit`)
	press("t", `Name of tests`)
	term.send("adds", "Enter")
	term.await(`(?s)tests adds.*Tests  1 passed \| 2 skipped \(3\).*q to quit`)
	press("t", `Name of tests`)
	term.send("Enter")
	term.await(`(?s)rerun all tests.*1 failed \| 2 passed \(3\).*q to quit`)
	press("p", `Part of the path`)
	term.send("nowhere", "Enter")
	term.await(`(?s)No test files found. p changes.*q to quit`)
	press("p", `Part of the path`)
	term.send("a.te", "Enter")
	term.await(`(?s)rerun all files.*1 failed \| 1 passed \(2\).*q to quit`)
	press("u", `(?s)update snapshots.*1 updated.*PASS.*q to quit`)
	if text, err := os.ReadFile(filepath.Join(term.dir, "a.test.js")); err != nil || !strings.Contains(string(text), "toMatchInlineSnapshot(`2`)") {
		t.Errorf("%v: %s", err, text)
	}
	press("a", `(?s)rerun all tests.*Tests  2 passed \(2\).*q to quit`)
	press("q", `READY> $`)
	if before, after := term.shellModes(), term.shellModes(); before != after {
		t.Errorf("the terminal is left as\n%s", before)
	}

	// Ctrl-C ends a test that never does.
	term.write("b.test.js", `import { it } from "vitest"; it("waits", { timeout: 1e6 }, () => new Promise(() => {}));`)
	term.send("dotool test b.test; echo code $?", "Enter")
	term.await(`❯ b.test.js 0/1`)
	term.send("C-c")
	term.await(`(?s)Interrupted.*code 130`)
}
