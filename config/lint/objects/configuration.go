package objects

import (
	"math"
	"strings"
	"time"

	"github.com/dotool-dev/dotool/config/diag"
	"github.com/dotool-dev/dotool/config/lint/code"
	"github.com/dotool-dev/dotool/config/lint/rule"
	"github.com/dotool-dev/dotool/config/pattern"
	"github.com/dotool-dev/dotool/config/tree"
)

// Configuration are the rules about the configuration alone (M).
var Configuration = []*rule.Rule{
	rule.New("M02", "compatibility-date", diag.Warning, "Without a date the oldest behaviour applies.", wbp+"#keep-your-compatibility-date-current", compatibilityDate),
	rule.New("M03", "secret-in-vars", diag.Warning, "A variable is in the repository, and readable in the dashboard.", wbp+"#store-secrets-with-wrangler-secret-not-in-source", secretInVars),
}

func compatibilityDate(m *rule.Pass) {
	if m.Project.Doc == nil || m.Project.Doc.Root.Get("compatibility_date") != nil {
		return
	}
	sections := m.Sections()
	if len(sections) > 1 {
		all := true
		for _, s := range sections[1:] {
			all = all && s.Get("compatibility_date") != nil
		}
		if all {
			return
		}
	}
	src := []byte(m.Project.ConfigText)
	today := time.Now().UTC().Format(time.DateOnly)
	pos := diag.Pos{File: m.Project.Config, Line: 1, Column: 1, Length: 1}
	fix := "compatibility_date = \"" + today + "\""
	end := code.Newline(m.Project.ConfigText)
	mark := len(m.Project.ConfigText) - len(strings.TrimPrefix(m.Project.ConfigText, "\ufeff"))
	edit := rule.Replace(m.Project.Config, mark, mark, fix+end)
	if !tree.IsTOML(m.Project.Config) {
		i := brace(src)
		if i < 0 {
			return
		}
		pos = m.Project.Doc.Pos(i, i+1)
		comma := ","
		if len(m.Project.Doc.Root.Fields) == 0 {
			comma = ""
		}
		fix = "\"compatibility_date\": \"" + today + "\""
		edit = rule.Replace(m.Project.Config, i+1, i+1, end+"  "+fix+comma)
	}
	m.Config(pos, fix, "there is no compatibility_date").Edits = []rule.Edit{edit}
}

// brace returns the offset of the first { outside of comments.
func brace(src []byte) int {
	s := string(src)
	for i := 0; i < len(s); i++ {
		switch {
		case strings.HasPrefix(s[i:], "//"):
			n := strings.IndexByte(s[i:], '\n')
			if n < 0 {
				return -1
			}
			i += n
		case strings.HasPrefix(s[i:], "/*"):
			n := strings.Index(s[i+2:], "*/")
			if n < 0 {
				return -1
			}
			i += n + 3
		case s[i] == '{':
			return i
		}
	}
	return -1
}

var (
	secretStart = pattern.New(`^(sk-|sk_live_|rk_live_|ghp_|gho_|github_pat_|xox|AKIA|AIza|eyJ|glpat-|-----BEGIN)`)
	secretKey   = pattern.New(`(?i)(SECRET|TOKEN|PASSWORD|PASSPHRASE|API_KEY|APIKEY|PRIVATE_KEY)$`)
	publicKey   = pattern.New(`(?i)PUBLIC|PUBLISHABLE`)
	placeholder = pattern.New(`(?i)<.*>|\$\{|\{\{|xxx|change|your|example|dummy|test|todo`)
	inCapitals  = pattern.New(`^[A-Z][A-Z0-9_]*$`)
	onlyNumber  = pattern.New(`^[\d.,\s]+$`)
	aURL        = pattern.New(`^[a-z][a-z0-9+.-]*://|^\.{0,2}/`)
)

func secretInVars(m *rule.Pass) {
	if m.Project.Doc == nil {
		return
	}
	for _, section := range m.Sections() {
		vars := section.Get("vars")
		if vars == nil {
			continue
		}
		for i := range vars.Fields {
			f := &vars.Fields[i]
			v := f.Value
			if !v.Is(tree.Text) || len(v.Value) < 16 || publicKey.MatchString(f.Name) || placeholder.MatchString(v.Value) || inCapitals.MatchString(v.Value) && !secretStart.MatchString(v.Value) || onlyNumber.MatchString(v.Value) || aURL.MatchString(v.Value) {
				continue
			}
			if secretStart.MatchString(v.Value) || secretKey.MatchString(f.Name) && entropy(v.Value) >= 3.5 {
				m.Config(m.Project.Doc.At(v), "wrangler secret put "+f.Name+", and .dev.vars on this machine", f.Name+" looks like a secret")
			}
		}
	}
}

// entropy returns the information of a text in bits a character.
func entropy(s string) float64 {
	counts := map[rune]float64{}
	n := 0.0
	for _, c := range s {
		counts[c]++
		n++
	}
	e := 0.0
	for _, k := range counts {
		e -= k / n * math.Log2(k/n)
	}
	return e
}
