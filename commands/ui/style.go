package ui

import (
	"io"

	"github.com/charmbracelet/lipgloss"
	"github.com/muesli/termenv"

	"github.com/dotool-dev/dotool/config/diag"
)

// Style is how text looks on one writer. The words carry the meaning; colour
// only repeats it.
type Style struct {
	Bold, Dim, Good, Warn, Bad, Accent lipgloss.Style
}

// Style returns the style for one of the streams of the environment.
func (e *Env) Style(w io.Writer) Style {
	r := lipgloss.NewRenderer(w)
	r.SetColorProfile(termenv.Ascii)
	// Querying the background of the terminal takes time and swallows input.
	r.SetHasDarkBackground(true)
	if e.Colour(w) {
		r.SetColorProfile(termenv.ANSI)
	}
	fg := func(c string) lipgloss.Style { return r.NewStyle().Foreground(lipgloss.Color(c)) }
	// The sixteen colours of the terminal's theme are legible on light and dark.
	return Style{
		Bold:   r.NewStyle().Bold(true),
		Dim:    r.NewStyle().Faint(true),
		Good:   fg("2"),
		Warn:   fg("3"),
		Bad:    fg("1").Bold(true),
		Accent: fg("6"),
	}
}

func (e *Env) Colour(w io.Writer) bool {
	switch e.Color {
	case "always":
		return true
	case "never":
		return false
	}
	terminal := w == e.Stdout && e.StdoutTerminal || w == e.Stderr && e.StderrTerminal
	return terminal && e.Getenv("NO_COLOR") == "" && e.Getenv("TERM") != "dumb"
}

func (s Style) Diagnostics() diag.Style {
	return diag.Style{
		Position: render(s.Bold),
		Error:    render(s.Bad),
		Warning:  render(s.Warn),
		Caret:    render(s.Bad),
		Fix:      render(s.Good),
	}
}

func render(s lipgloss.Style) func(string) string {
	return func(t string) string { return s.Render(t) }
}
