package config

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/dotool-dev/dotool/config/binding"
)

// section reads the bindings at a key, of one product or more.
func (l *loader) section(n *node, path string) (all []binding.Binding) {
	key := path[strings.LastIndexByte(path, '.')+1:]
	var members []string
	for _, p := range products {
		switch {
		case p.Key != key || n == nil:
		case n.Kind == null && (p.scope != perEnvironment || !p.named() && p.member == ""): // wrangler passes it over too
		case p.member == "":
			all = l.entries(p, n, path)
		case len(members) > 0 || l.must(n, path, object):
			members = append(members, p.member)
			all = append(all, l.entries(p, n.Get(p.member), path+"."+p.member)...)
		}
	}
	if members != nil {
		l.only(n, path, append(members, besides[key]...)...)
	}
	if s := n.Get("code_update_strategy"); key == "durable_objects" && l.must(s, path+".code_update_strategy", object) {
		l.codeUpdate(s, path+".code_update_strategy")
	}
	l.found[n] = all
	return all
}

// entries reads the bindings of a product.
func (l *loader) entries(p Product, n *node, path string) (all []binding.Binding) {
	named, plain := p.named(), p.plain()
	add := func(n *node, path string, name String) {
		if plain && !l.must(n, path, text) || !plain && !l.must(n, path, object) {
			return
		}
		v := reflect.New(p.entry)
		l.fill(v.Elem(), n, path)
		if p.shape == object {
			v.Elem().FieldByName("Name").Set(reflect.ValueOf(name))
		}
		l.check(v.Interface(), n, path)
		if b := v.Elem().Interface().(binding.Binding); !named || b.Common().Name.Value != "" {
			all = append(all, b)
		}
	}
	switch {
	case n == nil:
	case p.shape == null:
		add(n, path, String{})
	case p.shape == array && !plain && n.Is(object) && len(n.Fields) > 0:
		l.notList(n, path)
		add(n, path, String{})
	case !l.must(n, path, p.shape):
	case p.shape == array:
		for i, item := range n.Items {
			add(item, fmt.Sprintf("%s[%d]", path, i), String{})
		}
	default:
		for i := range n.Fields {
			f := &n.Fields[i]
			add(f.Value, path+"."+f.Name, String{Value: f.Name, Pos: l.doc.Name(f)})
		}
	}
	return all
}

// tag is the parsed tag of a field; see [Binding].
type tag struct {
	key                                       string
	required, nonempty, open, one, null, list bool
	in                                        []string
}

func tagOf(f reflect.StructField) tag {
	key, options, _ := strings.Cut(f.Tag.Get("key"), ",")
	has := func(option string) bool { return slices.Contains(strings.Split(options, ","), option) }
	return tag{key, has("required"), has("nonempty"), has("open"), has("one"), has("null"), has("list"), strings.Fields(f.Tag.Get("in"))}
}

// fill sets the fields of a struct to the members of an object.
func (l *loader) fill(v reflect.Value, n *node, path string) {
	var known []string
	open := false
	for i := range v.NumField() {
		t := tagOf(v.Type().Field(i))
		member, at := n.Get(t.key), path+"."+t.key
		if t.key == "." {
			member, at = n, path
		}
		known, open = append(known, t.key), open || t.open
		entry, isEntry := v.Field(i).Addr().Interface().(*binding.Entry)
		if (t.required || isEntry && t.key != "") && member == nil {
			l.doc.Errorf(l.doc.At(n), "%s has no %q", path, t.key).Fix = fmt.Sprintf("add %q", t.key)
		}
		if member == nil && !isEntry || t.null && member.Absent() {
			continue
		}
		switch to := v.Field(i).Addr().Interface().(type) {
		case *binding.Entry:
			*entry = binding.Entry{Name: l.string(member, at), Pos: l.doc.At(n)}
		case *String:
			*to = l.string(member, at)
			if t.nonempty && member.Is(text) && to.Value == "" {
				l.doc.Errorf(to.Pos, "%s is empty", at)
			} else if len(t.in) > 0 && member.Is(text) {
				l.oneOf(*to, at, t.in...)
			}
		case *bool:
			*to = l.bool(member, at)
		case *binding.Number:
			if l.must(member, at, number) {
				to.Value, _ = strconv.ParseFloat(member.Value, 64)
				to.Pos = l.doc.At(member)
				if not := to.Not(t.in); not != "" {
					l.doc.Errorf(to.Pos, "%s must be %s, but it is %v", at, not, to.Value).Served()
				}
			}
		case *[]String:
			if t.one && member.Is(text) {
				*to = []String{l.string(member, at)}
			} else {
				*to = l.strings(member, at)
			}
		case *json.RawMessage:
			if t.list && l.must(member, at, array) || !t.list && l.must(member, at, object) {
				*to = member.Raw()
			}
		default:
			if l.must(member, at, object) {
				l.fill(v.Field(i), member, at)
			}
		}
	}
	if !open && n.Is(object) {
		l.only(n, path, known...)
	}
}
