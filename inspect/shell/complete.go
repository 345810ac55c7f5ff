package shell

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/reeflective/readline"

	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/inspect/table"
)

// keywords are the common keywords of SQLite; rare ones would hide the others.
var keywords = strings.Fields(`ABORT ADD AFTER ALL ALTER ANALYZE AND AS ASC AUTOINCREMENT BEFORE BEGIN BETWEEN BY CASCADE CASE CAST
	CHECK COLLATE COLUMN CONFLICT CONSTRAINT CREATE CROSS CURRENT_TIMESTAMP DEFAULT DELETE DESC DISTINCT DROP ELSE END ESCAPE EXCEPT
	EXISTS EXPLAIN FILTER FIRST FOREIGN FROM FULL GLOB GROUP HAVING IF IGNORE IN INDEX INNER INSERT INTERSECT INTO IS JOIN KEY LAST
	LEFT LIKE LIMIT MATCH NATURAL NOT NULL NULLS OFFSET ON OR ORDER OUTER OVER PARTITION PLAN PRAGMA PRIMARY QUERY RECURSIVE
	REFERENCES REGEXP REINDEX RENAME REPLACE RETURNING RIGHT ROWS SELECT SET TABLE TEMP THEN TO TRIGGER UNION UNIQUE UPDATE USING
	VACUUM VALUES VIEW VIRTUAL WHEN WHERE WINDOW WITH WITHOUT
	abs( avg( changes( coalesce( count( date( datetime( group_concat( hex( ifnull( iif( instr( json( json_extract( json_group_array(
	json_group_object( length( lower( ltrim( max( min( nullif( printf( quote( random( replace( round( rtrim( strftime( substr( sum(
	time( total( trim( typeof( unixepoch( upper(`)

// firstKeywords begin a statement.
var firstKeywords = strings.Fields("ALTER CREATE DELETE DROP EXPLAIN INSERT PRAGMA REPLACE SELECT UPDATE VALUES WITH")

// A candidate is a possible word at the cursor.
type candidate struct{ text, kind string }

// display returns the text in a list: of files, the name without the folder.
func (c candidate) display() string {
	if c.kind != "files" {
		return c.text
	}
	return c.text[strings.LastIndexByte(strings.TrimSuffix(c.text, "/"), '/')+1:]
}

// complete returns the possible completions of the word before the cursor, in a text.
// For readline, words end only at spaces, so text before the word is prepended to each.
func (s *session) complete(ctx context.Context, before, text string) readline.Completions {
	blankWord := before[strings.LastIndexFunc(before, unicode.IsSpace)+1:]
	word, candidates := s.candidates(ctx, before, text)
	if len(word) > len(blankWord) { // the name of an object with spaces
		return readline.CompleteRaw(nil)
	}
	stuck := strings.TrimSuffix(blankWord, word)
	var raw []readline.Completion
	shown, left := s.fit(candidates, text), map[string]int{}
	for _, c := range candidates {
		left[c.kind]++
	}
	for _, c := range shown {
		left[c.kind]--
	}
	for _, c := range shown {
		tag := c.kind
		if n := left[tag]; n > 0 {
			tag += fmt.Sprintf(" (%d more)", n)
		}
		raw = append(raw, readline.Completion{Value: stuck + c.text, Display: c.display(), Tag: tag})
	}
	values := readline.CompleteRaw(raw)
	values.PREFIX = blankWord
	return values
}

// fit leaves out candidates for which the screen has no room: readline's list would
// scroll the line away. What all have in common stays what those shown have in common.
func (s *session) fit(all []candidate, text string) (shown []candidate) {
	width, height := s.Size()
	if height == 0 {
		return all
	}
	rows := height - strings.Count(text, "\n") - len(text)/max(width, 1) - 5 // one heading more, and some to see what was before
	for rest := all; len(rest) > 0 && rows > 1; rows-- {
		n, longest := 0, 0
		for ; n < len(rest) && rest[n].kind == rest[0].kind; n++ {
			longest = max(longest, table.Width(rest[n].display()))
		}
		columns := max(width/(longest+2), 1)
		fits := min(n, (rows-1)*columns)
		shown = append(shown, rest[:fits]...)
		rest, rows = rest[n:], rows-(fits+columns-1)/columns
	}
	if len(shown) < len(all) && len(shown) > 1 {
		common := func(c candidate) (n int) {
			for n < min(len(c.text), len(all[0].text)) && c.text[n] == all[0].text[n] {
				n++
			}
			return n
		}
		shown[len(shown)-1] = slices.MinFunc(all, func(a, b candidate) int { return common(a) - common(b) })
	}
	return shown
}

// candidates returns the word before the cursor and its possible completions, the
// likeliest kind first.
func (s *session) candidates(ctx context.Context, before, text string) (word string, found []candidate) {
	// Completion must be quick, even in a large folder.
	ctx, cancel := context.WithTimeout(ctx, 300*time.Millisecond)
	defer cancel()
	add := func(kind string, words ...string) {
		for _, w := range words {
			if len(w) >= len(word) && strings.EqualFold(w[:len(word)], word) {
				found = append(found, candidate{w, kind})
			}
		}
	}
	if line := strings.TrimLeft(before, " "); IsCommand(line) {
		name, argument, hasArgument := strings.Cut(line, " ")
		if !hasArgument {
			word = name
			for _, c := range dotCommands {
				add("commands", c.name)
			}
			return word, found
		}
		word = argument
		c, _ := findCommand(name)
		switch c.name {
		case ".mode":
			add("modes", table.Modes...)
		case ".schema", `\d`:
			names, _, _ := s.tables(ctx) // none is not an error here
			add("tables", names...)
		case ".use", ".objects":
			add("objects", s.objectNames(ctx, word)...)
		case ".headers", ".timer", ".write":
			add("values", "on", "off")
		case ".output", ".once", ".read":
			add("files", s.files(word)...)
		case ".import":
			file, _, second := strings.Cut(argument, " ")
			if !second {
				add("files", s.files(word)...)
				break
			}
			word = argument[len(file)+1:]
			names, _, _ := s.tables(ctx)
			add("tables", names...)
		}
		return word, found
	}
	if strings.TrimSpace(before) == "" {
		add("keywords", firstKeywords...)
		for _, c := range dotCommands {
			add("commands", c.name)
		}
		return word, found
	}
	start := len(before)
	for start > 0 && isWord(before[start-1]) {
		start--
	}
	word = before[start:]
	names, columns, _ := s.tables(ctx)
	if of, ok := strings.CutSuffix(before[:start], "."); ok {
		for _, name := range tablesCalled(of, text, names) {
			add("columns", columns[name]...)
		}
		return word, found
	}
	add("tables", quoteNames(names)...)
	var all []string
	for _, name := range names {
		for _, column := range quoteNames(columns[name]) {
			if !slices.Contains(all, column) {
				all = append(all, column)
			}
		}
	}
	slices.Sort(all)
	add("columns", all...)
	if word == "" {
		return word, found // all keywords would fill the screen
	}
	for _, k := range keywords {
		if unicode.IsLower(rune(word[len(word)-1])) {
			k = strings.ToLower(k)
		}
		add("keywords", k)
	}
	return word, found
}

// files returns the names of files that begin with a path, those of folders with a slash.
func (s *session) files(prefix string) (names []string) {
	dir := prefix[:strings.LastIndexAny(prefix, "/"+string(filepath.Separator))+1]
	entries, _ := os.ReadDir(s.path(cmp.Or(dir, "."))) // none is not an error here
	for _, e := range entries {
		name := e.Name()
		if quote(name) != name || name[0] == '.' && !strings.HasPrefix(prefix[len(dir):], ".") {
			continue
		}
		if e.IsDir() {
			name += "/"
		}
		names = append(names, dir+name)
	}
	return names
}

// objectsOffered is how many names are listed.
const objectsOffered = 200

// objectNames returns the names in the current class that begin with a prefix.
func (s *session) objectNames(ctx context.Context, prefix string) []string {
	var names []string
	for o, err := range s.Store.Objects(ctx, inspect.Address{Class: string(s.Object.Namespace.Key)}) {
		if err != nil || len(names) == objectsOffered {
			break
		}
		if o.Named && strings.HasPrefix(o.Name, prefix) && !strings.ContainsFunc(o.Name, unicode.IsControl) {
			names = append(names, o.Name)
		}
	}
	return names
}

// tablesCalled finds the tables of the word before a dot: the one of that name, or
// those with that alias, as in "FROM message m".
func tablesCalled(of, text string, names []string) []string {
	start := len(of)
	for start > 0 && isWord(of[start-1]) {
		start--
	}
	alias := of[start:]
	var found []string
	words := strings.FieldsFunc(text, func(r rune) bool { return r < 0x80 && !isWord(byte(r)) })
	for _, name := range names {
		called := strings.EqualFold(name, alias)
		for i, w := range words {
			next := slices.DeleteFunc(slices.Clone(words[i+1:min(i+3, len(words))]), func(s string) bool { return strings.EqualFold(s, "as") })
			called = called || strings.EqualFold(w, name) && len(next) > 0 && strings.EqualFold(next[0], alias)
		}
		if called {
			found = append(found, name)
		}
	}
	return found
}

func isWord(c byte) bool {
	return c == '_' || c >= 0x80 || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// quoteNames quotes the names that are not plain words.
func quoteNames(names []string) []string {
	quoted := slices.Clone(names)
	for i, name := range names {
		plain := name != "" && (name[0] < '0' || name[0] > '9') && !slices.Contains(keywords, strings.ToUpper(name))
		for j := range len(name) {
			plain = plain && isWord(name[j])
		}
		if !plain {
			quoted[i] = `"` + strings.ReplaceAll(name, `"`, `""`) + `"`
		}
	}
	return quoted
}
