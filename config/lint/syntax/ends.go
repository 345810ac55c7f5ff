package syntax

// ends finds where nodes end, which esbuild only knows of those with a bracket, and
// links parents.
type ends struct {
	f     *File
	mates []int32
}

func (e *ends) tree(n, parent *Node) {
	n.Parent = parent
	last := n.Start // where the child before ended
	list := n.Kind
	n.Each(func(c *Node) {
		e.tree(c, n)
		e.wrap(n, c, last)
		last = max(last, c.Outer)
	})
	n.End = min(max(n.End, n.Start), int32(len(e.f.Text)))
	switch list {
	case Update:
		if !n.Prefix {
			last = space(e.f.Text, last) + 2
		}
		n.End = max(n.End, last)
	case Other, Unary, Binary, Assign, Cond, Await, Yield, Spread, Default, Declarator, Export, Labeled,
		If, For, ForIn, ForOf, While, Try, Catch, Case, JSX:
		n.End = max(n.End, last)
	case Property:
		n.End = max(n.End, last, word(e.f.Text, n.At))
	case Func:
		if n.Arrow {
			n.End = max(n.End, last)
		}
	case ExprStmt, Return, Throw, Var, DoWhile, Break, Continue:
		n.End = e.statement(max(n.End, last))
	case New:
		if n.End <= n.Start+1 { // new X without parentheses
			n.End = last
		}
	}
	n.End = min(n.End, int32(len(e.f.Text)))
	n.Outer = n.End
}

// wrap looks for parentheses between the end of what is before a node and its start: those
// that close after it are around it, and those that close in it belong to its start.
func (e *ends) wrap(parent, c *Node, from int32) {
	limit := int32(len(e.f.Text))
	if parent.Kind == Call || parent.Kind == New || parent.Kind == Array || parent.Kind == Object || parent.Kind == Template {
		limit = parent.End - 1
	}
	if c.Kind == Func && !c.Arrow && parent.Kind == Property {
		return
	}
	text := e.f.Text
	start := c.Start
	if from == parent.Start && parent.Start == c.Start { // the first token of both: the parent's parent looks
		return
	}
	for i := from; i < start; i++ {
		switch text[i] {
		case '/':
			if j := space(text, i); j > i {
				i = j - 1
			}
		case '"', '\'':
			i = quoted(text, i) - 1
		case '(':
			mate := e.mates[i]
			if mate == 0 || mate >= limit || mate < start {
				continue
			}
			if mate >= c.End {
				c.Outer = max(c.Outer, mate+1)
			} else if c.Start == start {
				c.Start = i
			}
		}
	}
}

// statement returns the end of a statement whose last expression ends at i.
func (e *ends) statement(i int32) int32 {
	text := e.f.Text
	for j := i; int(j) < len(text); j++ {
		switch text[j] {
		case ';':
			return j + 1
		case '\n', '}', ')':
			return i
		case '(', '[', '{':
			if m := e.mates[j]; m > 0 {
				j = m
			}
		case '/':
			if k := space(text, j); k > j {
				return i
			}
		}
	}
	return i
}
