package lsp

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strconv"
	"strings"
	"sync"

	"github.com/sourcegraph/jsonrpc2"
)

// mostBytes limits a message: no editor sends a text as long.
const mostBytes = 64 << 20

// frames reads and writes messages, each after a header with its length. Unlike
// [jsonrpc2.VSCodeObjectCodec], it passes over lines that are not headers and messages that are
// none, and ends the connection only with the stream.
type frames struct {
	in     *bufio.Reader
	buf    bytes.Buffer
	failed error // why there is nothing to read any more

	mu  sync.Mutex // guards out
	out io.Writer
}

// WriteObject implements [jsonrpc2.ObjectStream].
func (f *frames) WriteObject(v any) error {
	msg, err := json.Marshal(v)
	if err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	_, err = f.out.Write(append(fmt.Appendf(nil, "Content-Length: %d\r\n\r\n", len(msg)), msg...))
	return err
}

// ReadObject implements [jsonrpc2.ObjectStream]. A message that is none is answered here.
func (f *frames) ReadObject(v any) error {
	for {
		msg, err := f.next()
		if err != nil {
			f.failed = err
			return err
		}
		if err = json.Unmarshal(msg, v); err == nil {
			return nil
		}
		reflect.ValueOf(v).Elem().SetZero()
		code := jsonrpc2.CodeInvalidRequest
		if !json.Valid(msg) {
			code = jsonrpc2.CodeParseError
		}
		if err := f.WriteObject(object{"jsonrpc": "2.0", "id": nil, "error": object{"code": code, "message": err.Error()}}); err != nil {
			f.failed = err
			return err
		}
	}
}

// next returns the next message.
func (f *frames) next() ([]byte, error) {
	size := -1
	for {
		line, err := f.in.ReadSlice('\n')
		if errors.Is(err, bufio.ErrBufferFull) {
			continue // not a header
		}
		if err != nil {
			return nil, err
		}
		name, value, _ := strings.Cut(strings.TrimSpace(string(line)), ":")
		if name == "" && size >= 0 {
			break
		}
		if strings.EqualFold(name, "Content-Length") {
			if n, err := strconv.Atoi(strings.TrimSpace(value)); err == nil && n >= 0 {
				size = n
			}
		}
	}
	if size > mostBytes {
		return nil, fmt.Errorf("a message of %d bytes is too long", size)
	}
	f.buf.Reset()
	if _, err := io.CopyN(&f.buf, f.in, int64(size)); err != nil {
		return nil, err
	}
	return f.buf.Bytes(), nil
}

// Close implements [jsonrpc2.ObjectStream]; the streams belong to the caller.
func (f *frames) Close() error { return nil }
