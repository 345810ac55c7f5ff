package sqlite

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Live is SQL for an object that a runtime hosts, where JavaScript runs it, whose
// numbers are doubles. The result is the same as that of inspect's Editor.Exec:
//
//   - each statement is first compiled as it was given, with EXPLAIN, so that its
//     errors are in its own words;
//   - an integer is handed over as text and made one by SQLite, in a form that has
//     no affinity, as a parameter has none;
//   - a value is asked for together with its type: the rows of a query through a
//     table around it, those of RETURNING beside the expressions.
//
// [json.Marshal] gives what devserver/host/act.js takes, [Live.ParseReply] reads what it returns.
type Live struct {
	Statements []liveStatement
	Then       error // an error after they have run, so that they are rolled back
}

type liveStatement struct {
	SQL       string         `json:"sql,omitempty"`   // the statement to run; "" only checks
	Check     string         `json:"check,omitempty"` // the statement as it was given, after EXPLAIN
	Params    []any          `json:"params"`
	Query     bool           `json:"query,omitempty"` // it only reads
	Returning *liveReturning `json:"returning,omitempty"`

	given Statement
	names *strings.Replacer // from names of columns to the original ones
}

type liveReturning struct {
	Head  string   `json:"head"`  // what comes before RETURNING
	List  string   `json:"list"`  // what comes after
	Items []string `json:"items"` // its expressions without names; "" for *
	Table string   `json:"table"` // the table whose columns * stands for, as written
}

// liveCheck precedes a statement that is only compiled.
const liveCheck = "EXPLAIN "

// LiveResult is the result of one statement.
type LiveResult struct {
	Columns []string
	Rows    [][]Value
}

// NewLive prepares SQL for a live object. Parameters are bound as by [DB.Query].
func NewLive(sql string, params ...Value) *Live {
	l := &Live{Statements: []liveStatement{}}
	if l.Then = checkText(sql); l.Then != nil {
		return l
	}
	for _, s := range Split(sql) {
		text := strings.TrimSuffix(s.SQL, ";")
		tokens := variables(Lex(text))
		n := 0
		for _, t := range tokens {
			n = max(n, t.variable)
		}
		one := liveStatement{given: s, Params: []any{}, Check: liveCheck + text}
		if words := mainVerb(tokens); words < 0 {
			one.Check = "" // it is an EXPLAIN itself
		}
		if n > len(params) {
			l.Then = parametersError(n, len(params), s.SQL)
			one.Params = slices.Repeat([]any{nil}, n)
			l.Statements = append(l.Statements, one)
			return l
		}
		one.prepare(tokens, params[:n])
		params = params[n:]
		l.Statements = append(l.Statements, one)
	}
	if len(params) > 0 {
		l.Then = spareParametersError(len(params))
	}
	return l
}

// MarshalJSON writes the arguments of the action.
func (l *Live) MarshalJSON() ([]byte, error) {
	return json.Marshal(map[string]any{"statements": l.Statements, "undo": l.Then != nil})
}

// Lexeme is a token, and its replacement in the statement to run.
type Lexeme struct {
	Kind     tokenKind
	Text     string
	variable int // the number of a parameter, 0 for all else
	run      string
}

// Lex cuts SQL into tokens.
func Lex(sql string) []Lexeme {
	var all []Lexeme
	for sql != "" {
		kind, n := token(sql)
		if sql[0] == '?' {
			for n < len(sql) && sql[n] >= '0' && sql[n] <= '9' {
				n++
			}
		}
		all = append(all, Lexeme{Kind: kind, Text: sql[:n], run: sql[:n]})
		sql = sql[n:]
	}
	return all
}

// variables numbers the parameters as SQLite does.
func variables(tokens []Lexeme) []Lexeme {
	most, named := 0, map[string]int{}
	for i := range tokens {
		t := &tokens[i]
		switch {
		case t.Kind != otherToken:
		case t.Text == "?":
			most++
			t.variable = most
		case t.Text[0] == '?':
			t.variable, _ = strconv.Atoi(t.Text[1:])
		case strings.IndexByte("$@:#", t.Text[0]) >= 0 && len(t.Text) > 1:
			if named[t.Text] == 0 {
				named[t.Text] = most + 1
			}
			t.variable = named[t.Text]
		}
		most = max(most, t.variable)
	}
	return tokens
}

// prepare decides how the statement is run.
func (s *liveStatement) prepare(tokens []Lexeme, params []Value) {
	ints := make([]string, len(params)) // the type to convert a parameter to
	for i, p := range params {
		switch {
		case p.Kind == Integer:
			ints[i] = "INTEGER"
			s.Params = append(s.Params, strconv.FormatInt(p.Int, 10))
		case p.Kind == Real:
			s.Params = append(s.Params, p.Float)
		case p.Kind == Text && utf8.Valid(p.Bytes):
			s.Params = append(s.Params, string(p.Bytes))
		case p.Kind == Text:
			ints[i] = "TEXT"
			fallthrough
		case p.Kind == Blob:
			s.Params = append(s.Params, map[string][]byte{"$blob": p.Bytes})
		default:
			s.Params = append(s.Params, nil)
		}
	}
	verb, returning := mainVerb(tokens), -1
	if verb >= 0 {
		switch strings.ToUpper(tokens[verb].Text) {
		case "SELECT", "VALUES":
			s.Query = true
		case "INSERT", "REPLACE", "UPDATE", "DELETE":
			returning = topLevel(tokens, verb, "RETURNING")
		}
	}
	var names []string
	for i := range tokens {
		t := &tokens[i]
		if t.variable == 0 || t.variable > len(params) {
			continue
		}
		switch {
		case ints[t.variable-1] != "":
			t.run = fmt.Sprintf("(+CAST(?%d AS %s))", t.variable, ints[t.variable-1])
		case returning >= 0 && t.Text == "?": // it is listed twice
			t.run = fmt.Sprintf("(?%d)", t.variable)
		}
		if t.run != t.Text {
			names = append(names, t.run, t.Text)
		}
	}
	s.names = strings.NewReplacer(names...)
	s.SQL = run(tokens)
	if returning >= 0 {
		s.Returning = &liveReturning{Head: run(tokens[:returning]), List: run(tokens[returning+1:]), Table: changedTable(tokens[verb:])}
		for _, item := range items(tokens[returning+1:]) {
			s.Returning.Items = append(s.Returning.Items, run(item))
		}
	}
}

func run(tokens []Lexeme) string {
	var b strings.Builder
	for _, t := range tokens {
		b.WriteString(t.run)
	}
	return b.String()
}

// next returns the first token from i on that is not blank.
func next(tokens []Lexeme, i int) int {
	for i < len(tokens) && tokens[i].Kind == BlankToken {
		i++
	}
	return i
}

// Is reports whether the token is a word, whatever its case.
func (t Lexeme) Is(word string) bool { return strings.EqualFold(t.Text, word) }

// topLevel finds a word outside of parentheses, from a token on.
func topLevel(tokens []Lexeme, from int, words ...string) int {
	depth := 0
	for i := from; i < len(tokens); i++ {
		switch tokens[i].Text {
		case "(":
			depth++
		case ")":
			depth--
		}
		if depth == 0 && tokens[i].Kind == wordToken && slices.ContainsFunc(words, tokens[i].Is) {
			return i
		}
	}
	return -1
}

// mainVerb returns the verb of a statement, after any WITH clause; -1 for EXPLAIN.
func mainVerb(tokens []Lexeme) int {
	at := next(tokens, 0)
	if at == len(tokens) || tokens[at].Is("EXPLAIN") {
		return -1
	}
	if !tokens[at].Is("WITH") {
		return at
	}
	for i := at; ; i++ {
		if i = topLevel(tokens, i, "SELECT", "VALUES", "INSERT", "REPLACE", "UPDATE", "DELETE"); i < 0 {
			return at
		}
		// REPLACE may be a name.
		if after := next(tokens, i+1); after == len(tokens) || !tokens[i].Is("REPLACE") || tokens[after].Is("INTO") {
			return i
		}
	}
}

// changedTable returns the table that a statement changes, as it is written.
func changedTable(tokens []Lexeme) string {
	at := next(tokens, 1)
	for at < len(tokens) && tokens[at].Kind == wordToken && slices.ContainsFunc([]string{"OR", "INTO", "FROM"}, tokens[at].Is) {
		if tokens[at].Is("OR") {
			at = next(tokens, at+1)
		}
		at = next(tokens, at+1)
	}
	if dot := next(tokens, at+1); dot < len(tokens) && tokens[dot].Text == "." {
		at = next(tokens, dot+1)
	}
	if at >= len(tokens) {
		return ""
	}
	return tokens[at].Text
}

// items splits the list after RETURNING into expressions, without their aliases; * is
// not one.
func items(tokens []Lexeme) [][]Lexeme {
	var all [][]Lexeme
	var one []Lexeme
	depth, named := 0, -1
	end := func() {
		if named >= 0 {
			one = one[:named]
		} else if n := len(one); n > 1 && nameOf(one[n-1]) && ends(one[n-2]) {
			one = one[:n-1]
		}
		if len(one) == 1 && one[0].Text == "*" {
			one = nil
		}
		all = append(all, one)
		one, named = nil, -1
	}
	for _, t := range tokens {
		if t.Kind == BlankToken {
			t.run = " "
			if len(one) > 0 {
				one[len(one)-1].run += t.run
			}
			continue
		}
		switch {
		case t.Text == "(":
			depth++
		case t.Text == ")":
			depth--
		case depth == 0 && t.Text == ",":
			end()
			continue
		case depth == 0 && t.Kind == wordToken && t.Is("AS"):
			named = len(one)
		}
		one = append(one, t)
	}
	end()
	return all
}

// nameOf reports whether a token can be the alias of a column.
func nameOf(t Lexeme) bool {
	if t.Kind == wordToken {
		return !isKeyword(t.Text) && (t.Text[0] < '0' || t.Text[0] > '9')
	}
	return strings.IndexByte("\"'`[", t.Text[0]) >= 0
}

// ends reports whether an expression can end with a token.
func ends(t Lexeme) bool {
	switch {
	case t.variable > 0 || t.Text == ")":
		return true
	case t.Kind == wordToken:
		return !isKeyword(t.Text) || slices.ContainsFunc([]string{"END", "NULL", "ISNULL", "NOTNULL", "CURRENT_DATE", "CURRENT_TIME", "CURRENT_TIMESTAMP"}, t.Is)
	}
	return strings.IndexByte("\"'`[xX", t.Text[0]) >= 0
}

// ParseReply reads the object's reply: the results of the statements that ran, how many
// rows were written, and the error of the next one.
func (l *Live) ParseReply(data []byte) (results []LiveResult, written int64, err error) {
	var reply struct {
		Results []struct {
			Columns []string    `json:"columns"`
			Rows    [][]*string `json:"rows"`
		} `json:"results"`
		Written int64 `json:"written"`
		Failed  *struct {
			At       int    `json:"at"`
			Checking bool   `json:"checking"`
			Message  string `json:"message"`
		} `json:"failed"`
	}
	if err := json.Unmarshal(data, &reply); err != nil || len(reply.Results) > len(l.Statements) {
		return nil, 0, errors.Join(errors.New("read the response of the object"), err)
	}
	for i, r := range reply.Results {
		one := LiveResult{}
		for _, name := range r.Columns {
			one.Columns = append(one.Columns, l.Statements[i].names.Replace(name))
		}
		for _, row := range r.Rows {
			values := make([]Value, len(row))
			for i, cell := range row {
				if values[i], err = parseCell(cell); err != nil {
					return nil, 0, err
				}
			}
			one.Rows = append(one.Rows, values)
		}
		results = append(results, one)
	}
	f := reply.Failed
	if f == nil {
		return results, reply.Written, l.Then
	}
	e := parseLiveError(f.Message)
	if e == nil || f.At >= len(l.Statements) {
		return results, 0, errors.New(f.Message)
	}
	s := l.Statements[f.At]
	e.SQL, e.start = s.given.SQL, s.given.Offset
	switch {
	case s.Check == "" && e.Offset >= 0: // it was run unchanged
		e.Offset += s.given.Offset
	case f.Checking && e.Offset >= len(liveCheck):
		e.Offset += s.given.Offset - len(liveCheck)
	default:
		e.Offset = -1
	}
	return results, 0, e
}

// parseCell reads a value, whose first letter is its type.
func parseCell(cell *string) (v Value, err error) {
	if cell == nil {
		return v, nil
	}
	kind, text := "", ""
	if *cell != "" {
		kind, text = (*cell)[:1], (*cell)[1:]
	}
	switch kind {
	case "i":
		v.Kind = Integer
		v.Int, err = strconv.ParseInt(text, 10, 64)
	case "r":
		v.Kind = Real
		v.Float, err = strconv.ParseFloat(text, 64)
	case "s":
		return TextValue(text), nil
	case "t", "b":
		v.Kind = Text
		if kind == "b" {
			v.Kind = Blob
		}
		v.Bytes, err = base64.StdEncoding.DecodeString(text)
	default:
		err = fmt.Errorf("%q is not a value", *cell)
	}
	if err != nil {
		return v, fmt.Errorf("read the response of the object: %w", err)
	}
	return v, nil
}
