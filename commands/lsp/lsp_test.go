package lsp

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// Positions are lines that end with \n, \r\n or \r, and UTF-16 code units in them.
func FuzzText(f *testing.F) {
	for _, s := range []string{"", "a\nb", "a\r\nb\rc\n", "😀é\t=\r\n\r\n'", "\xff\xfe\n\xf0\x9f", "\u2028x\n\ufeff"} {
		f.Add(s, 1, 2, "new\n")
	}
	f.Fuzz(func(t *testing.T, s string, line, character int, by string) {
		x := newText(s, false)
		for o := 0; o <= len(s); o++ {
			p := x.position(o)
			if o < len(s) && !utf8.RuneStart(s[o]) && utf8.ValidString(s) || o > 0 && o < len(s) && s[o-1] == '\r' && s[o] == '\n' {
				continue // inside of a character, or of the end of a line
			}
			before := strings.ReplaceAll(strings.ReplaceAll(s[:o], "\r\n", "\n"), "\r", "\n")
			last := before[strings.LastIndexByte(before, '\n')+1:]
			if want := (position{strings.Count(before, "\n"), len(utf16.Encode([]rune(last)))}); utf8.ValidString(s) && p != want {
				t.Fatalf("offset %d of %q is %+v, want %+v", o, s, p, want)
			}
			if back := x.offset(p); utf8.ValidString(s) && back != o {
				t.Fatalf("offset %d of %q is %+v, which is %d", o, s, p, back)
			}
		}
		b := newText(s, true)
		for o := range s {
			if back := b.offset(b.position(o)); back != o && s[o] != '\n' {
				t.Fatalf("offset %d of %q is %d in bytes", o, s, back)
			}
		}
		at := x.offset(position{line, character})
		if at < 0 || at > len(s) || x.at(line, character) < 0 || x.at(line, character) > len(s) {
			t.Fatalf("%d of %q", at, s)
		}
		if y := x.replace(span{position{line, character}, position{line, character + 1}}, by); len(y.s) > len(s)+len(by) {
			t.Fatalf("%q", y.s)
		}
	})
}

// A position in the middle of a character, or beyond a line, is at its edge.
func TestTextEdges(t *testing.T) {
	x := newText("a😀b\r\nc", false)
	for _, c := range []struct {
		p    position
		want int
	}{{position{0, 2}, 1}, {position{0, 3}, 5}, {position{0, 99}, 6}, {position{1, 0}, 8}, {position{9, 9}, 9}, {position{-1, 3}, 0}, {position{0, -7}, 0}} {
		if got := x.offset(c.p); got != c.want {
			t.Errorf("%+v is %d, want %d", c.p, got, c.want)
		}
	}
	if got := x.replace(span{position{0, 1}, position{1, 0}}, "-").s; got != "a-c" {
		t.Errorf("%q", got)
	}
}

// Whatever comes is a message or the end; what is sent is read again.
func FuzzFrames(f *testing.F) {
	f.Add([]byte("Content-Length: 2\r\n\r\n{}"))
	f.Add([]byte("x\n\nContent-Length: 99999999999\r\n\r\n"))
	f.Add([]byte("content-length:1\nContent-Type: x\n\na" + strings.Repeat("y", 5000)))
	f.Fuzz(func(t *testing.T, data []byte) {
		in := &frames{in: bufio.NewReader(bytes.NewReader(data))}
		for range data {
			if _, err := in.next(); err != nil {
				break
			}
		}
		var sent bytes.Buffer
		both := &frames{in: bufio.NewReader(&sent), out: &sent}
		if err := both.WriteObject(data); err != nil {
			t.Fatal(err)
		}
		var got []byte
		if err := both.ReadObject(&got); err != nil || !bytes.Equal(got, data) {
			t.Fatalf("%q, %v", got, err)
		}
	})
}

// No message ends a session otherwise than by its end.
func FuzzSession(f *testing.F) {
	f.Add("textDocument/didOpen", `{"textDocument":{"uri":"file:///nowhere/a.ts","version":1,"text":"class A extends DurableObject {"}}`)
	f.Add("textDocument/didChange", `{"textDocument":{"uri":"file:///nowhere/a.ts"},"contentChanges":[{"range":{"start":{"line":-1,"character":9},"end":{}},"text":"x"}]}`)
	f.Add("textDocument/codeAction", `{"textDocument":{"uri":"file:///nowhere/a.ts"},"range":null}`)
	f.Add("textDocument/hover", `[1]`)
	f.Add("workspace/didChangeWorkspaceFolders", `{"event":{"added":[{"uri":"file:///nowhere/%zz"}]}}`)
	f.Add("$/cancelRequest", `{"id":{}}`)
	f.Add("initialize", `null`)
	f.Fuzz(func(t *testing.T, method, params string) {
		var in bytes.Buffer
		to := &frames{out: &in}
		for i, m := range []string{
			`"method":"initialize","id":1,"params":{"rootUri":null}`,
			`"method":"textDocument/didOpen","params":{"textDocument":{"uri":"file:///nowhere/a.ts","version":1,"text":"export class A extends DurableObject {}"}}`,
			fmt.Sprintf(`"method":%q,"params":%s`, method, params),
			fmt.Sprintf(`"method":%q,"id":%q,"params":%s`, method, method, params),
			`"method":"textDocument/hover","id":2,"params":{"textDocument":{"uri":"file:///nowhere/a.ts"},"position":{"line":0,"character":3}}`,
		} {
			if !json.Valid([]byte("{" + m + "}")) {
				fmt.Fprintf(&in, "Content-Length: %d\r\n\r\n%s", len(m), m)
			} else if err := to.WriteObject(json.RawMessage(`{"jsonrpc":"2.0",` + m + `}`)); err != nil {
				t.Fatal(i, err)
			}
		}
		if err := Run(context.Background(), Options{In: &in, Out: io.Discard}); err != nil && !errors.Is(err, errNoShutdown) {
			t.Fatal(err)
		}
	})
}
