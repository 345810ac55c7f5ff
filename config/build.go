package config

import (
	"path/filepath"
	"slices"
	"strconv"

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/config/tree"
)

var ruleTypes = []string{"ESModule", "CommonJS", "CompiledWasm", "Text", "Data"}

func (l *loader) build() {
	b := &l.p.Build
	b.NoBundle = pick(l, "no_bundle", l.bool)
	b.FindAdditionalModules = pick(l, "find_additional_modules", l.bool)
	if l.selected("find_additional_modules") == nil {
		b.FindAdditionalModules = b.NoBundle
	}
	b.PreserveFileNames = pick(l, "preserve_file_names", l.bool)
	b.Minify = pick(l, "minify", l.bool)
	if keep := pick(l, "keep_names", l.bool); l.selected("keep_names") != nil {
		b.KeepNames = &keep
	}
	b.BaseDir = l.abs(pick(l, "base_dir", l.string).Value)
	b.TSConfig = l.abs(pick(l, "tsconfig", l.string).Value)
	b.JSXFactory = pick(l, "jsx_factory", l.string).Value
	b.JSXFragment = pick(l, "jsx_fragment", l.string).Value
	b.Define = pick(l, "define", l.stringMap)
	b.Alias = l.stringMap(l.doc.Root.Get("alias"), "alias")
	b.Rules = pick(l, "rules", func(n *node, path string) (rules []Rule) {
		if n.Absent() {
			return nil
		}
		l.objects(n, path, func(n *node, path string) {
			var r Rule
			if t := l.need(n, path, "type"); t.Pos.Line > 0 && l.oneOf(t, path+".type", ruleTypes...) {
				r.Type = t.Value
			}
			if n.Get("globs") == nil {
				l.doc.Errorf(l.doc.At(n), `%s has no "globs"`, path).Fix = `add "globs"`
			}
			for _, glob := range l.strings(n.Get("globs"), path+".globs") {
				r.Globs = append(r.Globs, glob.Value)
			}
			r.Fallthrough = l.bool(n.Get("fallthrough"), path+".fallthrough")
			if r.Type != "" {
				rules = append(rules, r)
			}
		})
		return rules
	})
	if l.p.Generated {
		l.asUser(l.buildCommand)
	} else {
		l.buildCommand()
	}
}

func (l *loader) fromRoot(path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(l.p.Root, filepath.FromSlash(path))
}

// asUser reads settings from the user's configuration that a generated one leaves out.
func (l *loader) asUser(read func()) {
	if l.user == "" {
		return
	}
	src, err := l.read(l.user)
	if err != nil {
		return
	}
	var problems diag.List
	doc := tree.Parse(l.user, src, &problems)
	if problems.HasErrors() {
		return // set by the build tool
	}
	generated, env, diags := l.doc, l.env, l.diags
	l.doc, l.env = doc, nil
	if n := doc.Root.Get("env"); n.Is(object) && l.p.Env != "" {
		l.env = n.Get(l.p.Env)
	}
	read()
	l.doc, l.env, l.diags = generated, env, diags
}

func (l *loader) buildCommand() {
	b := &l.p.Build
	pick(l, "build", func(n *node, path string) struct{} {
		b.Command, b.CommandPos, b.CommandDir, b.WatchDirs = "", diag.Pos{}, "", nil
		if !l.must(n, path, object) {
			return struct{}{}
		}
		l.only(n, path, "command", "cwd", "watch_dir")
		command := l.string(n.Get("command"), path+".command")
		dir := l.string(n.Get("cwd"), path+".cwd")
		watch := []String{{Value: "./src"}}
		if w := n.Get("watch_dir"); w.Is(array) {
			watch = l.strings(w, path+".watch_dir")
		} else if w != nil {
			watch = []String{l.string(w, path+".watch_dir")}
		}
		if b.Command = command.Value; b.Command != "" {
			b.CommandPos, b.CommandDir = command.Pos, l.p.Root
			if dir.Value != "" {
				b.CommandDir = l.fromRoot(dir.Value)
			}
			for _, w := range watch {
				b.WatchDirs = append(b.WatchDirs, l.fromRoot(w.Value))
			}
		}
		return struct{}{}
	})
}

func (l *loader) stringMap(n *node, path string) map[string]string {
	if !l.must(n, path, object) {
		return nil
	}
	m := make(map[string]string, len(n.Fields))
	for _, f := range n.Fields {
		if v := f.Value; v.Is(number) || v.Is(boolean) {
			l.mismatch(v, path+"."+f.Name, text).Fix = "write " + strconv.Quote(v.Value)
		} else if l.must(f.Value, path+"."+f.Name, text) {
			m[f.Name] = f.Value.Value
		}
	}
	return m
}

func (l *loader) dev(n *node) (dev Dev) {
	if l.must(n, "dev", object) {
		dev = l.devSection(n)
	}
	l.origin(&dev, n)
	return dev
}

func (l *loader) devSection(n *node) (dev Dev) {
	l.only(n, "dev", "ip", "port", "inspector_port", "inspector_ip", "local_protocol", "upstream_protocol", "host", "enable_containers", "container_engine", "generate_types")
	dev.IP, dev.GenerateTypes = l.string(n.Get("ip"), "dev.ip").Value, l.bool(n.Get("generate_types"), "dev.generate_types")
	port := func(key string) int {
		v := n.Get(key)
		if !l.must(v, "dev."+key, number) {
			return 0
		}
		i, err := strconv.Atoi(v.Value)
		if err != nil || i < 0 || i > 65535 {
			l.doc.Errorf(l.doc.At(v), "dev.%s must be a port from 0 to 65535, but it is %s", key, v.Value).Served()
			return 0
		}
		return i
	}
	dev.Port, dev.InspectorPort = port("port"), port("inspector_port")
	if at := l.string(n.Get("inspector_ip"), "dev.inspector_ip"); !slices.Contains([]string{"", "localhost", "127.0.0.1"}, at.Value) {
		d := l.doc.Diags.Warnf(at.Pos, "config", "dev.inspector_ip has no effect here: DevTools connect from this machine only")
		l.p.RunProblems = append(l.p.RunProblems, *d)
	}
	return dev
}
