package stored

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/config/lint"
	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/inspect/sqlite"
)

// The limits of Cloudflare, in bytes. What has nearly reached one is reported.
const (
	mostRow      = 2_000_000 // of a row, or a key with its value
	mostKVValue  = 128 << 10 // of a value of a class that does not store SQLite
	mostKVKey    = 2048
	mostDatabase = 10_000_000_000
)

func near(n, limit int64) bool { return n >= limit/10*8 }

// limits reports rows, values and databases that have nearly reached a limit, the largest of each
// table.
func (c *checker) limits(ctx context.Context) {
	reported := map[string]bool{}
	for _, o := range c.objects {
		if ctx.Err() != nil {
			return
		}
		smallest := int64(mostRow)
		if c.class.KV {
			smallest = mostKVKey
		}
		if !near(o.Bytes, smallest) {
			return // the others are smaller still
		}
		if near(o.Bytes, mostDatabase) && !reported[""] {
			reported[""] = true
			c.found = append(c.found, c.class.Place.Finding(lint.BelowLimits, "split what it stores over several objects",
				fmt.Sprintf("%s stores %s, an object at most 10 GB", few([]inspect.Object{o}), ui.ByteSize(o.Bytes))))
		}
		c.keys(ctx, o, reported)
		c.tables(ctx, o, reported)
	}
}

// keys looks for the largest value, and in a class without SQLite for the longest key.
func (c *checker) keys(ctx context.Context, o inspect.Object, reported map[string]bool) {
	db, err := o.Open()
	if err != nil {
		return
	}
	defer db.Close()
	defer db.Conn.Watch(ctx)()
	type entry struct {
		key                  string
		keyBytes, valueBytes int64
	}
	var found []entry
	for _, by := range []string{"octet_length(value)", "octet_length(key)"} {
		err := db.Conn.EachIn("_cf_KV", "SELECT key, octet_length(key), octet_length(value) FROM _cf_KV ORDER BY "+by+" DESC LIMIT 1", nil, func(row *sqlite.Stmt) error {
			found = append(found, entry{strings.Clone(row.Column(0).String()), row.Column(1).Int, row.Column(2).Int})
			return nil
		})
		if err != nil {
			return
		}
	}
	for i, e := range found {
		what, size, limit := "the value", e.keyBytes+e.valueBytes, int64(mostRow)
		if c.class.KV {
			size, limit = e.valueBytes, mostKVValue
			if i == 1 {
				what, size, limit = "the key", e.keyBytes, mostKVKey
			}
		}
		if !near(size, limit) || reported["key "+e.key+what] {
			continue
		}
		reported["key "+e.key+what] = true
		place := c.class.Place
		if i := slices.IndexFunc(c.class.Puts, func(p lint.Put) bool { return p.Key == e.key }); i >= 0 {
			place = c.class.Puts[i].Place
		} else if i := slices.IndexFunc(c.class.Puts, func(p lint.Put) bool { return p.Key == "" }); i >= 0 {
			place = c.class.Puts[i].Place
		}
		c.tooLarge(place, fmt.Sprintf("%s %s of %s", what, quoted(e.key), few([]inspect.Object{o})), size, limit)
	}
}

// quoted returns the start of a key.
func quoted(key string) string {
	if len(key) > 40 {
		key = strings.ToValidUTF8(key[:40], "") + "…"
	}
	return `"` + diag.Visible(key) + `"`
}

// tables looks for the largest row of each table.
func (c *checker) tables(ctx context.Context, o inspect.Object, reported map[string]bool) {
	db, err := o.Open()
	if err != nil {
		return
	}
	defer db.Close()
	schema, err := db.Schema(ctx)
	if err != nil {
		return
	}
	for _, item := range schema {
		if item.Type != "table" || strings.HasPrefix(item.SQL, "CREATE VIRTUAL") || reported["table "+item.Name] {
			continue
		}
		var lengths []string
		for row, err := range db.Query(ctx, "SELECT name FROM pragma_table_info(?)", sqlite.TextValue(item.Name)).All() {
			if err != nil {
				return
			}
			lengths = append(lengths, "ifnull(octet_length("+sqlite.QuoteName(row[0].String())+"), 0)")
		}
		if len(lengths) == 0 {
			continue
		}
		size := int64(0)
		for row, err := range db.Query(ctx, "SELECT max("+strings.Join(lengths, " + ")+") FROM "+sqlite.QuoteName(item.Name)).All() {
			if err != nil {
				return
			}
			size = row[0].Int
		}
		if near(size, mostRow) {
			reported["table "+item.Name] = true
			c.tooLarge(c.writer(item.Name), fmt.Sprintf("a row of %s of %s", item.Name, few([]inspect.Object{o})), size, mostRow)
		}
	}
}

// writer returns the first query that writes rows of a table, or the class.
func (c *checker) writer(table string) lint.Place {
	for _, q := range c.class.Queries {
		for _, s := range sqlite.Split(q.Text) {
			if !slices.ContainsFunc([]string{"INSERT", "UPDATE", "REPLACE"}, func(w string) bool { return sqlite.StartsWith(s.SQL, w) }) {
				continue
			}
			if at := slices.Index(names(s.SQL), strings.ToLower(table)); at >= 0 {
				return q.Place(-1, -1)
			}
		}
	}
	return c.class.Place
}

func (c *checker) tooLarge(place lint.Place, what string, size, limit int64) {
	has, most := ui.ByteSize(size), ui.ByteSize(limit)
	if limit == mostRow {
		has, most = fmt.Sprintf("%.1f MB", float64(size)/1e6), "2 MB"
	}
	how := "close to"
	if size > limit {
		how = "more than"
	}
	message := fmt.Sprintf("%s has %s, %s the limit of %s", what, has, how, most)
	c.found = append(c.found, place.Finding(lint.BelowLimits, "store it in parts, or in R2 with only its key here", message))
}
