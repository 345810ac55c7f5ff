package local

import "github.com/dotool-dev/dotool/inspect/sqlite"

// JSONText is a string of JavaScript, which may contain lone surrogates.
type JSONText string

// MarshalJSON implements [json.Marshaler].
func (t JSONText) MarshalJSON() ([]byte, error) { return sqlite.AppendJSONString(nil, t), nil }
