package commands

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/config/diag"
)

func manCommand(env *local.Project) *cli.Command {
	return &cli.Command{
		Name: "man", Usage: "print a manual page, or write all of them",
		ArgsUsage: "[COMMAND]",
		Description: "Without --dir, prints the page of dotool, or of a command or topic.\n\n" +
			"Example:\n  $ dotool man sql | man -l -\n  $ dotool man --dir ~/.local/share/man/man1",
		Flags: []cli.Flag{&cli.StringFlag{Name: "dir", Usage: "write a page for every command and topic into `DIR`"}},
		Action: func(c *cli.Context) error {
			return runMan(env, c.App, c.Args().First(), c.String("dir"))
		},
	}
}

func runMan(env *local.Project, app *cli.App, name, dir string) error {
	pages := manPages(app)
	if dir == "" {
		for _, p := range pages {
			if p.name == strings.TrimSuffix("dotool-"+name, "-") {
				fmt.Fprint(env.Stdout, p.text)
				return nil
			}
		}
		return ui.UsageError(fmt.Sprintf("dotool has no command or topic %q", name), "see `dotool --help`")
	}
	dir = env.Path(dir)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("write manual pages: %w", err)
	}
	for _, p := range pages {
		if err := diag.ReplaceFile(filepath.Join(dir, p.name+".1"), []byte(p.text)); err != nil {
			return fmt.Errorf("write manual pages: %w", err)
		}
	}
	env.Note("Wrote %s to %s.", ui.Count(len(pages), "manual page"), env.Show(dir))
	return nil
}

// manPage is a page of section 1.
type manPage struct{ name, text string }

// manPages returns the pages of dotool, its commands and its topics. The subcommands of a
// command are in its page.
func manPages(app *cli.App) (pages []manPage) {
	main := newPage("dotool", app.Usage)
	main.section("SYNOPSIS")
	main.plain("dotool COMMAND [ARGUMENTS] [FLAGS]")
	main.section("DESCRIPTION")
	main.paragraphs(app.Description)
	main.section("COMMANDS")
	main.entries(app.Commands, "dotool-")
	main.section("FLAGS OF EVERY COMMAND")
	main.flags(app.Flags)
	var rest []manPage
	for _, c := range app.Commands {
		if c.Hidden {
			continue
		}
		if c.Name == "help" {
			main.section("TOPICS")
			main.entries(c.Subcommands, "dotool-")
			for _, topic := range c.Subcommands {
				p := newPage("dotool-"+topic.Name, topic.Usage)
				p.section("DESCRIPTION")
				p.plain(topic.Description)
				rest = append(rest, p.page())
			}
			continue
		}
		p := newPage("dotool-"+c.Name, c.Usage)
		p.section("SYNOPSIS")
		p.plain("dotool " + c.Name + synopsis(c))
		p.command(c)
		for _, sub := range c.Subcommands {
			p.section("dotool " + c.Name + " " + sub.Name)
			p.plain("dotool " + c.Name + " " + sub.Name + synopsis(sub))
			p.paragraphs(strings.ToUpper(sub.Usage[:1]) + sub.Usage[1:] + ".")
			p.body(sub, p.subsection)
		}
		p.section("SEE ALSO")
		p.line(`dotool(1), which lists the flags of every command`)
		rest = append(rest, p.page())
	}
	return append([]manPage{main.page()}, rest...)
}

func synopsis(c *cli.Command) string {
	words := " " + c.ArgsUsage
	if len(c.Subcommands) > 0 {
		words = " [COMMAND]" + words
	}
	return strings.TrimRight(words, " ") + " [FLAGS]"
}

// manText is a page that is being written, in the language of man(7).
type manText struct {
	name string
	b    strings.Builder
}

func newPage(name, usage string) *manText {
	p := &manText{name: name}
	fmt.Fprintf(&p.b, ".TH %s 1 \"\" \"dotool %s\"\n.SH NAME\n", quoteRoff(strings.ToUpper(name)), version())
	p.line(name + ` \- ` + roff(usage))
	return p
}

func (p *manText) page() manPage { return manPage{p.name, p.b.String()} }

// line adds text that is escaped already.
func (p *manText) line(s string) { p.b.WriteString(s + "\n") }

func (p *manText) section(title string) { p.line(".SH " + quoteRoff(title)) }

func (p *manText) subsection(title string) { p.line(".SS " + quoteRoff(title)) }

// plain adds text as it is, in a fixed width.
func (p *manText) plain(s string) {
	p.line(".nf")
	for line := range strings.Lines(strings.TrimRight(s, "\n")) {
		p.line(roff(strings.TrimSuffix(line, "\n")))
	}
	p.line(".fi")
}

// paragraphs adds text that is filled, except for indented lines and examples.
func (p *manText) paragraphs(s string) {
	for part := range strings.SplitSeq(strings.TrimSpace(s), "\n\n") {
		p.line(".PP")
		if strings.Contains(part, "\n  ") {
			p.plain(part)
			continue
		}
		for line := range strings.Lines(part) {
			p.line(roff(strings.TrimSuffix(line, "\n")))
		}
	}
}

func (p *manText) command(c *cli.Command) {
	p.section("DESCRIPTION")
	p.body(c, p.section)
	if len(c.Subcommands) > 0 {
		p.section("COMMANDS")
		p.entries(c.Subcommands, "dotool "+c.Name+" ")
	}
}

// body writes the description of a command, and its flags and example under headings.
func (p *manText) body(c *cli.Command, heading func(title string)) {
	text, example, _ := strings.Cut("\n\n"+c.Description, "\n\nExample:\n")
	p.paragraphs(text)
	if slices.ContainsFunc(c.Flags, visible) {
		heading("FLAGS")
		p.flags(c.Flags)
	}
	if example != "" {
		heading("EXAMPLE")
		p.plain(example)
	}
}

func visible(f cli.Flag) bool {
	v, ok := f.(cli.VisibleFlag)
	return ok && v.IsVisible()
}

func (p *manText) entries(commands []*cli.Command, prefix string) {
	for _, c := range commands {
		if c.Hidden || c.Name == "help" {
			continue
		}
		p.line(".TP\n.B " + roff(prefix+c.Name))
		p.line(roff(c.Usage))
	}
}

// flags has the texts of --help: "--name VALUE", a tab, and what it does.
func (p *manText) flags(flags []cli.Flag) {
	for _, f := range flags {
		if !visible(f) {
			continue
		}
		name, usage, _ := strings.Cut(f.String(), "\t")
		p.line(".TP\n.B " + roff(name))
		p.line(roff(usage))
	}
}

// roff escapes a line of text.
func roff(s string) string {
	s = strings.NewReplacer(`\`, `\e`, "-", `\-`).Replace(s)
	if strings.HasPrefix(s, ".") || strings.HasPrefix(s, "'") {
		s = `\&` + s
	}
	return s
}

// quoteRoff returns an argument of a macro.
func quoteRoff(s string) string { return `"` + strings.ReplaceAll(roff(s), `"`, `\(dq`) + `"` }
