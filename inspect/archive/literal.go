package archive

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/dotool-dev/dotool/inspect/sqlite"
)

// jsonText keeps lone surrogates, which encoding/json replaces.
type jsonText string

// appendExactText appends text as JSON from which exactly its bytes can be read:
// {"$text":"<base64>"} if a string would not do.
func appendExactText(b, text []byte) []byte {
	start := len(b)
	b = sqlite.AppendJSONString(b, text)
	if utf8.Valid(text) {
		return b
	}
	if again, err := unquoteJSON(b[start:]); err == nil && again == string(text) {
		return b
	}
	b = base64.StdEncoding.AppendEncode(append(b[:start], `{"$text":"`...), text)
	return append(b, `"}`...)
}

// appendSQL appends the value as an SQL literal. Text that is not UTF-8, or contains a
// zero, is written as a cast blob.
func appendSQL(v sqlite.Value, b []byte) []byte {
	switch {
	case v.Kind == sqlite.Null:
		return append(b, "NULL"...)
	case v.Kind == sqlite.Integer && v.Int == math.MinInt64: // as digits it would be a real
		return append(b, "(-9223372036854775807-1)"...)
	case v.Kind == sqlite.Integer:
		return strconv.AppendInt(b, v.Int, 10)
	case v.Kind == sqlite.Real && math.IsInf(v.Float, 0):
		return v.AppendJSON(b)
	case v.Kind == sqlite.Real:
		return sqlite.AppendReal(b, v.Float)
	case v.Kind == sqlite.Text && utf8.Valid(v.Bytes) && bytes.IndexByte(v.Bytes, 0) < 0:
		b = append(b, '\'')
		b = append(b, bytes.ReplaceAll(v.Bytes, []byte("'"), []byte("''"))...)
		return append(b, '\'')
	case v.Kind == sqlite.Text:
		return fmt.Appendf(b, "CAST(X'%x' AS TEXT)", v.Bytes)
	}
	return fmt.Appendf(b, "X'%x'", v.Bytes)
}

// ParseValue is the inverse of [sqlite.Value.AppendJSON].
func ParseValue(raw json.RawMessage) (sqlite.Value, error) {
	switch raw[0] {
	case 'n':
		return sqlite.Value{}, nil
	case '"':
		s, err := unquoteJSON(raw)
		return sqlite.TextValue(s), err
	case '{':
		var tagged struct {
			Blob *[]byte `json:"$blob"`
			Text *[]byte `json:"$text"`
		}
		switch err := json.Unmarshal(raw, &tagged); {
		case err == nil && tagged.Text != nil:
			return sqlite.Value{Kind: sqlite.Text, Bytes: *tagged.Text}, nil
		case err == nil && tagged.Blob != nil:
			return sqlite.BlobValue(*tagged.Blob), nil
		}
		return sqlite.Value{}, fmt.Errorf("%s is not a value of SQLite", raw)
	}
	if n, err := strconv.ParseInt(string(raw), 10, 64); err == nil {
		return sqlite.IntValue(n), nil
	}
	f, err := strconv.ParseFloat(string(raw), 64)
	if err != nil && !math.IsInf(f, 0) {
		return sqlite.Value{}, fmt.Errorf("%s is not a value of SQLite", raw)
	}
	return sqlite.Value{Kind: sqlite.Real, Float: f}, nil
}

// unquoteJSON reads a JSON string; a lone surrogate, which encoding/json
// replaces, becomes WTF-8.
func unquoteJSON(b []byte) (string, error) {
	var s string
	if err := json.Unmarshal(b, &s); err != nil || !strings.Contains(s, "\ufffd") {
		return s, err
	}
	var out []byte
	for b = b[1 : len(b)-1]; len(b) > 0; {
		n := 1
		if b[0] == '\\' {
			n = 2
			if b[1] == 'u' {
				n = 6
				u, err := strconv.ParseUint(string(b[2:6]), 16, 16)
				if err != nil {
					return "", err
				}
				if u >= 0xd800 && u < 0xdc00 && len(b) >= 12 && b[6] == '\\' && b[7] == 'u' {
					if low, err := strconv.ParseUint(string(b[8:12]), 16, 16); err == nil && low >= 0xdc00 && low < 0xe000 {
						n = 12
					}
				}
				if n == 6 && u >= 0xd800 && u < 0xe000 {
					out = append(out, 0xe0|byte(u>>12), 0x80|byte(u>>6&0x3f), 0x80|byte(u&0x3f))
					b = b[6:]
					continue
				}
			}
		} else {
			for n < len(b) && b[n] != '\\' {
				n++
			}
		}
		var part string
		if err := json.Unmarshal(append(append([]byte{'"'}, b[:n]...), '"'), &part); err != nil {
			return "", err
		}
		out = append(out, part...)
		b = b[n:]
	}
	return string(out), nil
}
