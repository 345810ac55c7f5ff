package render

import (
	"strings"
	"testing"

	"dotool/config"
	"dotool/devserver/bundle"
	"dotool/migrate"
)

// What the user's Worker is given, and what it is spared.
func TestRender(t *testing.T) {
	t.Parallel()
	text := func(code string) string {
		return Config(Input{
			Project: &config.Project{
				Name: config.String{Value: "app"},
				Vars: []config.Var{{Name: config.String{Value: "SECRET_VAR"}, Text: "v"}},
				Bindings: []config.Binding{
					config.KV{Entry: config.Entry{Name: config.String{Value: "CACHE"}}},
					config.DurableObject{Entry: config.Entry{Name: config.String{Value: "ROOM"}}, ClassName: config.String{Value: "Room"}},
					config.DurableObject{Entry: config.Entry{Name: config.String{Value: "ELSEWHERE"}}, ClassName: config.String{Value: "Room"}, ScriptName: config.String{Value: "other"}},
				},
			},
			Bundle:  &bundle.Bundle{Modules: []bundle.Module{{Name: "index.js", Code: []byte(code)}}, Exports: []string{"Room", "default"}},
			Classes: map[string]migrate.Class{"Room": {Key: "app-Hall", Storage: migrate.SQLite}},
			Objects: "/objects", Date: "2026-10-01", Secret: "s", Name: "n", Public: 2,
		}).Text()
	}
	plain := text("export default {}")
	for _, want := range []string{`"SECRET_VAR"`, `"ROOM"`, `"app-Hall"`, `enableSql = true`, `"http2"`, `"/objects"`} {
		if !strings.Contains(plain, want) {
			t.Errorf("no %s in\n%s", want, plain)
		}
	}
	for _, not := range []string{"ELSEWHERE", "CACHE", "CF-Connecting-IP"} {
		if strings.Contains(plain, not) {
			t.Errorf("%s in\n%s", not, plain)
		}
	}
	if n := strings.Count(text("export default { fetch: (r) => new Response(r.headers.get('a')) }"), "CF-Connecting-IP"); n != 2 {
		t.Errorf("code that reads headers: the address of the client on %d sockets, want 2", n)
	}
}
