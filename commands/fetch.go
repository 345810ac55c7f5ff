package commands

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/devserver/control"
	"github.com/dotool-dev/dotool/inspect"
)

func fetchCommand(env *local.Project) *cli.Command {
	return &cli.Command{
		Name: "fetch", Usage: "send an HTTP request to an object",
		ArgsUsage: "OBJECT [PATH]",
		Description: "Calls the fetch handler of an object directly, bypassing the Worker: on the live\n" +
			"object if `dotool dev` serves it, otherwise on one hosted for the duration of\n" +
			"the request. Flags work as in curl. The object sees the address of the dev\n" +
			"server, or http://localhost, before PATH; PATH may also be a whole URL.\n" +
			"Redirects are not followed. An unused name creates a new object.\n\n" +
			"Example:\n  $ dotool fetch lobby /messages?limit=5\n  $ dotool fetch ChatRoom/lobby /messages -d '{\"text\":\"hi\"}' -i",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "class", Usage: "look only in class `NAME`"},
			&cli.StringFlag{Name: "request", Aliases: []string{"X"}, Usage: "use the request method `METHOD`", DefaultText: "GET, or POST with --data"},
			&cli.StringSliceFlag{Name: "header", Aliases: []string{"H"}, Usage: "send a header `NAME:VALUE` (repeatable)"},
			&cli.StringSliceFlag{Name: "data", Aliases: []string{"d"}, Usage: "send `BODY`; @FILE reads a file, @- stdin"},
			&cli.BoolFlag{Name: "include", Aliases: []string{"i"}, Usage: "print status and headers too"},
			&cli.BoolFlag{Name: "head", Aliases: []string{"I"}, Usage: "send a HEAD request and print status and headers"},
			&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "write the body to `FILE`", DefaultText: "stdout"},
			&cli.BoolFlag{Name: "fail", Aliases: []string{"f"}, Usage: "print no body and exit with 1 for status 400 and above"},
			&cli.BoolFlag{Name: "fail-with-body", Usage: "print the body and exit with 1 for status 400 and above"},
			timeoutFlag(),
		},
		Action: func(c *cli.Context) error {
			if err := needObject(c); err != nil {
				return err
			}
			if c.Bool("fail") && c.Bool("fail-with-body") {
				return ui.Usagef("--fail and --fail-with-body cannot be combined")
			}
			timeout, err := timeoutOf(c)
			if err != nil {
				return err
			}
			return runFetch(c.Context, env, fetchOptions{
				Address: inspect.Address{Text: c.Args().First(), Class: c.String("class")},
				Path:    c.Args().Get(1), Method: c.String("request"), Headers: c.StringSlice("header"), Data: c.StringSlice("data"),
				Include: c.Bool("include"), Head: c.Bool("head"), Output: c.String("output"), Fail: c.Bool("fail"), Failing: c.Bool("fail-with-body"), Timeout: timeout,
			})
		},
	}
}

// needObject returns the error for a command line without an object, or with the path of a
// request in its place: an object of that name needs a path behind it.
func needObject(c *cli.Context) error {
	name, first := c.Command.HelpName, c.Args().First()
	switch {
	case c.NArg() == 0:
		return ui.UsageError(name+" needs an object", "`dotool objects` lists the objects")
	case c.NArg() == 1 && (strings.HasPrefix(first, "/") || strings.Contains(first, "://")):
		return ui.UsageError(fmt.Sprintf("%s needs an object before %q", name, first),
			"write `"+name+" OBJECT "+diag.ShellWord(first)+"`; the Worker itself responds at the address of `dotool dev`")
	}
	return nil
}

// readHeaders reads headers written as NAME:VALUE.
func readHeaders(given []string) (http.Header, error) {
	header := http.Header{}
	for _, h := range given {
		name, value, ok := strings.Cut(h, ":")
		name = strings.TrimSpace(name)
		if !ok || name == "" || strings.ContainsAny(name, " \t\"(),/:;<=>?@[\\]{}") {
			return nil, ui.UsageError(fmt.Sprintf("--header takes NAME:VALUE, not %q", h), "")
		}
		value = strings.TrimSpace(value)
		if strings.ContainsAny(name+value, "\r\n\x00") {
			return nil, ui.UsageError(fmt.Sprintf("the header %s has a line break in it", name), "")
		}
		header.Add(name, value)
	}
	return header, nil
}

// objectURL returns the URL that an object gets for a path.
func objectURL(client *control.Client, path string) (string, error) {
	base := client.URL()
	if base == "" {
		base = "http://localhost"
	}
	whole := path
	if scheme, _, ok := strings.Cut(path, "://"); !ok || strings.ContainsAny(scheme, "/?#") {
		whole = base + "/" + strings.TrimPrefix(path, "/")
	}
	u, err := url.Parse(whole)
	if err != nil || u.Host == "" {
		return "", ui.Usagef("%q is neither a path nor a URL", path)
	}
	u.Fragment = ""
	return u.String(), nil
}

// requestBody returns the body that --data gives. A file is streamed; several pieces are
// joined by &, as curl does.
func requestBody(e *local.Project, data []string) (body io.Reader, close func(), err error) {
	close = func() {}
	var parts []string
	for _, d := range data {
		name, isFile := strings.CutPrefix(d, "@")
		if !isFile {
			parts = append(parts, d)
			continue
		}
		in := e.Stdin
		if name != "-" {
			f, err := openArgument(e, name)
			if err != nil {
				return nil, close, fmt.Errorf("--data: %w", err)
			}
			close = func() { f.Close() }
			in = f
		}
		if len(data) == 1 {
			return in, close, nil
		}
		text, err := io.ReadAll(in)
		close()
		close = func() {}
		if err != nil {
			return nil, close, fmt.Errorf("--data: %w", err)
		}
		parts = append(parts, string(text))
	}
	return strings.NewReader(strings.Join(parts, "&")), close, nil
}

func runFetch(ctx context.Context, env *local.Project, o fetchOptions) (err error) {
	header, err := readHeaders(o.Headers)
	if err != nil {
		return err
	}
	r := control.Request{Method: "GET", Header: header}
	if len(o.Data) > 0 {
		var closeBody func()
		if r.Body, closeBody, err = requestBody(env, o.Data); err != nil {
			return err
		}
		defer closeBody()
		r.Method = "POST"
		if header.Get("Content-Type") == "" {
			header.Set("Content-Type", dataType(o.Data))
		}
	}
	if o.Head {
		r.Method = "HEAD"
	}
	if o.Method != "" {
		r.Method = o.Method
	}
	if strings.ContainsFunc(r.Method, func(c rune) bool { return c <= ' ' || c > '~' }) {
		return ui.Usagef("%q is not a valid method", r.Method)
	}
	if (r.Method == "GET" || r.Method == "HEAD") && r.Body != nil {
		return ui.UsageError(r.Method+" has no body", "leave out --data, or send POST")
	}
	ctx, cancel := within(ctx, o.Timeout, "the object")
	defer cancel()
	c, err := converse(ctx, env, o.Address)
	if err != nil {
		return cause(ctx, err)
	}
	defer func() { err = errors.Join(err, c.stop()) }()
	if r.URL, err = objectURL(c.client, o.Path); err != nil {
		return err
	}
	status := 0
	thrown, err := listen(ctx, env, c, func() error {
		response, err := c.client.Fetch(ctx, c.target, r)
		if err != nil {
			return err
		}
		defer response.Body.Close()
		status = response.StatusCode
		return printResponse(env, response, o)
	})
	if err != nil && ctx.Err() == nil {
		return c.printThrown(env, err, "fetch", thrown)
	}
	if err != nil {
		return cause(ctx, err)
	}
	if (o.Fail || o.Failing) && status >= 400 {
		return fmt.Errorf("the object responded with %d %s", status, http.StatusText(status))
	}
	return nil
}

// dataType returns the type of a body: JSON is recognized, unlike in curl.
func dataType(data []string) string {
	if len(data) == 1 && strings.HasPrefix(strings.TrimSpace(data[0]), "{") || len(data) == 1 && strings.HasPrefix(strings.TrimSpace(data[0]), "[") {
		return "application/json"
	}
	return "application/x-www-form-urlencoded"
}
