package deps

import (
	"bytes"
	"encoding/gob"
	"errors"
	"os"

	"github.com/dotool-dev/dotool/config/diag"
)

// Keep writes a value to a file for this user alone, whole or not at all, unless it is
// there. One of over 2 MB is not kept.
func Keep(path string, value any) error {
	const most = 2 << 20
	var text bytes.Buffer
	if err := gob.NewEncoder(&text).Encode(value); err != nil {
		return err
	}
	if text.Len() > most {
		return errors.Join(errors.New("too large to keep"), os.RemoveAll(path))
	}
	if was, err := diag.ReadFile(path); err == nil && bytes.Equal(was, text.Bytes()) {
		return nil
	}
	return write(path, text.Bytes())
}

// Recall reads a value that was kept.
func Recall(path string, into any) error {
	text, err := diag.ReadFile(path)
	if err != nil {
		return err
	}
	return gob.NewDecoder(bytes.NewReader(text)).Decode(into)
}
