package commands

import (
	"io"

	"github.com/charmbracelet/lipgloss"
	"github.com/muesli/termenv"

	"dotool/config/diag"
)

// style is how text looks on one writer. The words carry the meaning; colour
// only repeats it.
type style struct {
	bold, dim, good, warn, bad, accent lipgloss.Style
}

// style returns the looks for one of the streams of the environment.
func (e *Env) style(w io.Writer) style {
	r := lipgloss.NewRenderer(w)
	r.SetColorProfile(termenv.Ascii)
	// Asking the terminal for its background takes time and eats what is typed.
	r.SetHasDarkBackground(true)
	if e.colour(w) {
		r.SetColorProfile(termenv.ANSI)
	}
	fg := func(c string) lipgloss.Style { return r.NewStyle().Foreground(lipgloss.Color(c)) }
	// The sixteen colours of the terminal's own theme are right on light and
	// dark alike.
	return style{
		bold:   r.NewStyle().Bold(true),
		dim:    r.NewStyle().Faint(true),
		good:   fg("2"),
		warn:   fg("3"),
		bad:    fg("1").Bold(true),
		accent: fg("6"),
	}
}

func (e *Env) colour(w io.Writer) bool {
	switch e.Color {
	case "always":
		return true
	case "never":
		return false
	}
	terminal := w == e.Stdout && e.StdoutTerminal || w == e.Stderr && e.StderrTerminal
	return terminal && e.getenv("NO_COLOR") == "" && e.getenv("TERM") != "dumb"
}

func (s style) diagnostics() diag.Style {
	return diag.Style{
		Position: render(s.bold),
		Error:    render(s.bad),
		Warning:  render(s.warn),
		Caret:    render(s.bad),
		Fix:      render(s.good),
	}
}

func render(s lipgloss.Style) func(string) string {
	return func(t string) string { return s.Render(t) }
}
