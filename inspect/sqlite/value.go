package sqlite

import (
	"encoding/base64"
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"unicode/utf8"
)

// Kind is the storage class of a [Value].
type Kind uint8

const (
	Null Kind = iota
	Integer
	Real
	Text
	Blob
)

// Value is a value of SQLite, as it is stored.
type Value struct {
	Kind  Kind
	Int   int64   // of an Integer
	Float float64 // of a Real
	Bytes []byte  // of a Text or Blob; in a row, valid until the next row
}

// IntValue, TextValue and BlobValue are for parameters.
func IntValue(n int64) Value   { return Value{Kind: Integer, Int: n} }
func TextValue(s string) Value { return Value{Kind: Text, Bytes: []byte(s)} }
func BlobValue(b []byte) Value { return Value{Kind: Blob, Bytes: b} }

// ParseParam reads a parameter of the command line: an integer or a decimal
// number in its plain form is a number, NULL is null, all else is text.
func ParseParam(s string) Value {
	if s == "NULL" || s == "null" {
		return Value{}
	}
	if n, err := strconv.ParseInt(s, 10, 64); err == nil && strconv.FormatInt(n, 10) == s {
		return IntValue(n)
	}
	if f, err := strconv.ParseFloat(s, 64); err == nil && !math.IsInf(f, 0) && !math.IsNaN(f) && strconv.FormatFloat(f, 'f', -1, 64) == s {
		return Value{Kind: Real, Float: f}
	}
	return TextValue(s)
}

// Clone returns a copy that stays valid after the row.
func (v Value) Clone() Value {
	v.Bytes = slices.Clone(v.Bytes)
	return v
}

// AppendText appends the value as sqlite3 prints it: nothing for NULL, the bytes of a
// blob, and a real always with a point or an exponent.
func (v Value) AppendText(b []byte) []byte {
	switch v.Kind {
	case Integer:
		return strconv.AppendInt(b, v.Int, 10)
	case Real:
		return AppendReal(b, v.Float)
	}
	return append(b, v.Bytes...)
}

// AppendReal appends a real as SQL that is not read as an integer.
func AppendReal(b []byte, f float64) []byte {
	switch {
	case math.IsInf(f, 1):
		return append(b, "Inf"...)
	case math.IsInf(f, -1):
		return append(b, "-Inf"...)
	}
	// Plain digits where JavaScript has them: times in milliseconds are REAL
	// when they come from it.
	format := byte('f')
	if abs := math.Abs(f); abs >= 1e21 || abs != 0 && abs < 1e-6 {
		format = 'e'
	}
	start := len(b)
	b = strconv.AppendFloat(b, f, format, -1, 64)
	if !slices.ContainsFunc(b[start:], func(c byte) bool { return c == '.' || c == 'e' }) {
		b = append(b, ".0"...)
	}
	return b
}

func (v Value) String() string { return string(v.AppendText(nil)) }

// AppendJSON appends the value as JSON: integers exact, blobs as
// {"$blob":"<base64>"}, infinities as the 9e999 that SQLite's own JSON has.
func (v Value) AppendJSON(b []byte) []byte {
	switch v.Kind {
	case Integer:
		return strconv.AppendInt(b, v.Int, 10)
	case Real:
		switch {
		case math.IsInf(v.Float, 1):
			return append(b, "9e999"...)
		case math.IsInf(v.Float, -1):
			return append(b, "-9e999"...)
		}
		return AppendReal(b, v.Float)
	case Text:
		return AppendJSONString(b, v.Bytes)
	case Blob:
		b = append(b, `{"$blob":"`...)
		b = base64.StdEncoding.AppendEncode(b, v.Bytes)
		return append(b, `"}`...)
	}
	return append(b, "null"...)
}

// MarshalJSON implements [json.Marshaler].
func (v Value) MarshalJSON() ([]byte, error) { return v.AppendJSON(nil), nil }

// AppendJSONString appends a JSON string. A lone surrogate of JavaScript, which
// text from workerd holds as three bytes of WTF-8, becomes its \u escape, so
// nothing is lost; other bytes that are not UTF-8 become U+FFFD.
func AppendJSONString[S ~string | ~[]byte](b []byte, s S) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c >= utf8.RuneSelf:
			r, n := utf8.DecodeRuneInString(string(s[i:min(i+4, len(s))]))
			switch {
			case n > 1 && r != '\u2028' && r != '\u2029':
				b = append(b, s[i:i+n]...)
			case n > 1: // would end a line of JavaScript
				b = append(b, `\u202`...)
				b = append(b, hex[r&0xf])
			case surrogate(s[i:]):
				u := rune(c&0xf)<<12 | rune(s[i+1]&0x3f)<<6 | rune(s[i+2]&0x3f)
				b = append(b, '\\', 'u', hex[u>>12], hex[u>>8&0xf], hex[u>>4&0xf], hex[u&0xf])
				n = 3
			default:
				b = append(b, "\ufffd"...)
			}
			i += n
			continue
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c == '\n':
			b = append(b, `\n`...)
		case c == '\t':
			b = append(b, `\t`...)
		case c == '\r':
			b = append(b, `\r`...)
		case c < ' ' || c == 0x7f:
			b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&0xf])
		default:
			b = append(b, c)
		}
		i++
	}
	return append(b, '"')
}

func surrogate[S ~string | ~[]byte](s S) bool {
	return len(s) >= 3 && s[0] == 0xed && s[1] >= 0xa0 && s[1] <= 0xbf && s[2]&0xc0 == 0x80
}

var _ json.Marshaler = Value{}
