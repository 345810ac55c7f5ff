package inspect

import "github.com/dotool-dev/dotool/migrate/state"

// Matcher returns a function that reports whether an address selects an object, which
// need not exist any more. An unknown Worker matches any.
func (s *Store) Matcher(a Address) (func(worker, class string, id state.ObjectID, name string, named bool) bool, error) {
	t, err := s.parse(a)
	if err != nil {
		return nil, err
	}
	return func(worker, class string, id state.ObjectID, name string, named bool) bool {
		for _, n := range t.in {
			if n.Class != class || n.Worker != worker && n.Worker != "" && worker != "" {
				continue
			}
			if t.many {
				return t.glob == nil || named && t.glob(name)
			}
			if t.id != nil && *t.id == id || t.prefix != "" && len(t.prefix) <= 64 && id.String()[:len(t.prefix)] == t.prefix {
				return true
			}
			for _, each := range t.names {
				if each.n == n && n.Key.ID(each.name) == id {
					return true
				}
			}
		}
		return false
	}, nil
}
