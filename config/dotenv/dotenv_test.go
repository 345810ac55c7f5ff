package dotenv

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// The expectations are the results of the dotenv and dotenv-expand packages
// inside wrangler 4.164.0.
func TestParse(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		src  string
		want [][2]string
	}{
		{"A=1\nB=two\n", [][2]string{{"A", "1"}, {"B", "two"}}},
		{"A = 1 \n  B  =  two  \n", [][2]string{{"A", "1"}, {"B", "two"}}},
		{"export A=1\nexport  B=2\n", [][2]string{{"A", "1"}, {"B", "2"}}},
		{"A: 1\nB:2\n", [][2]string{{"A", "1"}}},
		{"A=\nB=\"\"\nC=''\n", [][2]string{{"A", ""}, {"B", ""}, {"C", ""}}},
		{"A='single $x \\n'\nB=\"double\\nline\\r\"\nC=`back\\ntick`\n", [][2]string{{"A", "single $x \\n"}, {"B", "double\nline\r"}, {"C", "back\\ntick"}}},
		{"A=\"multi\nline\nvalue\"\nB=2\n", [][2]string{{"A", "multi\nline\nvalue"}, {"B", "2"}}},
		{"A='multi\nline'\nB=2", [][2]string{{"A", "multi\nline"}, {"B", "2"}}},
		{"A=`a\n\"b'\n`\n", [][2]string{{"A", "a\n\"b'\n"}}},
		{"A=1 # comment\nB=\"x # y\" # z\nC='#'\nD=a#b\n", [][2]string{{"A", "1"}, {"B", "x # y"}, {"C", "#"}, {"D", "a"}}},
		{"# A=1\n  # B=2\n#C\n", [][2]string{}},
		{"A\nB=1\nC D=2\n", [][2]string{{"B", "1"}}},
		{"A=\"unclosed\nB=2\n", [][2]string{{"A", "\"unclosed"}, {"B", "2"}}},
		{"A='it''s'\n", [][2]string{{"A", "it''s"}}},
		{"A=\"say \\\"hi\\\"\"\n", [][2]string{{"A", "say \\\"hi\\\""}}},
		{"A='it\\'s'\n", [][2]string{{"A", "it\\'s"}}},
		{"A=\\\"x\\\"\n", [][2]string{{"A", "\\\"x\\\""}}},
		{"A=\"x\" y\n", [][2]string{{"A", "\"x\" y"}}},
		{"A=x\"y\"z\n", [][2]string{{"A", "x\"y\"z"}}},
		{"A='x' \"y\"\n", [][2]string{{"A", "'x' \"y\""}}},
		{"A=1\r\nB=2\r\n", [][2]string{{"A", "1"}, {"B", "2"}}},
		{"A=1\rB=2\r", [][2]string{{"A", "1"}, {"B", "2"}}},
		{"A=\"1\r\n2\"\r\nB=3\n", [][2]string{{"A", "1\n2"}, {"B", "3"}}},
		{"\ufeffA=1\nB=2\n", [][2]string{{"A", "1"}, {"B", "2"}}},
		{"A=\u00a0x\u00a0\nB=\u3000y\n", [][2]string{{"A", "x"}, {"B", "y"}}},
		{"A=\u2028x\nB=2", [][2]string{{"A", "x"}, {"B", "2"}}},
		{"9=nine\nA.b-c_1=ok\n-x=minus\n", [][2]string{{"9", "nine"}, {"A.b-c_1", "ok"}, {"-x", "minus"}}},
		{"A==b\nC= =d\n", [][2]string{{"A", "=b"}, {"C", "=d"}}},
		{"A=b=c=d\n", [][2]string{{"A", "b=c=d"}}},
		{"A=1\nA=2\n", [][2]string{{"A", "2"}}},
		{"é=1\nB=é日本🙂\n", [][2]string{{"B", "é日本🙂"}}},
		{"A=\"\\\\n\"\nB=\"\\t\"\n", [][2]string{{"A", "\\\n"}, {"B", "\\t"}}},
		{"A={\"j\":1}\nB='{\"j\":\"k\"}'\n", [][2]string{{"A", "{\"j\":1}"}, {"B", "{\"j\":\"k\"}"}}},
		{"A=-----BEGIN-----\nxyz\n-----END-----\nB=1\n", [][2]string{{"A", "-----BEGIN-----"}, {"B", "1"}}},
		{"A=\"-----BEGIN\\nxyz\\nEND\"\n", [][2]string{{"A", "-----BEGIN\nxyz\nEND"}}},
		{"export\nA=1\n", [][2]string{{"A", "1"}}},
		{"exportA=1\nexport=2\n", [][2]string{{"exportA", "1"}, {"export", "2"}}},
		{"A=\n\n\nB=1\n", [][2]string{{"A", ""}, {"B", "1"}}},
		{"A=\n  B=1\n", [][2]string{{"A", ""}, {"B", "1"}}},
		{"A= \n B\n", [][2]string{{"A", ""}}},
		{"A='a'\n'b'\nC=1\n", [][2]string{{"A", "a"}, {"C", "1"}}},
		{"A=\"a\"\n\"b\"\n", [][2]string{{"A", "a"}}},
		{"   \n\t\n", [][2]string{}},
		{"", [][2]string{}},
		{"=1\nB=2\n", [][2]string{{"B", "2"}}},
		{"A=#\nB= # c\nC=x #\n", [][2]string{{"A", ""}, {"B", ""}, {"C", "x"}}},
		{"A=\"#\nB=1\n\"\nC=3", [][2]string{{"A", "#\nB=1\n"}, {"C", "3"}}},
		{"A='\nB='\nC=1\n", [][2]string{{"A", "\nB="}, {"C", "1"}}},
		{"A=\" spaced \"\nB=' s '\n", [][2]string{{"A", " spaced "}, {"B", " s "}}},
		{"A=a\\\nB=b\n", [][2]string{{"A", "a\\"}, {"B", "b"}}},
		{"A='\"x\"'\nB=\"'x'\"\nC=`'\"`\n", [][2]string{{"A", "\"x\""}, {"B", "'x'"}, {"C", "'\""}}},
		{"A=\"'\nB='\"\n", [][2]string{{"A", "'\nB='"}}},
		{"A=\u0000x\nB=\u0001\n", [][2]string{{"A", "\u0000x"}, {"B", "\u0001"}}},
		{"A=\u0085x\u0085\n", [][2]string{{"A", "\u0085x\u0085"}}},
		{"A='x\n\"y\"\nz'\n", [][2]string{{"A", "x\n\"y\"\nz"}}},
		{"A=\"x\n'y\n'\"\n", [][2]string{{"A", "x\n'y\n'"}}},
	} {
		env := NewEnvironment(nil)
		for _, v := range Parse([]byte(test.src)) {
			env.Set(v.Name, v.Value)
		}
		got := [][2]string{}
		for _, name := range env.Names {
			got = append(got, [2]string{name, env.Values[name]})
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%q: %s", test.src, diff)
		}
	}
}

func TestExpand(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		environ []string
		src     string
		want    []string
	}{
		{[]string{}, "A=1\nB=$A\nC=${A}2\n", []string{"A=1", "B=1", "C=12"}},
		{[]string{}, "A=$B\nB=1\n", []string{"A=", "B=1"}},
		{[]string{}, "A=${X:-def}\nB=${X-def}\nC=${X:+alt}\nD=${X+alt}\n", []string{"A=def", "B=def", "C=", "D="}},
		{[]string{"X=x"}, "A=${X:-def}\nB=${X-def}\nC=${X:+alt}\nD=${X+alt}\n", []string{"A=x", "B=x", "C=alt", "D=alt", "X=x"}},
		{[]string{"X="}, "A=${X:-def}\nB=${X:+alt}\n", []string{"A=def", "B=", "X="}},
		{[]string{"A=outer"}, "A=inner\nB=$A\n", []string{"A=outer", "B=outer"}},
		{[]string{}, "A=\\$B\nB=x\\$y\n", []string{"A=$B", "B=x$y"}},
		{[]string{}, "A='$B'\nB=$\nC=$$\nD=${}\nE=$1\n", []string{"A=", "B=$", "C=$$", "D=${}", "E=$1"}},
		{[]string{"P=pa$$word"}, "A=$P\nB=x$P\n", []string{"A=pa", "B=xpa", "P=pa$$word"}},
		{[]string{"P=<$`|$'>"}, "A=a${P}b\n", []string{"A=a<a|b>b", "P=<$`|$'>"}},
		{[]string{}, "A=${X:-${Y:-z}}\nB=${X:-a:-b}\n", []string{"A=z", "B=a:-b"}},
		{[]string{}, "A=a\nB=${A}-${A}_$A\n", []string{"A=a", "B=a-a_a"}},
		{[]string{}, "A=${anullb}\n", []string{"A=b"}},
		{[]string{"X=$Y", "Y=$X"}, "A=$X\n", []string{"A=", "X=$Y", "Y=$X"}},
		{[]string{}, "A=$A\n", []string{"A="}},
		{[]string{}, "A=1\nA=$A\n", []string{"A="}},
		{[]string{}, "A=\\$B $B\nB=1\n", []string{"A=\\ ", "B=1"}},
		{[]string{"B=2"}, "A=\\$B $B\n", []string{"A=\\2 2", "B=2"}},
		{[]string{}, "A=$B$B\nB=$A\n", []string{"A=", "B="}},
		{[]string{"X=a b"}, "A=\"$X\n$X\"\n", []string{"A=a b\na b", "X=a b"}},
		{[]string{}, "A=${X:-it's}\n", []string{"A=it's"}},
		{[]string{}, "A=${ X }\n", []string{"A="}},
		{[]string{}, "PW=p$ss\nURL=http://u:${PW}@h\n", []string{"PW=p", "URL=http://u:p@h"}},
		{[]string{}, "A=${B:-$C}\nC=c\n", []string{"A=", "C=c"}},
		{[]string{"C=c"}, "A=${B:-$C}\n", []string{"A=c", "C=c"}},
		{[]string{}, "A=x\nB=${A:+y$A}\n", []string{"A=x", "B=yx"}},
	} {
		env := NewEnvironment(test.environ)
		parsed := NewEnvironment(nil)
		for _, v := range Parse([]byte(test.src)) {
			parsed.Set(v.Name, v.Value)
		}
		if circular := env.Expand(parsed); circular != nil {
			t.Errorf("%q: %v are called circular", test.src, circular)
		}
		got := env.List()
		slices.Sort(got)
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%q: %s", test.src, diff)
		}
	}
}

// dotenv-expand never returns from this one.
func TestExpandInACircle(t *testing.T) {
	t.Parallel()
	env, parsed := NewEnvironment([]string{"A=x$B", "B=y$A"}), NewEnvironment([]string{"C=z$A", "D=d"})
	if got := env.Expand(parsed); !slices.Equal(got, []string{"C"}) {
		t.Errorf("circular: %v, want C", got)
	}
	if env.Values["C"] != "z$A" || env.Values["D"] != "d" {
		t.Errorf("got %v", env.Values)
	}
}

func TestDotenvLines(t *testing.T) {
	t.Parallel()
	var got []int
	for _, v := range Parse([]byte("\r\n# c\r\nA=1\r\nB=\"2\r\n3\"\r\n\r\nC=4")) {
		got = append(got, v.Line)
	}
	if !slices.Equal(got, []int{3, 4, 7}) {
		t.Errorf("lines %v, want 3, 4 and 7", got)
	}
}

func FuzzDotenv(f *testing.F) {
	f.Add("A=1\nexport B='x\ny' # z\r\nC=${A:-$B}\n")
	f.Add("A=\"\\\"\nB=`\n`\rC: $\\$D ${}\n")
	f.Fuzz(func(t *testing.T, src string) {
		start := time.Now()
		parsed := NewEnvironment(nil)
		lines := strings.Count(src, "\n") + 1
		last := 0
		for _, v := range Parse([]byte(src)) {
			if v.Name == "" || v.Line < last || v.Line > lines {
				t.Errorf("%q stands on line %d of %d, after %d", v.Name, v.Line, lines, last)
			}
			last = v.Line
			parsed.Set(v.Name, v.Value)
		}
		env := NewEnvironment([]string{"X=$Y", "Y=x"})
		env.Expand(parsed)
		for _, name := range parsed.Names {
			if _, ok := env.Values[name]; !ok {
				t.Errorf("%q got lost", name)
			}
		}
		if took := time.Since(start); took > time.Minute {
			t.Errorf("%d bytes took %v", len(src), took)
		}
	})
}
