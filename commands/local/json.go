package local

import "dotool/inspect/sqlite"

// JSONText is text of JavaScript, which may hold lone surrogates.
type JSONText string

// MarshalJSON implements [json.Marshaler].
func (t JSONText) MarshalJSON() ([]byte, error) { return sqlite.AppendJSONString(nil, t), nil }
