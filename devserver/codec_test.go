package devserver

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/dotool-dev/dotool/devserver/render"
	"github.com/dotool-dev/dotool/devserver/workerd"
	"github.com/dotool-dev/dotool/devserver/workerd/workerdtest"
)

// TestCodec has codec.js write the values of package inspect/v8's vectors, in the
// runtime, and read them again: both must speak of a value in the same way.
func TestCodec(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("../inspect/v8/testdata/workerd.json")
	if err != nil {
		t.Fatal(err)
	}
	type vector struct {
		JS, JSON   string
		Unreadable bool
	}
	var vectors []vector
	if err := json.Unmarshal(data, &vectors); err != nil {
		t.Fatal(err)
	}
	// Of a buffer that cannot grow, only a view that shrinks shows what it is.
	for js, form := range map[string]string{
		"new Uint8Array(b)":     `{"$bytes":"AAAAAA==","buffer":BUFFER,"lengthTracking":true}`,
		"new Uint8Array(b,0,4)": `{"$bytes":"AAAAAA==","buffer":BUFFER}`,
		"new Uint8Array(b,2,2)": `{"$bytes":"AAA=","offset":2,"buffer":BUFFER}`,
		"new Int16Array(b,2)":   `{"$bytes":"AAA=","type":"Int16Array","offset":2,"buffer":BUFFER,"lengthTracking":true}`,
		"new DataView(b)":       `{"$bytes":"AAAAAA==","type":"DataView","buffer":BUFFER,"lengthTracking":true}`,
		"new DataView(b,0,4)":   `{"$bytes":"AAAAAA==","type":"DataView","buffer":BUFFER}`,
	} {
		form = strings.Replace(form, "BUFFER", `{"$bytes":"AAAAAA==","type":"ArrayBuffer","maxLength":4}`, 1)
		vectors = append(vectors, vector{JS: "(()=>{const b=new ArrayBuffer(4,{maxByteLength:4});return " + js + "})()", JSON: form})
	}
	var rows strings.Builder
	for _, v := range vectors {
		document := "undefined"
		if v.JSON != "" {
			text, _ := json.Marshal(v.JSON)
			document = string(text)
		}
		fmt.Fprintf(&rows, "[() => (%s), %s],\n", v.JS, document)
	}
	module := fmt.Sprintf(`
import { encode, revive } from "./codec.js";
const rows = [%s];
const text = async (f) => { try { return await encode(f()); } catch (error) { return "threw " + error; } };
export default {
  async fetch() {
    const answers = [];
    for (const [value, json] of rows) answers.push([await text(value), json === undefined ? "" : await text(() => revive(JSON.parse(json)))]);
    return Response.json(answers);
  },
};`, rows.String())

	runtime := workerdtest.Runtime(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	socket, err := l.(*net.TCPListener).File()
	l.Close()
	if err != nil {
		t.Fatal(err)
	}
	defer socket.Close()
	codec, err := os.ReadFile(filepath.Join("host", "codec.js"))
	if err != nil {
		t.Fatal(err)
	}
	p, err := workerd.Start(t.Context(), workerd.Options{
		Binary: runtime.Path, Dir: filepath.Join(t.TempDir(), "workerd"),
		Sockets: map[string]*os.File{render.ControlSocket: socket},
		Config: &workerd.Config{
			Workers: []workerd.Worker{{
				Name: render.UserService("app"), CompatibilityDate: "2026-06-01",
				Modules: []workerd.Module{
					{Name: "index.js", Kind: workerd.ESM, Content: []byte(module)},
					{Name: "codec.js", Kind: workerd.ESM, Content: codec},
				},
			}},
			Sockets: []workerd.Socket{{Name: render.ControlSocket, Service: workerd.Designator{Service: render.UserService("app")}}},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Stop(context.Background())
	client := &http.Client{Timeout: 2 * time.Minute, Transport: &http.Transport{DisableKeepAlives: true}}
	resp, err := client.Get(fmt.Sprintf("http://127.0.0.1:%d/", p.Ports()[render.ControlSocket]))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var answers [][2]string
	if err := json.NewDecoder(resp.Body).Decode(&answers); err != nil || len(answers) != len(vectors) {
		t.Fatalf("%d answers to %d values: %v", len(answers), len(vectors), err)
	}
	same := func(t *testing.T, what, got, want string) {
		if !reflect.DeepEqual(comparable(t, got), comparable(t, want)) {
			t.Errorf("%s:\ngot  %s\nwant %s", what, got, want)
		}
	}
	for i, v := range vectors {
		if v.JSON == "" || strings.Contains(v.JSON, `"native":true`) || strings.Contains(v.JS, "e[5]=1") {
			continue // no JSON that the runtime knows of, or what only storage leaves out of an error
		}
		same(t, v.JS, answers[i][0], v.JSON)
		if !v.Unreadable {
			same(t, v.JS+", made of its JSON", answers[i][1], v.JSON)
		}
	}
}

// comparable is a document without what is of the place an error was made at.
func comparable(t *testing.T, text string) any {
	t.Helper()
	dec := json.NewDecoder(bytes.NewReader([]byte(text)))
	dec.UseNumber()
	var v any
	if err := dec.Decode(&v); err != nil {
		return text
	}
	return withoutStacks(v)
}

func withoutStacks(v any) any {
	switch v := v.(type) {
	case []any:
		for i := range v {
			v[i] = withoutStacks(v[i])
		}
	case map[string]any:
		for _, tag := range []string{"$error", "$domException"} {
			if of, ok := v[tag].(map[string]any); ok {
				delete(of, "stack")
			}
		}
		for k := range v {
			v[k] = withoutStacks(v[k])
		}
	}
	return v
}
