package archive

import (
	"fmt"
	"strings"

	"github.com/dotool-dev/dotool/inspect/sqlite"
)

// virtualTableError says that an object has a virtual table of a module that no runtime
// has, so that its contents cannot be read.
type virtualTableError struct{ Table, Module string }

func (e *virtualTableError) Error() string {
	return fmt.Sprintf("the table %s uses the module %s, whose rows cannot be exported", e.Table, e.Module)
}

// Hint names the format that keeps everything.
func (e *virtualTableError) Hint() string { return "export the object as an SQLite file" }

// virtualTable is a virtual table, and how to fill it again.
type virtualTable struct {
	name, sql string
	module    string // in lower case
	// content says where the text of a full-text index is: "" for a table of its own, "none" if
	// it keeps none, else "external".
	content string
}

func readVirtual(name, sql string) (v virtualTable, err error) {
	v = virtualTable{name: name, sql: sql}
	var words []sqlite.Lexeme
	for _, t := range sqlite.Lex(sql) {
		if t.Kind != sqlite.BlankToken {
			words = append(words, t)
		}
	}
	for i, t := range words {
		if t.Is("USING") && i+1 < len(words) && v.module == "" {
			v.module = strings.ToLower(unquoteName(words[i+1].Text))
		}
		// An option comes after a parenthesis or a comma, so that no tokenizer's
		// argument is taken for it.
		if v.module == "fts5" && t.Is("content") && i+2 < len(words) && words[i+1].Text == "=" && (words[i-1].Text == "(" || words[i-1].Text == ",") {
			if v.content = "external"; unquoteName(words[i+2].Text) == "" {
				v.content = "none"
			}
		}
	}
	if !sqlite.Modules[v.module] {
		return v, &virtualTableError{name, v.module}
	}
	return v, nil
}

// unquoteName removes the quotes from a name.
func unquoteName(s string) string {
	if len(s) < 2 {
		return s
	}
	switch q := s[:1]; q {
	case "'", `"`, "`":
		return strings.ReplaceAll(s[1:len(s)-1], q+q, q)
	case "[":
		return s[1 : len(s)-1]
	}
	return s
}

// virtual writes the contents of a virtual table. A full-text index of text in another
// table is rebuilt at the end of the import; one without text can only be copied as it
// is.
func (x *exporter) virtual(db *sqlite.DB, v virtualTable, shadow map[string]bool) error {
	table := sqlite.QuoteName(v.name)
	if v.module == "fts5" {
		// Its settings, such as the order of its results, are made by commands.
		if err := db.Conn.Each("SELECT k, v FROM "+sqlite.QuoteName(v.name+"_config")+" WHERE k <> 'version'", nil, func(row *sqlite.Stmt) error {
			b := appendSQL(row.Column(0), fmt.Appendf(nil, "INSERT INTO %s(%[1]s, rank) VALUES(", table))
			x.schema(string(appendSQL(row.Column(1), append(b, ", "...))) + ")")
			return nil
		}); err != nil {
			return err
		}
	}
	switch {
	case v.module == "fts5vocab":
		return nil
	case v.content == "external":
		return nil
	case v.content == "none":
		for _, part := range []string{"_data", "_idx", "_docsize"} {
			if name := v.name + part; shadow[name] {
				x.schema("DELETE FROM " + sqlite.QuoteName(name))
				if err := x.rows(db, name, false, ""); err != nil {
					return err
				}
			}
		}
		return nil
	case v.module == "fts5":
		return x.rows(db, v.name, true, "rowid")
	}
	return x.rows(db, v.name, true, "")
}
