package config

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"

	"github.com/dotool-dev/dotool/config/binding"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/config/dotenv"
	"github.com/dotool-dev/dotool/config/tree"
)

func (l *loader) vars(n *node, path string) map[string]binding.Var {
	vars := map[string]binding.Var{}
	if !l.must(n, path, object) {
		return vars
	}
	for i := range n.Fields {
		f := &n.Fields[i]
		v := binding.Var{Name: String{Value: f.Name, Pos: l.doc.Name(f)}}
		switch f.Value.Kind {
		case date:
			l.doc.Errorf(l.doc.At(f.Value), "%s.%s is a TOML date, which is not supported", path, f.Name).Fix = l.snippet(f.Name, f.Value.Value)
			continue
		case text:
			v.Text = f.Value.Value
		default:
			var b bytes.Buffer
			f.Value.JSON(&b)
			v.JSON = b.Bytes()
		}
		vars[f.Name] = v
	}
	return vars
}

// secrets overrides vars with the values of .dev.vars or the .env files. With a secrets
// section, only vars and the required names are used.
func (l *loader) secrets(vars map[string]binding.Var) {
	required, restricted := Of[binding.Secret](l.p), l.selected("secrets") != nil
	loaded, ok := l.devVars()
	if !ok {
		loaded = l.dotenv(restricted)
	}
	names := map[string]bool{}
	for _, v := range loaded {
		names[v.Name.Value] = true
		_, isVar := vars[v.Name.Value]
		if restricted && !isVar && !slices.ContainsFunc(required, func(s binding.Secret) bool { return s.Name.Value == v.Name.Value }) {
			continue
		}
		if i := slices.IndexFunc(l.p.Bindings, func(b binding.Binding) bool { return b.Common().Name.Value == v.Name.Value }); i >= 0 {
			if _, value := l.p.Bindings[i].(binding.Secret); !value {
				l.diags.Warnf(v.Name.Pos, "config", "%s is hidden by the %s binding of that name", v.Name.Value, ProductOf(l.p.Bindings[i]).Title)
				continue
			}
		}
		vars[v.Name.Value] = v
	}
	for _, s := range required {
		if !names[s.Name.Value] {
			d := l.diags.Warnf(s.Name.Pos, "config", "the required secret %s has no value here", s.Name.Value)
			d.Fix = "add it to .dev.vars or .env, or set it as an environment variable"
			l.p.RunProblems = append(l.p.RunProblems, *d)
		}
	}
}

func (l *loader) devVarsFiles() []string {
	if len(l.over.EnvFiles) > 0 {
		return nil // they replace it
	}
	base := filepath.Join(l.p.Root, ".dev.vars")
	if l.p.Env == "" {
		return []string{base}
	}
	return []string{base + "." + l.p.Env, base}
}

// devVars reads .dev.vars.ENV or else .dev.vars; ok is false if there is neither.
func (l *loader) devVars() (vars []binding.Var, ok bool) {
	for _, path := range l.devVarsFiles() {
		src, err := l.read(path)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if !l.readable(path, src, err) {
			return nil, true
		}
		for _, v := range dotenv.Parse(src) {
			vars = append(vars, binding.Var{Name: String{Value: v.Name, Pos: diag.Pos{File: path, Line: v.Line, Column: 1}}, Text: v.Value})
		}
		return vars, true
	}
	return nil, false
}

// dotenv reads the .env files and, if selected, the environment of the process.
func (l *loader) dotenv(includeProcess bool) (vars []binding.Var) {
	if !l.flag("CLOUDFLARE_LOAD_DEV_VARS_FROM_DOT_ENV", true) {
		return nil
	}
	parsed, at := dotenv.NewEnvironment(nil), map[string]diag.Pos{}
	for _, path := range l.dotenvFiles(l.p.Root, l.p.Env) {
		src, err := l.read(path)
		if errors.Is(err, fs.ErrNotExist) || !l.readable(path, src, err) {
			continue
		}
		for _, v := range dotenv.Parse(src) {
			parsed.Set(v.Name, v.Value)
			at[v.Name] = diag.Pos{File: path, Line: v.Line, Column: 1}
		}
	}
	env := dotenv.NewEnvironment(nil)
	if includeProcess || l.flag("CLOUDFLARE_INCLUDE_PROCESS_ENV", false) {
		env = dotenv.NewEnvironment(l.environ.List())
	}
	for _, name := range env.Expand(parsed) {
		l.diags.Errorf(at[name], "config", "the value of %s refers to itself", name)
	}
	for _, name := range env.Names {
		vars = append(vars, binding.Var{Name: String{Value: name, Pos: at[name]}, Text: env.Values[name]})
	}
	return vars
}

func (l *loader) readable(path string, src []byte, err error) bool {
	if err == nil && len(src) > tree.MaxSize {
		err = fmt.Errorf("it is larger than %d KiB", tree.MaxSize>>10)
	}
	var perr *fs.PathError
	if errors.As(err, &perr) {
		err = perr.Err
	}
	if err != nil {
		l.diags.Errorf(diag.Pos{File: path}, "config", "the file cannot be read: %v", err)
	}
	return err == nil
}
