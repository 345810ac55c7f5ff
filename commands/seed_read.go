package commands

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/config/pattern"
	"github.com/dotool-dev/dotool/inspect/v8"
)

// seedFile is a file of `dotool seed`: steps, or an export.
type seedFile struct {
	path   string
	steps  []seedStep
	export []byte
}

// seedStep fills objects in one way.
type seedStep struct {
	Line   int
	Object string
	Call   string
	Args   []json.RawMessage
	SQL    string
	KV     []seedEntry
}

type seedEntry struct {
	key   string
	value json.RawMessage
}

// readSeed reads a file. SQL is for object unless it says where.
func readSeed(env *local.Project, path, object string) (seedFile, error) {
	f := seedFile{path: env.Path(path)}
	if info, err := os.Stat(f.path); err == nil && info.IsDir() {
		return f, ui.UsageError(path+" is a folder", "name its files, such as "+filepath.Join(path, "*"))
	}
	data, err := diag.ReadFile(f.path)
	if err != nil {
		return f, fmt.Errorf("seed: %w", err)
	}
	text := bytes.TrimPrefix(data, []byte("\ufeff"))
	switch ext := strings.ToLower(filepath.Ext(path)); {
	case bytes.HasPrefix(text, []byte("-- dotool object ")), bytes.HasPrefix(text, []byte("SQLite format 3\x00")), exportLine.Match(text):
		f.export = data
	case ext == ".sql":
		f.steps, err = sqlSteps(string(text), object)
	case ext == ".json" || ext == ".ndjson" || ext == ".jsonl":
		f.steps, err = jsonSteps(text)
	default:
		err = ui.UsageError(fmt.Sprintf("%s is not a file of seeds", path), "its name must end in .sql, .json, .ndjson or .jsonl")
	}
	if err != nil {
		return f, fmt.Errorf("%s:%w", env.Show(f.path), err)
	}
	return f, nil
}

// exportLine begins an export as NDJSON.
var exportLine = pattern.New(`^\s*\{"object":\s*\{`)

// whereLine says in which objects the SQL below it runs.
var whereLine = pattern.New(`^--\s*objects?:\s*(\S.*?)\s*$`)

func sqlSteps(text, object string) (steps []seedStep, err error) {
	step := seedStep{Line: 1, Object: object}
	var sql strings.Builder
	end := func() error {
		step.SQL = sql.String()
		sql.Reset()
		if strings.TrimSpace(step.SQL) == "" {
			return nil
		}
		if step.Object == "" {
			return ui.UsageError(fmt.Sprintf("%d: it is not said in which object", step.Line), "write a line such as -- object: Room/lobby before it, or give --object")
		}
		steps = append(steps, step)
		return nil
	}
	line := 0
	for text := range strings.Lines(text) {
		line++
		m := whereLine.FindStringSubmatch(strings.TrimRight(text, "\r\n"))
		if m == nil {
			sql.WriteString(text)
			continue
		}
		if step.Object == "" && onlyComments(sql.String()) {
			sql.Reset()
		}
		if err := end(); err != nil {
			return nil, err
		}
		step = seedStep{Line: line, Object: m[1]}
	}
	return steps, end()
}

// onlyComments reports whether SQL has no statement.
func onlyComments(sql string) bool {
	for line := range strings.Lines(sql) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "--") {
			return false
		}
	}
	return true
}

// jsonSteps reads an array of steps, or steps one after the other.
func jsonSteps(text []byte) (steps []seedStep, err error) {
	d := json.NewDecoder(bytes.NewReader(text))
	lineAt := func(offset int64) int { return 1 + bytes.Count(text[:min(int(offset), len(text))], []byte("\n")) }
	list := bytes.HasPrefix(bytes.TrimSpace(text), []byte("["))
	if list {
		if _, err := d.Token(); err != nil {
			return nil, err
		}
	}
	for !list || d.More() {
		// The line of the step, after whitespace and the comma.
		at := d.InputOffset()
		for at < int64(len(text)) && strings.ContainsRune(" \t\r\n,", rune(text[at])) {
			at++
		}
		var raw json.RawMessage
		if err := d.Decode(&raw); err == io.EOF && !list {
			return steps, nil
		} else if err != nil {
			return nil, fmt.Errorf("%d: %w", lineAt(d.InputOffset()), err)
		}
		step, err := stepOf(raw)
		if err != nil {
			return nil, fmt.Errorf("%d: %w", lineAt(at), err)
		}
		step.Line = lineAt(at)
		steps = append(steps, step)
	}
	if _, err := d.Token(); err != nil {
		return nil, fmt.Errorf("%d: %w", lineAt(d.InputOffset()), err)
	}
	return steps, nil
}

func stepOf(raw json.RawMessage) (step seedStep, err error) {
	var s struct {
		Object, Call, SQL *string
		Args              []json.RawMessage
		KV                json.RawMessage
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(&s); err != nil {
		return step, ui.UsageError(strings.TrimPrefix(err.Error(), "json: "), `a step is an object such as {"object": "Room/lobby", "call": "post", "args": ["hi"]}`)
	}
	given := 0
	for _, is := range []bool{s.Call != nil && *s.Call != "", s.SQL != nil && *s.SQL != "", s.KV != nil} {
		if is {
			given++
		}
	}
	switch {
	case s.Object == nil || *s.Object == "":
		return step, ui.UsageError("a step needs an object", `such as "object": "Room/lobby"`)
	case given != 1:
		return step, ui.Usagef("a step has one of call, sql and kv")
	case s.Args != nil && s.Call == nil:
		return step, ui.Usagef("args are for call")
	}
	step.Object, step.Args = *s.Object, append([]json.RawMessage{}, s.Args...)
	if s.Call != nil {
		step.Call = *s.Call
	}
	if s.SQL != nil {
		step.SQL = *s.SQL
	}
	if s.KV != nil {
		if step.KV, err = entriesOf(s.KV); err != nil {
			return step, err
		}
	}
	for _, arg := range step.Args {
		if _, err := v8.FromJSON(arg); err != nil {
			return step, err
		}
	}
	return step, nil
}

// entriesOf reads an object of keys and values, in its order.
func entriesOf(raw json.RawMessage) (all []seedEntry, err error) {
	d := json.NewDecoder(bytes.NewReader(raw))
	if open, err := d.Token(); err != nil || open != json.Delim('{') {
		return nil, errors.New("kv must be an object of keys and values")
	}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return nil, err
		}
		e := seedEntry{key: fmt.Sprint(key)}
		if err := d.Decode(&e.value); err != nil {
			return nil, err
		}
		if _, err := v8.FromJSON(e.value); err != nil {
			return nil, fmt.Errorf("%s: %w", diag.Visible(e.key), err)
		}
		all = append(all, e)
	}
	return all, nil
}

// mostNames bounds what one pattern can mean.
const mostNames = 100_000

// braceParts expands 1..3 or a,b; it returns nil for any other text.
func braceParts(text string) (parts []string) {
	if from, to, ok := strings.Cut(text, ".."); ok {
		a, err := strconv.Atoi(from)
		b, bad := strconv.Atoi(to)
		if err != nil || bad != nil || a > b || b-a >= mostNames {
			return nil
		}
		for i := a; i <= b; i++ {
			parts = append(parts, fmt.Sprintf("%0*d", len(from), i))
		}
		return parts
	}
	if !strings.Contains(text, ",") {
		return nil
	}
	return strings.Split(text, ",")
}
