package workerd

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// everything uses each field and each kind once.
func everything(disk string) *Config {
	return &Config{
		Workers: []Worker{
			{
				Name: "user",
				Modules: []Module{
					{"index.js", ESM, []byte("import text from './a.txt';\nexport default { fetch() { return new Response(\"ok\"); } }\nexport class Room {}\nexport class Tally {}\nexport class Admin {}\n")},
					{"a.txt", Text, []byte("tab\tquote\"backslash\\\r\n")},
					{"a.bin", Data, []byte{0, 1, 0xff}},
					{"a.wasm", Wasm, []byte("\x00asm\x01\x00\x00\x00")},
					{"a.cjs", CommonJS, []byte("module.exports = 1;")},
				},
				CompatibilityDate:  "2026-11-01",
				CompatibilityFlags: []string{"global_navigator", "nodejs_compat_v2"},
				Bindings: []Binding{
					{"TEXT", TextBinding("é😀\x00\xff")},
					{"NUMBER", JSONBinding(`{"a":[1,null]}`)},
					{"DATA", DataBinding("bytes")},
					{"ROOM", NamespaceBinding{ClassName: "Room"}},
					{"SELF", ServiceBinding{Service: "user", Entrypoint: "Admin", Props: []byte(`{"role":"admin"}`)}},
				},
				Namespaces: []Namespace{
					{ClassName: "Room", UniqueKey: "user-Room", SQL: true},
					{ClassName: "Tally", UniqueKey: "user-Tally~1", PreventEviction: true},
				},
				Storage:        "objects",
				Tails:          []Designator{{Service: "control", Entrypoint: "Tail"}},
				GlobalOutbound: "internet",
				CacheOutbound:  "internet",
			},
			{
				Name:               "control",
				Modules:            script("export default {}; export const Tail = { tail() {} };"),
				CompatibilityDate:  "2026-06-01",
				CompatibilityFlags: []string{"unsafe_module"},
				Bindings: []Binding{
					{"ROOM", NamespaceBinding{ClassName: "Room", Service: "user"}},
					{"LOADER", LoaderBinding{}},
					{"DATABASE", HyperdriveBinding{Service: "database", Scheme: "postgres", User: "u", Password: "p", Database: "d"}},
					{"POINTS", AnalyticsBinding{Service: "user", Props: []byte(`{"dataset":"d"}`)}},
				},
			},
		},
		Services: []Service{
			{"objects", Disk{Path: disk, Writable: true, Dotfiles: true}},
			{"internet", Network{Allow: []string{"public", "private", "local"}, Deny: []string{"192.0.2.0/24"}}},
			{"back", External{Address: "127.0.0.1:80", Headers: []Header{{"X-Secret", "s"}}}},
			{"database", External{Address: "127.0.0.1:5432", TCP: true}},
		},
		Sockets: []Socket{
			{Name: "http", Service: Designator{Service: "user"}, Headers: []Header{{"CF-Connecting-IP", "127.0.0.1"}}},
			{Name: "control", Service: Designator{Service: "control"}},
		},
	}
}

func TestTextGolden(t *testing.T) {
	t.Parallel()
	const golden = "testdata/config.golden"
	got := everything("/state/v3/do").Text()
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("-want +got, rewrite with -update:\n%s", diff)
	}
	if empty := new(Config).Text(); !strings.HasSuffix(empty, "const config :Workerd.Config = ();\n") {
		t.Errorf("an empty Config is %s", empty)
	}
}

// The message is what workerd itself makes of the text, apart from where its parts are.
func TestMessage(t *testing.T) {
	t.Parallel()
	all := everything("/state/v3/do")
	all.Internal = []Module{{Name: "dotool:x", Content: []byte("export default 1;")}}
	all.Sockets = append(all.Sockets, Socket{Name: "https", Service: Designator{Service: "user"}, TLS: &TLS{[]byte("key"), []byte("chain")}})
	all.Services = append(all.Services,
		Service{"assets", Assets{Path: "/assets", HTMLHandling: "none", Worker: "user", CompatibilityDate: "2026-01-01", CompatibilityFlags: []string{"a", "b"}}},
		Service{"nothing", External{Address: "unix:/x"}}, Service{"alone", Assets{Path: "/"}}, Service{"readable", Disk{Path: "/"}}, Service{"public", Network{}})
	all.Workers = append(all.Workers,
		Worker{
			Name: "more", Modules: []Module{{"flows.js", Bundled, []byte("/workerd/workflows.js")}, {"empty", Data, nil}, {"none", Text, nil}},
			Bindings: []Binding{
				{"ENV", EnvironmentBinding("X")}, {"R2", BucketBinding{Service: "a"}}, {"KV", KVBinding{Service: "a", Entrypoint: "b"}}, {"Q", QueueBinding{Service: "a"}},
				{"PORT", DebugPortBinding{}}, {"W", WrappedBinding{Module: "m", Bindings: []Binding{{"IN", TextBinding("")}}}}, {"F", WrappedBinding{Module: "m", Function: "f"}},
			},
			StreamingTails: []Designator{{Service: "a"}, {Service: "b", Props: []byte("1")}},
			Engine:         &Engine{Actor: Designator{Service: "a", Entrypoint: "E"}, Workflows: []Workflow{{"C", "n", Designator{Service: "b"}}}},
			Storage:        "objects",
		},
		Worker{Name: "memory", Modules: script(""), Namespaces: []Namespace{{ClassName: "A", UniqueKey: "k"}}})
	for name, c := range map[string]*Config{"all": all, "empty": {}} {
		file := filepath.Join(t.TempDir(), "config.capnp")
		if err := os.WriteFile(file, []byte(c.Text()), 0o600); err != nil {
			t.Fatal(err)
		}
		compile := exec.CommandContext(t.Context(), testWorkerd(t), "compile", "--config-only", file)
		var problems strings.Builder
		compile.Stderr = &problems
		compiled, err := compile.Output()
		if err != nil {
			t.Fatal(err, problems.String())
		}
		if diff := cmp.Diff(outline(t, compiled), outline(t, c.Message())); diff != "" {
			t.Errorf("%s: -workerd's +ours:\n%s", name, diff)
		}
	}
}

// outline lists what a message of one segment has, without the places of its parts, and
// without what is zero or null at the end of a struct.
func outline(t *testing.T, b []byte) []string {
	t.Helper()
	if n := binary.LittleEndian.Uint32(b); n != 0 {
		t.Fatalf("%d segments", n+1)
	}
	if n := int(binary.LittleEndian.Uint32(b[4:])); len(b) != 8+8*n {
		t.Fatalf("%d bytes for %d words", len(b), n)
	}
	var lines []string
	var visit func(depth string, at int)
	record := func(depth string, at, data, pointers int) {
		lines = append(lines, depth+"struct "+strings.TrimRight(fmt.Sprintf("%x", b[at:at+8*data]), "0"))
		for i := range pointers {
			visit(fmt.Sprint(depth, " ", i), at+8*(data+i))
		}
	}
	visit = func(depth string, at int) {
		low, high := binary.LittleEndian.Uint32(b[at:]), binary.LittleEndian.Uint32(b[at+4:])
		if low == 0 && high == 0 {
			return
		}
		to := at + 8 + 8*(int(int32(low))>>2)
		count := int(high >> 3)
		switch low&3<<4 | high&7*(low&1) {
		case 0x12: // bytes
			lines = append(lines, fmt.Sprintf("%s %q", depth, b[to:to+count]))
		case 0x16:
			for i := range count {
				visit(fmt.Sprint(depth, ".", i), to+8*i)
			}
		case 0x17:
			size := binary.LittleEndian.Uint32(b[to+4:])
			n, data, pointers := int(binary.LittleEndian.Uint32(b[to:])>>2), int(size&0xffff), int(size>>16)
			for i := range n {
				record(fmt.Sprint(depth, ".", i), to+8+i*8*(data+pointers), data, pointers)
			}
		case 0x00:
			record(depth, to, int(high&0xffff), int(high>>16))
		default:
			t.Fatalf("%s: a pointer %08x %08x", depth, low, high)
		}
	}
	visit("", 8)
	return lines
}

// The real workerd accepts the golden file.
func TestTextEverything(t *testing.T) {
	t.Parallel()
	http, addr := listen(t)
	control, _ := listenUnix(t)
	p, _ := start(t, Options{
		Binary:  testWorkerd(t),
		Config:  everything(t.TempDir()),
		Sockets: map[string]*os.File{"http": http, "control": control},
	})
	if got := get(t, "http://"+addr); got != "ok" {
		t.Errorf("got %q", got)
	}
	_, port, _ := strings.Cut(addr, ":")
	if diff := cmp.Diff(map[string]int{"http": must1(strconv.Atoi(port)), "control": 0}, p.Ports()); diff != "" {
		t.Error(diff)
	}
}

// All values of a configuration reach the worker unchanged.
func TestValuesRoundTrip(t *testing.T) {
	t.Parallel()
	rnd := rand.New(rand.NewPCG(1, 2))
	var texts []string
	for c := range 256 {
		texts = append(texts, string(rune(c)), fmt.Sprintf("\\%c\"%c", c, c))
	}
	texts = append(texts, "", "line\r\nline\n", "日本語 😀 \u2028\u2029 \ufffd \U0010ffff", `\x41\101\u0041`, "${a}`", "# not a comment", "0x\"00\"", strings.Repeat("long ", 1e5))
	for range 200 {
		var b strings.Builder
		for range rnd.IntN(40) {
			b.WriteRune([]rune{rune(rnd.IntN(0x80)), rune(rnd.IntN(0xd800)), rune(0xe000 + rnd.IntN(0x102000))}[rnd.IntN(3)])
		}
		texts = append(texts, b.String())
	}
	raw := make([]byte, 1000)
	for i := range raw {
		raw[i] = byte(rnd.IntN(256))
	}

	worker := Worker{Modules: append(script(`
import text from "te\"xt";
import data from "data";
const hex = b => Array.from(new Uint8Array(b), x => x.toString(16).padStart(2, "0")).join("");
export default {
	fetch(request, env) {
		return Response.json({ env: { ...env, data: hex(env.data) }, text, data: hex(data), header: request.headers.get("x-given"), forged: request.headers.get("x-forged") });
	},
};`),
		Module{`te"xt`, Text, []byte(strings.Join(texts, "|"))},
		Module{"data", Data, raw},
	)}
	type answer struct {
		Env                        map[string]any
		Text, Data, Header, Forged string
	}
	want := answer{
		Env:    map[string]any{"invalid": "a\ufffdb\ufffd", "json": map[string]any{"\n": []any{nil, "\x00"}}, "data": fmt.Sprintf("%x", raw)},
		Text:   strings.Join(texts, "|"),
		Data:   fmt.Sprintf("%x", raw),
		Header: `q"u\o`,
		Forged: "ours",
	}
	worker.Bindings = []Binding{
		{"invalid", TextBinding("a\xffb\xc3")},
		{"json", JSONBinding(`{"\n":[null,"\u0000"]}`)},
		{"data", DataBinding(raw)},
	}
	for i, s := range texts {
		name := fmt.Sprintf("%d %s", i, s[:min(len(s), 3)])
		if !utf8.ValidString(name) {
			name = strconv.Itoa(i)
		}
		worker.Bindings = append(worker.Bindings, Binding{name, TextBinding(s)})
		want.Env[name] = s
	}
	config := oneSocket(worker)
	config.Sockets[0].Headers = []Header{{"X-Given", `q"u\o`}, {"X-Forged", "ours"}}

	_, addr := start(t, Options{Binary: testWorkerd(t), Config: config})
	req, err := http.NewRequestWithContext(t.Context(), "GET", "http://"+addr, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("X-Forged", "theirs")
	res, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var got answer
	if err := json.NewDecoder(res.Body).Decode(&got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%.2000s", diff)
	}
}

// A 5 MB wasm module or asset is as safe as text.
func TestLargeModules(t *testing.T) {
	t.Parallel()
	big := bytes.Repeat([]byte("0123456789\n"), 5<<20/11)
	_, addr := start(t, Options{Binary: testWorkerd(t), Config: oneSocket(Worker{
		Modules: append(script(`
import text from "text";
import data from "data";
export default { fetch: () => new Response(text.length + " " + data.byteLength) };`),
			Module{"text", Text, big}, Module{"data", Data, big}),
	})})
	if got, want := get(t, "http://"+addr), fmt.Sprint(len(big), " ", len(big)); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func FuzzText(f *testing.F) {
	for _, s := range []string{"", "a", `"\`, "\n\r\t\x00\x7f\x80\xff", "é😀\xf0\x9f", "\xed\xa0\x80"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, s []byte) {
		literal := string(text(s).print(nil, 0))
		if strings.ContainsAny(literal, "\n\r\x00") || !utf8.ValidString(literal) {
			t.Errorf("%q is no single line of text", literal)
		}
		if !strings.HasPrefix(literal, `"`) || !strings.HasSuffix(literal, `"`) || len(literal) < 2 {
			t.Fatalf("%q is not quoted", literal)
		}
		// Go's literals are a superset of what is written.
		got, err := strconv.Unquote(strings.ReplaceAll(literal, "\t", `\t`))
		if err != nil || got != string(s) {
			t.Errorf("%s reads as %q, %v", literal, got, err)
		}
		if other := string(text(string(s)).print(nil, 0)); other != literal {
			t.Errorf("as a string %s, as bytes %s", other, literal)
		}
	})
}

func BenchmarkMessage(b *testing.B) {
	for _, size := range []int{1 << 10, 5 << 20} {
		source := make([]byte, size)
		for i := range source {
			source[i] = base64.StdEncoding.EncodeToString([]byte{byte(i)})[0]
		}
		c := oneSocket(Worker{Modules: script(string(source))})
		b.Run(fmt.Sprint(size, " bytes"), func(b *testing.B) {
			b.SetBytes(int64(size))
			for b.Loop() {
				c.Message()
			}
		})
	}
}
