package syntax

import (
	"errors"
	"fmt"
	"path/filepath"
	"runtime/debug"
	"strings"

	"github.com/evanw/esbuild/internal/config"
	"github.com/evanw/esbuild/internal/js_ast"
	"github.com/evanw/esbuild/internal/js_parser"
	"github.com/evanw/esbuild/internal/logger"
)

// Error says why a file cannot be parsed.
type Error struct {
	Message      string
	Line, Column int // from 1
}

func (e *Error) Error() string { return fmt.Sprintf("%d:%d: %s", e.Line, e.Column, e.Message) }

// Parse reads a module. The name decides about types and JSX, as for esbuild.
func Parse(name, text string) (f *File, err error) {
	defer func() {
		if r := recover(); r != nil {
			f, err = nil, fmt.Errorf("parse %s: %v\n%s", name, r, debug.Stack())
		}
	}()
	tree, err := parse(name, text, false)
	var bad *Error
	if errors.As(err, &bad) && strings.Contains(bad.Message, "ecorator") {
		tree, err = parse(name, text, true)
	}
	if err != nil {
		return nil, err
	}
	return convert(name, text, tree), nil
}

func parse(name, text string, decorators bool) (*js_ast.AST, error) {
	defines := config.ProcessDefines(nil)
	options := config.Options{Defines: &defines, OmitJSXRuntimeForTests: true}
	options.JSX.Preserve = true
	switch strings.ToLower(filepath.Ext(name)) {
	case ".ts", ".mts", ".cts":
		options.TS.Parse = true
	case ".tsx":
		options.TS.Parse, options.JSX.Parse = true, true
	default:
		options.JSX.Parse = true
	}
	options.TS.Config.UseDefineForClassFields = config.True
	if decorators {
		options.TS.Config.ExperimentalDecorators = config.True
	}
	log := logger.NewDeferLog(logger.DeferLogNoVerboseOrDebug, nil)
	source := logger.Source{
		KeyPath: logger.Path{Text: name, Namespace: "file"}, PrettyPaths: logger.PrettyPaths{Abs: name, Rel: name},
		Contents: text, IdentifierName: "module",
	}
	tree, ok := js_parser.Parse(log, source, js_parser.OptionsFromConfig(&options))
	if msgs := log.Done(); !ok || log.HasErrors() {
		for _, m := range msgs {
			if m.Kind == logger.Error {
				e := &Error{Message: m.Data.Text, Line: 1, Column: 1}
				if l := m.Data.Location; l != nil {
					e.Line, e.Column = l.Line, l.Column+1
				}
				return nil, e
			}
		}
		return nil, &Error{Message: "syntax error", Line: 1, Column: 1}
	}
	return &tree, nil
}
