package commands

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
)

// TestAsWrangler gives dev what wrangler's parser takes.
func TestAsWrangler(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "apps"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "b.env"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	env := &local.Project{Env: &ui.Env{Dir: dir}}
	for _, c := range []struct{ given, want string }{
		{"dev --var A:1 B:2", "dev --var A:1 --var=B:2"},
		{"dev --var A:1 B:2 apps", "dev --var A:1 --var=B:2 -- apps"},
		{"dev --var A:1 src/index.ts", "dev --var A:1 -- src/index.ts"},
		{"dev --var=A:1 B:2 --var C:3", "dev --var=A:1 --var=B:2 --var C:3"},
		{"dev apps --define A:1 B:2 -- x", "dev --define A:1 --define=B:2 -- apps x"},
		{"dev --alias a:b c:d", "dev --alias a:b --alias=c:d"},
		{"dev --compatibility-flags a b", "dev --compatibility-flags a --compatibility-flags=b"},
		{"dev --compatibility-flags=a --compatibility-flags=b", "dev --compatibility-flags=a --compatibility-flags=b"},
		{"dev --compatibility-flag a b --port 1", "dev --compatibility-flag a --compatibility-flag=b --port 1"},
		{"dev --compatibilityFlags a --testScheduled", "dev --compatibility-flags a --test-scheduled"},
		{"dev --env-file a.env b.env apps", "--env-file a.env --env-file=b.env dev -- apps"},
		{"dev --no-live-reload --no-watch", "dev --live-reload=false --watch=false"},
		{"dev --no-show-interactive-dev-session", "dev --show-interactive-dev-session=false"},
		{"dev --no-bundle apps", "dev --no-bundle -- apps"},
		{"dev --noBundle --no-minify", "dev --no-bundle --minify=false"},
		{"dev --live-reload false apps", "dev --live-reload=false -- apps"},
		{"dev --live-reload=true", "dev --live-reload=true"},
		{"dev --local true", "--local=true dev"},
		{"dev --x-dev-env --no-x-registry --experimental-assets=1 apps", "dev --experiments=x-dev-env --experiments=x-registry --experiments=experimental-assets -- apps"},
		{"dev --x-provision false apps", "dev --experiments=x-provision -- apps"},
		{"dev --xNewConfig", "dev --experiments=x-new-config"},
		{"dev --prot 1", "dev --prot -- 1"},
		{"dev -- --x-dev-env", "dev -- --x-dev-env"},
		{"objects --no-json", "--json=false objects"},
		{"call room post true --json", "--json call -- room post true"},
		{"sql lobby --param 1 2", "sql --param 1 -- lobby 2"},
	} {
		got, err := permute(newApp(env), strings.Fields(c.given), env.Stat)
		if err != nil || strings.Join(got, " ") != c.want {
			t.Errorf("%s: %s, %v; want %s", c.given, strings.Join(got, " "), err, c.want)
		}
	}
}
