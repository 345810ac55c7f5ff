package ui

import (
	"bufio"
	"encoding/json"
	"io"
)

// WriteJSON prints a value for scripts.
func WriteJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// JSONList prints values as an array, each as it comes.
func JSONList[T any](to io.Writer) (print func(T) error, end func() error) {
	w, mark := bufio.NewWriterSize(to, 64<<10), "["
	print = func(v T) error {
		b, err := json.Marshal(v)
		if err != nil {
			return err
		}
		w.WriteString(mark)
		mark = ",\n"
		_, err = w.Write(b)
		return err
	}
	end = func() error {
		if mark == "[" {
			w.WriteString(mark)
		}
		w.WriteString("]\n")
		return w.Flush()
	}
	return print, end
}
