//go:build unix

package commands_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/dotool-dev/dotool/config/template"
)

// served are the requests, in the language of the scripts, of which each template must serve
// all: first those that change the object NAME, then those that read it again.
var served = map[string][2]string{
	"counter": {`
http -X POST /counters/NAME
stdout '^\{"name":"NAME","value":1\}$'
`, `
http /counters/NAME
stdout '^\{"name":"NAME","value":1\}$'
`},
	"chat": {`
http /
stdout '<title>'
ws open NAME-bob /rooms/NAME/ws?user=bob
ws open NAME-ann /rooms/NAME/ws?user=ann
ws send NAME-ann 'hello there'
ws recv NAME-bob '"user":"ann","text":"hello there"'
`, `
http /rooms/NAME
stdout '^\[\{"id":1,"user":"ann","text":"hello there","at":\d+\}\]$'
`},
	"queue": {`
http -X POST -s 202 -d 'mail of NAME' /queues/NAME
stdout '^\{"id":1\}$'
await 'Job 1: mail of NAME'
`, `
http /queues/NAME
stdout '"payload":"mail of NAME","state":"done","attempts":1,'
`},
	"sharded": {`
http -s 404 /stores/NAME/apple
http -X PUT -s 204 -d red /stores/NAME/apple
`, `
http /stores/NAME/apple
stdout '^red$'
http /stores/NAME
stdout '^\{"keys":1,"shards":\[1\]\}$'
`},
	"multiplayer": {`
http /
stdout '<title>Multiplayer'
ws open NAME-bob /documents/NAME
ws recv NAME-bob '^\x00\x00'
ws open NAME-ann /documents/NAME
ws recv NAME-ann '^\x00\x00'
ws bytes NAME-ann 00021201010100040104746578740568656c6c6f00
ws recv NAME-bob '^\x00\x02.*hello'
`, `
http /documents/NAME
stdout '^hello$'
`},
	"api": {`
http -X POST -s 400 -d '{}' /users/NAME/notes
http -X POST -s 201 -d '{"text":"milk"}' /users/NAME/notes
`, `
http /users/NAME/notes
stdout '^\[\{"id":1,"text":"milk","at":\d+\}\]$'
`},
}

// Each template is clean for `check`, `types` and TypeScript, its tests pass, and it serves
// the same under dotool and under wrangler, on one state. Its packages come from the
// node_modules folder that DOTOOL_TEMPLATES names. Wrangler takes its time: of it, only one
// template is tested in each language, and all of them with DOTOOL_ALL.
func TestTemplates(t *testing.T) {
	t.Parallel()
	p := scriptParams(t)
	dir, all, packages := t.TempDir(), os.Getenv("DOTOOL_ALL") != "", os.Getenv("DOTOOL_TEMPLATES")
	for _, item := range template.All {
		if item.Packages() && packages == "" {
			t.Logf("%s: DOTOOL_TEMPLATES is not set: see .ci/run", item.Name)
			continue
		}
		for _, js := range []bool{false, true} {
			withWrangler := all || item.Name == map[bool]string{false: "multiplayer", true: "api"}[js]
			if js && !withWrangler {
				continue // it is the TypeScript without types
			}
			name, script := item.Name, templateScript(item, packages, js, withWrangler && os.Getenv("DOTOOL_WRANGLER") != "")
			if js {
				name += "_js"
			}
			file := filepath.Join(dir, name+".txtar")
			if err := os.WriteFile(file, []byte(script), 0o644); err != nil {
				t.Fatal(err)
			}
			p.Files = append(p.Files, file)
		}
	}
	p.UpdateScripts = false
	testscript.RunT(shortT{t}, p)
}

func templateScript(item template.Template, packages string, js, withWrangler bool) string {
	var b strings.Builder
	fmt.Fprintf(&b, "exec dotool init app --template %s%s\ncd app\n", item.Name, map[bool]string{true: " --js"}[js])
	if item.Packages() {
		fmt.Fprintf(&b, "symlink node_modules -> %s\n", packages)
	}
	b.WriteString("exec dotool check --max-warnings 0\n")
	if !js {
		b.WriteString("exec dotool types --check\n[tsc] exec $TSC\n[tsc] exec $TSC -p test\n")
	}
	b.WriteString("exec dotool test\n")
	change, read := served[item.Name][0], served[item.Name][1]
	of := strings.NewReplacer("NAME", "dotool")
	b.WriteString("dev" + of.Replace(change+read) + "halt\n")
	if withWrangler {
		b.WriteString("wrangler" + of.Replace(read) + strings.ReplaceAll(change+read, "NAME", "wrangler") + "! halt\n")
	}
	return b.String()
}
