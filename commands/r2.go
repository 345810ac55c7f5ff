package commands

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/inspect/r2"
)

func r2Command(env *local.Project) *cli.Command {
	sub := func(name, usage, argsUsage, description string, run func(context.Context, *local.Project, *r2.Bucket, r2Options) error, flags ...cli.Flag) *cli.Command {
		return &cli.Command{
			Name: name, Usage: usage, ArgsUsage: argsUsage, Description: description, Flags: flags,
			Action: func(c *cli.Context) error {
				o, err := readR2Options(c)
				if err != nil {
					return err
				}
				objects, err := env.Objects()
				if err != nil {
					return err
				}
				bucket, err := objects.Bucket(o.Bucket)
				if err != nil {
					return err
				}
				if name == "put" || name == "delete" {
					return objects.Beside(c.Context, func() error { return run(c.Context, env, bucket, o) })
				}
				return run(c.Context, env, bucket, o)
			},
		}
	}
	return &cli.Command{
		Name: "r2", Usage: "read and change the objects of an R2 bucket",
		Description: "Works on the local files of a bucket, with or without a running server. BUCKET is\n" +
			"the name of a binding or of a bucket; BUCKET KEY can be written as BUCKET/KEY.\n\n" +
			"Example:\n  $ dotool r2 list PICTURES\n  $ dotool r2 put PICTURES cats/tom.jpg tom.jpg --content-type image/jpeg",
		Subcommands: []*cli.Command{
			sub("list", "list objects", "BUCKET [PREFIX]",
				"With --delimiter, keys are grouped at the first TEXT after the prefix, like files in\nfolders.\n\nExample:\n  $ dotool r2 list PICTURES cats/ --delimiter /",
				runR2List,
				&cli.StringFlag{Name: "prefix", Usage: "print only keys that begin with `TEXT` (same as PREFIX)"},
				&cli.StringFlag{Name: "delimiter", Usage: "group keys up to the next `TEXT`"},
				&cli.IntFlag{Name: "limit", Usage: "print only the first `N`", DefaultText: "all"}),
			sub("get", "print an object, or write it to a file", "BUCKET KEY",
				"With --json, prints the object with its metadata; a value that is not text is Base64.\n\nExample:\n  $ dotool r2 get PICTURES cats/tom.jpg -o tom.jpg",
				runR2Get,
				&cli.StringFlag{Name: "output", Aliases: []string{"o", "file", "f"}, Usage: "write to `FILE`", DefaultText: "stdout"},
				&cli.BoolFlag{Name: "force", Usage: "overwrite an existing file"},
				&cli.BoolFlag{Name: "pipe", Aliases: []string{"p"}, Usage: "write to stdout"}),
			sub("put", "store an object", "BUCKET KEY [FILE]",
				"Without FILE, the value is read from stdin.\n\nExample:\n  $ dotool r2 put PICTURES notes.txt notes.txt --metadata author=ada\n  $ tar c src | dotool r2 put BACKUPS src.tar",
				runR2Put,
				&cli.StringFlag{Name: "file", Aliases: []string{"f", "path"}, Usage: "read the value from `FILE` (same as the argument)"},
				&cli.BoolFlag{Name: "pipe", Aliases: []string{"p"}, Usage: "read the value from stdin"},
				&cli.StringFlag{Name: "content-type", Aliases: []string{"ct"}, Usage: "store `TYPE` as Content-Type"},
				&cli.StringFlag{Name: "content-language", Aliases: []string{"cl"}, Usage: "store `TEXT` as Content-Language"},
				&cli.StringFlag{Name: "content-disposition", Aliases: []string{"cd"}, Usage: "store `TEXT` as Content-Disposition"},
				&cli.StringFlag{Name: "content-encoding", Aliases: []string{"ce"}, Usage: "store `TEXT` as Content-Encoding"},
				&cli.StringFlag{Name: "cache-control", Aliases: []string{"cc"}, Usage: "store `TEXT` as Cache-Control"},
				&cli.StringFlag{Name: "expires", Usage: "store `TIME` as Expires: RFC 3339, or +2h"},
				&cli.StringSliceFlag{Name: "metadata", Usage: "store `NAME=TEXT` as custom metadata (repeatable)"},
				patienceFlag(env)),
			sub("delete", "delete objects", "BUCKET KEY…",
				"Example:\n  $ dotool r2 delete PICTURES cats/tom.jpg cats/tim.jpg",
				runR2Delete, patienceFlag(env)),
		},
	}
}

func readR2Options(c *cli.Context) (o r2Options, err error) {
	args := c.Args().Slice()
	if bucket, key, ok := strings.Cut(c.Args().First(), "/"); ok { // names of buckets have no slash
		args = append([]string{bucket, key}, args[1:]...)
	}
	if len(args) < needed(c.Command.ArgsUsage) {
		return o, ui.UsageError(c.Command.HelpName+" needs "+c.Command.ArgsUsage, "see `"+c.Command.HelpName+" --help`")
	}
	o = r2Options{
		Bucket: args[0], Keys: args[1:], Prefix: c.String("prefix"), Delimiter: c.String("delimiter"), Limit: c.Int("limit"),
		Force: c.Bool("force"),
		HTTP: r2.HTTPMetadata{
			ContentType: c.String("content-type"), ContentLanguage: c.String("content-language"), ContentDisposition: c.String("content-disposition"),
			ContentEncoding: c.String("content-encoding"), CacheControl: c.String("cache-control"),
		},
	}
	if o.Limit < 0 || c.IsSet("limit") && o.Limit == 0 {
		return o, ui.Usagef("--limit must be 1 or more, not %d", o.Limit)
	}
	switch c.Command.Name {
	case "list":
		if len(o.Keys) > 0 {
			if c.IsSet("prefix") {
				return o, ui.Usagef("PREFIX and --prefix cannot be combined")
			}
			o.Prefix = o.Keys[0]
		}
	case "get":
		o.File = c.String("output")
	case "put":
		o.File = c.String("file")
		if len(o.Keys) > 1 {
			if c.IsSet("file") {
				return o, ui.Usagef("FILE and --file cannot be combined")
			}
			o.File = o.Keys[1]
		}
	}
	if c.Bool("pipe") {
		if o.File != "" {
			return o, ui.Usagef("--pipe and %s cannot be combined", diag.Visible(o.File))
		}
		o.File = "-"
	}
	if text := c.String("expires"); c.IsSet("expires") {
		if o.HTTP.CacheExpiry, err = ui.ParseTime(text, time.Now()); err != nil {
			return o, ui.Usagef("--expires must be a time, such as 2030-01-01T00:00:00Z or +2h, not %q", text)
		}
	}
	for _, text := range c.StringSlice("metadata") {
		name, value, ok := strings.Cut(text, "=")
		if !ok {
			return o, ui.Usagef("--metadata must be NAME=TEXT, not %q", text)
		}
		if o.Custom == nil {
			o.Custom = map[string]string{}
		}
		o.Custom[name] = value
	}
	return o, nil
}

func runR2Put(ctx context.Context, env *local.Project, bucket *r2.Bucket, o r2Options) error {
	value := env.Stdin
	if o.File != "" && o.File != "-" {
		f, err := openArgument(env, o.File)
		if err != nil {
			return fmt.Errorf("read the value: %w", err)
		}
		defer f.Close()
		value = f
	} else if o.File == "" && env.StdinTerminal {
		return ui.UsageError("no value given", "name a file, or give the value on stdin")
	}
	object, err := bucket.Put(ctx, r2.Object{Key: o.Keys[0], HTTP: o.HTTP, Custom: o.Custom}, value)
	if err == nil && env.JSON {
		return ui.WriteJSON(env.Stdout, newR2Object(object))
	}
	return err
}

func runR2Delete(ctx context.Context, env *local.Project, bucket *r2.Bucket, o r2Options) error {
	deleted, err := bucket.Delete(ctx, o.Keys...)
	if err != nil {
		return err
	}
	type result struct {
		Key     local.JSONText `json:"key"`
		Deleted bool           `json:"deleted"`
	}
	results := []result{}
	for _, key := range o.Keys {
		found := slices.Contains(deleted, key)
		results = append(results, result{local.JSONText(key), found})
		if !found && !env.JSON {
			env.Note("There was no object %q.", key)
		}
	}
	if env.JSON {
		return ui.WriteJSON(env.Stdout, results)
	}
	return nil
}
