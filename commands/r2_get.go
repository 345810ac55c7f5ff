package commands

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/inspect/r2"
)

func runR2Get(ctx context.Context, env *local.Project, bucket *r2.Bucket, o r2Options) error {
	key := o.Keys[0]
	object, value, ok, err := bucket.Get(ctx, key)
	if err != nil {
		return err
	}
	if !ok {
		return unknownR2Key(ctx, bucket, key)
	}
	defer value.Close()
	write := func(w io.Writer) error {
		n, err := io.Copy(w, value)
		if err == nil && n != object.Size {
			err = fmt.Errorf("%d bytes are stored of %d", n, object.Size)
		}
		if err != nil {
			return fmt.Errorf("read %s: %w", diag.Visible(key), err)
		}
		return nil
	}
	switch {
	case o.File != "" && o.File != "-":
		if err := writeNew(env.Path(o.File), o.Force, write); err != nil {
			return err
		}
		if env.JSON {
			return ui.WriteJSON(env.Stdout, newR2Object(object))
		}
		env.Note("%s written to %s.", ui.ByteSize(object.Size), o.File)
		return nil
	case env.JSON:
		var data bytes.Buffer
		if err := write(&data); err != nil {
			return err
		}
		result := newR2Object(object)
		if result.Body = data.String(); !utf8.Valid(data.Bytes()) {
			result.Body = map[string]string{"$blob": base64.StdEncoding.EncodeToString(data.Bytes())}
		}
		return ui.WriteJSON(env.Stdout, result)
	case env.StdoutTerminal && o.File == "":
		const most = 4096 // shows what it is
		start := make([]byte, most)
		n, err := io.ReadFull(value, start)
		if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
			return fmt.Errorf("read %s: %w", diag.Visible(key), err)
		}
		start = start[:n]
		if !isText(start) {
			env.Warn(ui.WithHint(fmt.Errorf("%s is not text (%s), and was not printed", diag.Visible(key), ui.ByteSize(object.Size)), "write it to a file with -o FILE, or print it with -o -"))
			return nil
		}
		value = struct {
			io.Reader
			io.Closer
		}{io.MultiReader(bytes.NewReader(start), value), value}
	}
	out, end := env.Plain()
	return errors.Join(write(out), end())
}

// isText reports whether the start of a value can be shown on a terminal. A character may
// be cut at its end.
func isText(start []byte) bool {
	for len(start) > 0 {
		r, size := utf8.DecodeRune(start)
		if r == 0 || r == utf8.RuneError && size == 1 && utf8.FullRune(start) {
			return false
		}
		start = start[size:]
	}
	return true
}

func unknownR2Key(ctx context.Context, bucket *r2.Bucket, key string) error {
	var keys []string
	const most = 10_000 // to compare with
	for e, err := range bucket.List(ctx, "", "") {
		if keys = append(keys, e.Object.Key); err != nil || len(keys) == most {
			break
		}
	}
	hint := "the bucket is empty"
	if len(keys) > 0 {
		hint = diag.DidYouMean(key, keys, "`dotool r2 list "+diag.ShellWord(bucket.Name)+"` lists its keys")
	}
	return ui.WithHint(fmt.Errorf("the R2 bucket %s has no object %q", diag.Visible(bucket.Name), key), hint)
}
