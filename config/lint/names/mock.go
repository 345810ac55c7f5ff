package names

import (
	"slices"

	"github.com/evanw/esbuild/syntax"
)

// mocked returns the module that a function makes in place of the real one: that of
// vi.mock("./room", f); "" for other functions.
func (r *renaming) mocked(fn *syntax.Node) string {
	call := fn.Parent
	if call == nil || call.Kind != syntax.Call || len(call.List) < 2 || call.List[1] != fn || !isVi(call.A, "mock", "doMock") {
		return ""
	}
	if path := call.List[0]; path.Kind == syntax.String {
		return r.project.resolve(r.f.path, path.Name)
	}
	return r.module(call.List[0])
}

// isVi reports whether an expression is one of the functions of vi.
func isVi(n *syntax.Node, names ...string) bool {
	return n != nil && n.Kind == syntax.Member && slices.Contains(names, n.Name) && n.A.Kind == syntax.Ident && (n.A.Name == "vi" || n.A.Name == "vitest")
}

// mock renames the class in what such a function returns.
func (r *renaming) mock(fn *syntax.Node) {
	made := []*syntax.Node{fn.B}
	if fn.B != nil && fn.B.Kind == syntax.Block {
		made = nil
		fn.B.Walk(func(n *syntax.Node) bool {
			if n.Kind == syntax.Return {
				made = append(made, n.A)
			}
			return n.Kind != syntax.Func && n.Kind != syntax.Class
		})
	}
	for _, object := range made {
		if object == nil || object.Kind != syntax.Object {
			continue
		}
		for _, p := range object.List {
			switch at := int(max(p.Start, p.At)); {
			case p.Kind != syntax.Property || p.Name != r.Name || p.Computed:
			case !p.Shorthand:
				r.replace(at + quoted(r.f.tree.Text, at))
			case r.edited(at): // with its value, of which one name is left
				r.edits = slices.DeleteFunc(r.edits, func(e edit) bool { return e.start == at })
				r.replace(at)
			default:
				r.put(at, at+len(r.Name), r.to+": "+r.Name)
			}
		}
	}
}

// called returns the module that a call returns: require("./room"), vi.importActual("./room"),
// or the function for the original that a mock gets; "" for others.
func (r *renaming) called(call *syntax.Node) string {
	path := func() string {
		if len(call.List) == 0 || call.List[0].Kind != syntax.String {
			return ""
		}
		return r.project.resolve(r.f.path, call.List[0].Name)
	}
	switch fn := call.A; {
	case isVi(fn, "importActual", "importMock"):
		return path()
	case fn.Kind != syntax.Ident || fn.Sym == nil:
	case fn.Sym.Unbound && fn.Name == "require":
		return path()
	case fn.Sym.Decl != nil && fn.Sym.Decl.Parent != nil && fn.Sym.Decl.Parent.Kind == syntax.Func && slices.Index(fn.Sym.Decl.Parent.List, fn.Sym.Decl) == 0:
		return r.mocked(fn.Sym.Decl.Parent)
	}
	return ""
}
