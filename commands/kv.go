package commands

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/inspect/kv"
	"github.com/dotool-dev/dotool/inspect/sqlite"
	"github.com/dotool-dev/dotool/inspect/v8"
	"github.com/dotool-dev/dotool/inspect/v8/console"
)

// kvRun has a command's functions for an object, for a KV namespace, and for many objects;
// the last is nil if it does not take many.
type kvRun struct {
	object    func(context.Context, *local.Project, *local.Objects, inspect.Object, kvOptions) error
	namespace func(context.Context, *local.Project, *local.Objects, *kv.Namespace, kvOptions) error
	many      func(context.Context, *local.Project, *local.Objects, kvOptions) error
}

func (r kvRun) resolve(ctx context.Context, env *local.Project, o kvOptions) error {
	objects, err := env.Objects()
	if err != nil {
		return err
	}
	if o.Address.All {
		var rest []string
		o.Address, rest = sqlAddress(objects.Store, sqlOptions{Args: o.Args, Class: o.Address.Class, All: true})
		switch {
		case len(rest) > 1:
			return ui.Usagef("%s does not take the argument %q", env.Command, rest[1])
		case len(rest) == 1 && o.Key != "":
			return ui.Usagef("PREFIX and --prefix cannot be combined")
		case len(rest) == 1:
			o.Key = rest[0]
		case o.One:
			return ui.UsageError(env.Command+" needs a key", "see `"+env.Command+" --help`")
		}
	}
	namespace, object, many, err := objects.ResolveKV(ctx, o.Address)
	switch {
	case err != nil:
		return err
	case many && r.many == nil:
		return &inspect.AddressError{What: "object", Text: o.Address.Text, Many: true}
	case many:
		return r.many(ctx, env, objects, o)
	case namespace != nil:
		return r.namespace(ctx, env, objects, namespace, o)
	case o.ForKV:
		return ui.Usagef("--ttl, --expiration and --metadata are for KV namespaces, and %s is an object", local.Label(object))
	}
	return r.object(ctx, env, objects, object, o)
}

func kvCommand(env *local.Project) *cli.Command {
	sub := func(name, usage, argsUsage, description string, run kvRun, flags ...cli.Flag) *cli.Command {
		return &cli.Command{
			Name: name, Usage: usage, ArgsUsage: argsUsage, Description: description,
			Flags: append(flags, &cli.StringFlag{Name: "class", Usage: "look only in class `NAME`"}),
			Action: func(c *cli.Context) error {
				all := c.Bool("all")
				if c.NArg() < needed(argsUsage) && !all {
					hint := "see `" + c.Command.HelpName + " --help`"
					if c.NArg() > 0 && name != "put" {
						hint = "`dotool kv list " + diag.ShellWord(c.Args().First()) + "` lists the keys"
					}
					return ui.UsageError(c.Command.HelpName+" needs "+argsUsage, hint)
				}
				o := kvOptions{Address: inspect.Address{Text: c.Args().First(), Class: c.String("class"), All: all}, Args: c.Args().Slice(), One: name == "get", Limit: c.Int("limit")}
				if !all {
					o.Key = c.Args().Get(1)
				}
				if o.Limit < 0 || c.IsSet("limit") && o.Limit == 0 {
					return ui.Usagef("--limit must be 1 or more, not %d", o.Limit)
				}
				if c.IsSet("prefix") {
					if o.Key != "" {
						return ui.Usagef("PREFIX and --prefix cannot be combined")
					}
					o.Key = c.String("prefix")
				}
				if name == "put" {
					if err := kvPutOptions(env, c, &o); err != nil {
						return err
					}
				}
				return run.resolve(c.Context, env, o)
			},
		}
	}
	allFlag := func() cli.Flag { return &cli.BoolFlag{Name: "all", Usage: "read every object of the class"} }
	const tagged = "Values that JSON lacks are written as:\n" +
		"{\"$date\":\"2026-11-23T10:00:00.000Z\"}, {\"$bigint\":\"12\"}, {\"$map\":[[key,value]]},\n" +
		"{\"$set\":[…]}, {\"$bytes\":\"base64\"}, {\"$undefined\":true}, {\"$number\":\"NaN\"},\n" +
		"{\"$regexp\":[\"src\",\"flags\"]}, {\"$error\":{…}}; {\"$raw\":\"base64\"} is an unreadable value.\n\n"
	return &cli.Command{
		Name: "kv", Usage: "read and change the key-value storage of an object, or a KV namespace",
		Description: "Reads and writes values stored with storage.put and storage.kv.put. Reading\n" +
			"never starts an object and changes nothing; put and delete go through the live\n" +
			"object if `dotool dev` serves it, otherwise to the file.\n\n" +
			"Instead of OBJECT, a binding selects its KV namespace, whose values are text or\n" +
			"bytes. If an object has the same name, write kv:BINDING; kv:ID selects a namespace\n" +
			"on disk.\n\n" +
			"Example:\n  $ dotool kv list lobby\n  $ dotool kv put lobby topic '\"Go\"'\n  $ dotool kv put CACHE greeting hello --ttl 3600",
		Subcommands: []*cli.Command{
			sub("list", "list keys and values", "OBJECT|BINDING [PREFIX]",
				"A glob such as 'room-*', or CLASS --all, reads many objects and adds a column\n\"object\". Values are shortened on a terminal; in a pipe, key and value are\ntab-separated; with --json, values are exact. The keys of a KV namespace are listed\nwith the size of the value, expiration and metadata.\n\nExample:\n  $ dotool kv list lobby user:\n  $ dotool kv list CACHE --json\n  $ dotool kv list 'room-*' user:",
				kvRun{runKVList, listNamespace, runKVMany}, allFlag(), &cli.StringFlag{Name: "prefix", Usage: "print only keys that begin with `TEXT` (same as PREFIX)"}, &cli.IntFlag{Name: "limit", Usage: "print only the first `N`", DefaultText: "all"}),
			sub("get", "print a value", "OBJECT|BINDING KEY",
				"Prints the value as Node's console does, or as JSON with --json. A glob such as\n'room-*', or CLASS --all, prints the value of each object that has the key. A value\nof a KV namespace is printed as it is; --json adds expiration and metadata.\n"+tagged+"Example:\n  $ dotool kv get lobby topic --json\n  $ dotool kv get 'room-*' topic",
				kvRun{runKVGet, getFromNamespace, runKVMany}, allFlag(), &cli.BoolFlag{Name: "text", Hidden: true}), // for users of wrangler
			sub("put", "set a value", "OBJECT|BINDING KEY [VALUE]",
				"Without VALUE, it is read from --path or stdin. For an object it is JSON, and one\nthat cannot be stored exactly is refused.\n"+tagged+"Example:\n  $ dotool kv put lobby since '{\"$date\":\"2026-11-23T10:00:00.000Z\"}'\n  $ dotool kv put CACHE page --path page.html --ttl 1h",
				kvRun{runKVPut, putIntoNamespace, nil}, append(kvPutFlags(), patienceFlag(env))...),
			sub("delete", "remove a key", "OBJECT|BINDING KEY",
				"Example:\n  $ dotool kv delete lobby topic",
				kvRun{runKVDelete, deleteFromNamespace, nil}, patienceFlag(env)),
		},
	}
}

func runKVList(ctx context.Context, env *local.Project, _ *local.Objects, object inspect.Object, o kvOptions) error {
	db, err := object.Open()
	if err != nil {
		return err
	}
	defer db.Close()
	return keyList[sqlite.Entry]{
		Prefix: o.Key, Limit: o.Limit,
		Head:  []string{"KEY", "VALUE"},
		Table: listOptions(env, nil, nil, []int{0}, nil),
		JSON:  func(e sqlite.Entry) any { return newEntryJSON(e) },
		Row:   func(e sqlite.Entry) []string { return []string{e.Key, shownValue(env, e.Value)} },
	}.print(env, db.KV(ctx, o.Key))
}

func runKVGet(ctx context.Context, env *local.Project, _ *local.Objects, object inspect.Object, o kvOptions) error {
	db, err := object.Open()
	if err != nil {
		return err
	}
	defer db.Close()
	data, ok, err := db.Get(ctx, o.Key)
	if err != nil {
		return err
	}
	if !ok {
		return unknownKey(ctx, object, db, o.Key)
	}
	v := local.Decoded(data)
	if env.JSON {
		_, err = fmt.Fprintf(env.Stdout, "%s\n", v8.ToJSON(v))
		return err
	}
	width := 80
	if env.StdoutTerminal && env.Width > 0 {
		width = env.Width
	}
	_, err = fmt.Fprintln(env.Stdout, console.Inspect(v, width))
	return err
}

func unknownKey(ctx context.Context, o inspect.Object, db *sqlite.DB, key string) error {
	var keys []string
	const most = 10_000 // to compare with
	for entry, err := range db.KV(ctx, "") {
		if err != nil {
			break
		}
		if keys = append(keys, entry.Key); len(keys) == most {
			break
		}
	}
	hint := "it has no keys"
	if len(keys) > 0 {
		hint = diag.DidYouMean(key, keys, "`dotool kv list "+diag.ShellWord(local.Label(o))+"` lists its keys")
	}
	return ui.WithHint(fmt.Errorf("%s has no key %q", local.Label(o), key), hint)
}

func runKVPut(ctx context.Context, env *local.Project, objects *local.Objects, object inspect.Object, o kvOptions) error {
	if strings.TrimSpace(o.Value) == "" {
		return errNoValue
	}
	v, err := v8.FromJSON([]byte(o.Value))
	if err != nil {
		return fmt.Errorf("value: %w", err)
	}
	if _, err := v8.Encode(v); err != nil {
		return fmt.Errorf("value: %w", err)
	}
	if err := objects.Put(ctx, object, o.Key, json.RawMessage(o.Value)); err != nil || !env.JSON {
		return err
	}
	return ui.WriteJSON(env.Stdout, entryJSON{local.JSONText(o.Key), v8.ToJSON(v)})
}

func runKVDelete(ctx context.Context, env *local.Project, objects *local.Objects, object inspect.Object, o kvOptions) error {
	deleted, err := objects.Delete(ctx, object, o.Key)
	if err != nil {
		return err
	}
	return reportDeleted(env, o.Key, deleted)
}
