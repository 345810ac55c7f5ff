package commands

import (
	"cmp"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/migrate/state"
)

// overrides reads the flags of wrangler, and the arguments, which become none if they are
// an entry module.
func overrides(e *local.Project, c *cli.Context, paths *[]string) (o config.Overrides, err error) {
	for _, name := range c.LocalFlagNames() {
		note := wranglerNotes[name]
		switch value := fmt.Sprint(c.Value(name)); {
		case value == "false":
			note = ""
		case name == "inspector-ip" && !slices.Contains([]string{"localhost", "127.0.0.1", "::1"}, value):
			note = "DevTools connect from this machine only"
		}
		if note != "" {
			e.Note("%s --%s has no effect: %s.", e.Style(e.Stderr).Warn.Render("warning:"), name, note)
		}
	}
	for _, name := range c.StringSlice(experimentsFlag) {
		e.Note("%s --%s has no effect: it is an experiment of wrangler.", e.Style(e.Stderr).Warn.Render("warning:"), name)
	}
	if several := max(len(*paths), len(e.Flags.Configs)); several > 1 {
		for _, name := range []string{"name", "assets", "build"} {
			if c.IsSet(name) {
				return o, ui.UsageError(fmt.Sprintf("--%s is of one Worker, and %d are to be served", name, several), "write it into the configuration of the Worker that it is for")
			}
		}
	}
	for _, path := range *paths {
		if _, err := strconv.ParseUint(path, 10, 16); err == nil && !state.Exists(e.Path(path)) {
			return o, ui.UsageError(fmt.Sprintf("there is no file or folder %q", path), "did you mean --port "+path+"?")
		}
	}
	if i := slices.IndexFunc(*paths, isEntry); i >= 0 && max(len(*paths), len(e.Flags.Configs)) > 1 {
		return o, ui.UsageError(fmt.Sprintf("%s is an entry module, which is of one Worker, and several are to be served", (*paths)[i]), "name its configuration, or the folder of that")
	} else if i >= 0 {
		o.Main, *paths = e.Path((*paths)[i]), nil
		if info, err := os.Stat(o.Main); err != nil || !info.Mode().IsRegular() {
			return o, ui.UsageError(fmt.Sprintf("the entry module %s does not exist", c.Args().First()), "name the file that exports your classes, or the folder of the configuration")
		}
	}
	if c.IsSet("name") {
		if o.Name = c.String("name"); !config.ValidName(o.Name) {
			return o, ui.Usagef("--name takes lower-case letters, digits, dashes and underscores, not %q", o.Name)
		}
	}
	if c.IsSet("compatibility-date") {
		o.CompatibilityDate = c.String("compatibility-date")
		if _, err := time.Parse(time.DateOnly, o.CompatibilityDate); err != nil {
			return o, ui.Usagef("--compatibility-date takes a date such as 2026-11-17, not %q", o.CompatibilityDate)
		}
	}
	for _, given := range slices.Concat(c.StringSlice("compatibility-flags"), c.StringSlice("compatibility-flag")) {
		o.CompatibilityFlags = append(o.CompatibilityFlags, strings.FieldsFunc(given, func(r rune) bool { return r == ',' || r == ' ' })...)
	}
	o.EnvFiles = e.Flags.EnvFiles
	if o.Define, err = pairs(c, "define"); err != nil {
		return o, err
	}
	if o.Alias, err = pairs(c, "alias"); err != nil {
		return o, err
	}
	if c.IsSet("minify") {
		minify := c.Bool("minify")
		o.Minify = &minify
	}
	if c.Bool("bundle") && c.Bool("no-bundle") {
		return o, ui.Usagef("--bundle and --no-bundle cannot be combined")
	}
	if c.IsSet("no-bundle") || c.IsSet("bundle") {
		no := c.Bool("no-bundle") || c.IsSet("bundle") && !c.Bool("bundle")
		o.NoBundle = &no
	}
	o.AI = c.String("ai")
	o.Build = c.String("build")
	o.LocalProtocol, o.UpstreamProtocol = c.String("local-protocol"), c.String("upstream-protocol")
	if given := cmp.Or(c.String("host"), c.String("local-upstream")); given != "" {
		if o.Host = config.HostOf(given); o.Host == "" {
			return o, ui.Usagef("--host takes the name of a host such as shop.example.com, not %q", given)
		}
	}
	o.Routes = slices.Concat(c.StringSlice("routes"), c.StringSlice("route"))
	o.KeepOrigin = !c.Bool("infer-origin-from-routes")
	o.Assets, o.TSConfig = e.Path(c.String("assets")), e.Path(c.String("tsconfig"))
	o.JSXFactory, o.JSXFragment = c.String("jsx-factory"), c.String("jsx-fragment")
	return o, nil
}

// pairs reads a repeatable flag of KEY:VALUE.
func pairs(c *cli.Context, flag string) (map[string]string, error) {
	m := map[string]string{}
	for _, given := range c.StringSlice(flag) {
		key, value, ok := strings.Cut(given, ":")
		if !ok || key == "" {
			return nil, ui.Usagef("--%s takes KEY:VALUE, not %q", flag, given)
		}
		m[key] = value
	}
	return m, nil
}
