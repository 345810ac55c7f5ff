package cron

import (
	"strings"
	"testing"
	"time"
)

const layout = "Mon 2006-01-02 15:04"

func TestNext(t *testing.T) {
	t.Parallel()
	from := time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC) // a Saturday
	for _, c := range []struct{ text, want string }{
		{"* * * * *", "Sat 2026-11-28 12:01"},
		{"*/5 * * * *", "Sat 2026-11-28 12:05"},
		{"10/25 * * * *", "Sat 2026-11-28 12:10, Sat 2026-11-28 12:35, Sat 2026-11-28 13:10"},
		{"0-10/5,30 12 * * *", "Sat 2026-11-28 12:05, Sat 2026-11-28 12:10, Sat 2026-11-28 12:30, Sun 2026-11-29 12:00"},
		{"0 12 * * *", "Sun 2026-11-29 12:00"},
		{"59 23 31 12 *", "Thu 2026-12-31 23:59, Fri 2027-12-31 23:59"},
		{"0 0 1 1 *", "Fri 2027-01-01 00:00, Sat 2028-01-01 00:00"},
		{"0 0 * JAN,jul *", "Fri 2027-01-01 00:00"},
		{"0 0 29 2 *", "Tue 2028-02-29 00:00, Sun 2032-02-29 00:00"},
		{"0 0 29 FEB SUN#5", "Tue 2028-02-29 00:00, Sun 2032-02-29 00:00"},
		{"0 0 31 * *", "Thu 2026-12-31 00:00, Sun 2027-01-31 00:00, Wed 2027-03-31 00:00"},
		{"  0\t0  * * *  ", "Sun 2026-11-29 00:00"},

		// Weekdays are those of Cloudflare.
		{"0 0 * * 1", "Sun 2026-11-29 00:00"},
		{"0 0 * * 7", "Sat 2026-12-05 00:00"},
		{"0 0 * * 1-5", "Sun 2026-11-29 00:00, Mon 2026-11-30 00:00, Tue 2026-12-01 00:00, Wed 2026-12-02 00:00, Thu 2026-12-03 00:00, Sun 2026-12-06 00:00"},
		{"0 0 * * mon-Fri", "Mon 2026-11-30 00:00, Tue 2026-12-01 00:00, Wed 2026-12-02 00:00, Thu 2026-12-03 00:00, Fri 2026-12-04 00:00, Mon 2026-12-07 00:00"},
		{"0 0 * * 2/2", "Mon 2026-11-30 00:00, Wed 2026-12-02 00:00, Fri 2026-12-04 00:00, Mon 2026-12-07 00:00"},
		{"0 0 * * L", "Sat 2026-12-05 00:00, Sat 2026-12-12 00:00"},
		{"0 0 * * 6L", "Fri 2026-12-25 00:00, Fri 2027-01-29 00:00"},
		{"0 0 * * sunL", "Sun 2026-11-29 00:00, Sun 2026-12-27 00:00"},
		{"0 0 * * 2#1", "Mon 2026-12-07 00:00, Mon 2027-01-04 00:00"},
		{"0 0 * * TUE#5", "Tue 2026-12-29 00:00, Tue 2027-03-30 00:00"},

		// If both fields of days are restricted, one suffices.
		{"0 0 13 * FRI", "Fri 2026-12-04 00:00, Fri 2026-12-11 00:00, Sun 2026-12-13 00:00"},
		{"0 0 L * MON#1", "Mon 2026-11-30 00:00, Mon 2026-12-07 00:00, Thu 2026-12-31 00:00"},
		{"0 0 */10 * 1", "Sun 2026-11-29 00:00, Tue 2026-12-01 00:00, Sun 2026-12-06 00:00, Fri 2026-12-11 00:00"},

		// Days counted from the end, and weekdays nearby.
		{"0 0 L * *", "Mon 2026-11-30 00:00, Thu 2026-12-31 00:00, Sun 2027-01-31 00:00, Sun 2027-02-28 00:00"},
		{"0 0 L-3 * *", "Mon 2026-12-28 00:00, Thu 2027-01-28 00:00, Thu 2027-02-25 00:00"},
		{"0 0 L-30 * *", "Tue 2026-12-01 00:00, Fri 2027-01-01 00:00, Mon 2027-03-01 00:00"},
		{"0 0 LW * *", "Mon 2026-11-30 00:00, Thu 2026-12-31 00:00, Fri 2027-01-29 00:00, Fri 2027-02-26 00:00"},
		{"0 0 L-1W * *", "Mon 2026-11-30 00:00, Wed 2026-12-30 00:00, Fri 2027-01-29 00:00, Fri 2027-02-26 00:00"},
		{"0 0 L-3W * *", "Mon 2026-12-28 00:00, Thu 2027-01-28 00:00"},
		{"0 0 15W * *", "Tue 2026-12-15 00:00, Fri 2027-01-15 00:00, Mon 2027-02-15 00:00"},
		{"0 0 1W * *", "Tue 2026-12-01 00:00, Fri 2027-01-01 00:00, Mon 2027-02-01 00:00, Mon 2027-03-01 00:00, Thu 2027-04-01 00:00, Mon 2027-05-03 00:00"},
		{"0 0 28W * *", "Mon 2026-12-28 00:00, Thu 2027-01-28 00:00, Fri 2027-02-26 00:00"},
		{"0 0 31W * *", "Thu 2026-12-31 00:00, Fri 2027-01-29 00:00, Wed 2027-03-31 00:00"},
	} {
		e, err := Parse(c.text)
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
			continue
		}
		var got []string
		for at := from; len(got) < strings.Count(c.want, ",")+1; {
			at = e.Next(at)
			got = append(got, at.Format(layout))
		}
		if got := strings.Join(got, ", "); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.text, got, c.want)
		}
	}
	if !(Expression{}).Next(from).IsZero() {
		t.Error("the zero expression fires")
	}
}

func TestLast(t *testing.T) {
	t.Parallel()
	until := time.Date(2026, 11, 28, 12, 0, 30, 0, time.UTC)
	for _, c := range []struct {
		text string
		back time.Duration
		want string
	}{
		{"* * * * *", time.Minute, "Sat 2026-11-28 12:00"},
		{"* * * * *", 1000 * time.Hour, "Sat 2026-11-28 12:00"},
		{"* * * * *", 30 * time.Second, ""}, // that minute is not after itself
		{"0 5 * * *", 8 * time.Hour, "Sat 2026-11-28 05:00"},
		{"0 5 * * *", 6 * time.Hour, ""},
		{"0 0 29 2 *", 20000 * time.Hour, ""},
		{"0 0 29 2 *", 30000 * time.Hour, "Thu 2024-02-29 00:00"},
		{"0 0 1 1 *", 20000 * time.Hour, "Thu 2026-01-01 00:00"},
	} {
		e, err := Parse(c.text)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if last := e.Last(until.Add(-c.back), until); !last.IsZero() {
			got = last.Format(layout)
		}
		if got != c.want {
			t.Errorf("%s in %s: %q, want %q", c.text, c.back, got, c.want)
		}
	}
}

func TestInvalid(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, at, message, fix string }{
		{"", "", "it is empty", "write minute, hour"},
		{"x", "x", "1 field instead of 5", "write minute, hour"},
		{"* * * *", "* * * *", "it has 4 fields instead of 5", "write minute, hour, day of the month, month and weekday"},
		{"0 * * * * *", "0 * * * * *", "it has 6 fields", "without seconds"},
		{"@Daily", "@Daily", "no names", `write "0 0 * * *"`},
		{"60 * * * *", "60", "the minute 60 is not between 0 and 59", ""},
		{"* 24 * * *", "24", "between 0 and 23", ""},
		{"* * 0 * *", "0", "between 1 and 31", ""},
		{"* * * 13 *", "13", "between 1 and 12", ""},
		{"* * * * 0", "0", "weekdays are 1 to 7", "1 or SUN"},
		{"* * * * 0-5", "0", "weekdays are 1 to 7", "1 or SUN"},
		{"* * * * 8", "8", "between 1 and 7", ""},
		{"* * ? * 2", "?", "not take ?", "write *"},
		{"* * * MAI *", "MAI", `the month cannot be "MAI"`, "1 to 12, or JAN to DEC"},
		{"-1 * * * *", "", "the minute", "0 to 59"},
		{"1,,2 * * * *", "", "the minute", ""},
		{"1, * * * *", "", "the minute", ""},
		{"*,5 * * * *", "*", "cannot stand in a list", "write only *"},
		{"*/0 * * * *", "/0", "step of a minute must be between 1 and 59", ""},
		{"*/60 * * * *", "/60", "step of a minute", ""},
		{"*/ * * * *", "/", "step of a minute", ""},
		{"1/2/3 * * * *", "/2/3", "step of a minute", ""},
		{"* 22-2 * * *", "22-2", "the range 22-2 ends before it begins", "write 22-23,0-2"},
		{"* * * * FRI-SUN", "FRI-SUN", "ends before", "write FRI-SAT,SUN"},
		{"* * * * SAT-MON", "SAT-MON", "ends before", "write SAT,SUN-MON"},
		{"* 22-2/2 * * *", "22-2/2", "ends before", "write two ranges"},
		{"* * L-0 * *", "L-0", "day of the month cannot be", "L-30"},
		{"* * L-31 * *", "L-31", "day of the month cannot be", "L-30"},
		{"* * L3 * *", "L3", "day of the month cannot be", "L-30"},
		{"* * W * *", "", "day of the month cannot be", ""},
		{"* * 32W * *", "32", "between 1 and 31", ""},
		{"* * 1,15W * *", "1,15", "day of the month cannot be", ""},
		{"* * l * *", "l", "day of the month cannot be", ""},
		{"* * * * 2#6", "#6", "between 1 and 5", ""},
		{"* * * * 2#", "#", "between 1 and 5", ""},
		{"* * * * 2#1,3", "#1,3", "between 1 and 5", ""},
		{"* * * * 9L", "9", "between 1 and 7", ""},
		{"99999999999999999999 * * * *", "99999999999999999999", "the minute", ""},
		{"* * 30 2 *", "* * 30 2 *", "it never fires", "name a day"},
		{"* * 31 4,6,9,11 *", "* * 31 4,6,9,11 *", "it never fires", "name a day"},
	} {
		_, err := Parse(c.text)
		e, ok := err.(*Error)
		if !ok {
			t.Errorf("%s: no error", c.text)
			continue
		}
		if at := c.text[e.Start:e.End]; at != c.at || !strings.Contains(e.Message, c.message) || !strings.Contains(e.Fix, c.fix) {
			t.Errorf("%s: at %q: %s; fix: %s", c.text, at, e.Message, e.Fix)
		}
	}
}

// FuzzParse checks that what Next returns matches, and that no earlier minute does.
func FuzzParse(f *testing.F) {
	for _, text := range []string{"*/5 1-3 L-3W JAN-MAR 2#1", "0 0 LW * 6L", "1,2/3 * 31W 2 SUN", "@daily", "0 0 29 2 *", "* * 22-2 * ?", "\xff * * * *"} {
		f.Add(text, int64(1795867200))
	}
	f.Fuzz(func(t *testing.T, text string, at int64) {
		e, err := Parse(text)
		if err != nil {
			if p := err.(*Error); p.Start < 0 || p.End < p.Start || p.End > len(text) || p.Message == "" {
				t.Fatalf("%q: %+v", text, p)
			}
			return
		}
		after := time.Unix(at%(1<<33), 0).UTC()
		next := e.Next(after)
		if !next.After(after) || next.Second() != 0 {
			t.Fatalf("%q after %s: %s", text, after, next)
		}
		matches := func(at time.Time) bool {
			last := time.Date(at.Year(), at.Month()+1, 0, 0, 0, 0, 0, time.UTC).Day()
			return e.minutes>>at.Minute()&1 == 1 && e.hours>>at.Hour()&1 == 1 && e.months>>at.Month()&1 == 1 && e.onDay(at.Day(), at.Weekday(), last)
		}
		if !matches(next) {
			t.Fatalf("%q after %s: %s does not match", text, after, next)
		}
		first := after.Truncate(time.Minute).Add(time.Minute)
		for m, n := first, 0; m.Before(next) && n < 10_000; m, n = m.Add(time.Minute), n+1 {
			if matches(m) {
				t.Fatalf("%q after %s: %s, but %s matches", text, after, next, m)
			}
		}
		if got := e.Last(next.Add(-time.Minute), next); !got.Equal(next) {
			t.Fatalf("%q: last is %s, not %s", text, got, next)
		}
	})
}

func BenchmarkParseNever(b *testing.B) {
	for b.Loop() {
		_, _ = Parse("0 0 30 2 *")
	}
}
