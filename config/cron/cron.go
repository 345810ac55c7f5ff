// Package cron reads the expressions of Cloudflare's cron triggers, and computes when
// they fire: see [Parse].
//
// It follows Cloudflare's parser (https://github.com/cloudflare/saffron): five fields, in
// UTC, weekdays from 1 for Sunday to 7, and L, W and # in the fields of days. If both
// fields of days are restricted, a day matches if either does. No Go library does the
// same: those that count weekdays so have seconds, take one field of days at most, or
// find a 29th of February in each year.
package cron

import (
	"fmt"
	"math/bits"
	"strconv"
	"strings"
	"time"
)

// Expression is when a cron trigger fires. The zero Expression never does.
type Expression struct {
	minutes, hours, months uint64
	days, weekdays         days // nil is every day
}

// days says whether a day of a month matches: its number, its weekday, and the number
// of the last day of that month.
type days func(day int, weekday time.Weekday, last int) bool

// Error is why an expression is not valid.
type Error struct {
	Start, End int // the part of the expression, in bytes
	Message    string
	Fix        string // "" if there is none
}

func (e *Error) Error() string { return e.Message }

// field describes the values that one of the five fields may have.
type field struct {
	name     string
	min, max int
	names    []string
}

var (
	minuteField  = field{"minute", 0, 59, nil}
	hourField    = field{"hour", 0, 23, nil}
	dayField     = field{"day of the month", 1, 31, nil}
	monthField   = field{"month", 1, 12, []string{"JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"}}
	weekdayField = field{"weekday", 1, 7, []string{"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"}}
)

// macros are expressions of other programs.
var macros = map[string]string{
	"@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *", "@monthly": "0 0 1 * *", "@weekly": "0 0 * * SUN",
	"@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@hourly": "0 * * * *",
}

// Parse reads an expression. The error is an [*Error].
func Parse(text string) (Expression, error) {
	e, err := parse(text)
	if err != nil {
		return Expression{}, err
	}
	return e, nil
}

func parse(text string) (e Expression, err *Error) {
	all := split(text)
	if len(all) != 5 {
		return e, fieldsError(text, all)
	}
	if e.minutes, err = minuteField.list(all[0]); err != nil {
		return e, err
	}
	if e.hours, err = hourField.list(all[1]); err != nil {
		return e, err
	}
	if e.days, err = daysOfMonth(all[2]); err != nil {
		return e, err
	}
	if e.months, err = monthField.list(all[3]); err != nil {
		return e, err
	}
	if e.weekdays, err = daysOfWeek(all[4]); err != nil {
		return e, err
	}
	if e.Next(time.Unix(0, 0)).IsZero() {
		return e, &Error{0, len(text), "it never fires", "name a day that the month has"}
	}
	return e, nil
}

// part is a part of an expression, and where that begins.
type part struct {
	text string
	at   int
}

func (p part) cut(from, to int) part { return part{p.text[from:to], p.at + from} }

func (p part) fail(fix, format string, args ...any) *Error {
	return &Error{p.at, p.at + len(p.text), fmt.Sprintf(format, args...), fix}
}

// split returns the fields of an expression.
func split(text string) (all []part) {
	from := -1
	for i := 0; i <= len(text); i++ {
		space := i == len(text) || strings.IndexByte(" \t\r\n", text[i]) >= 0
		switch {
		case space && from >= 0:
			all = append(all, part{text[from:i], from})
			from = -1
		case !space && from < 0:
			from = i
		}
	}
	return all
}

func fieldsError(text string, all []part) *Error {
	e := &Error{0, len(text), fmt.Sprintf("it has %d fields instead of 5", len(all)), "write minute, hour, day of the month, month and weekday"}
	switch instead := macros[strings.ToLower(strings.TrimSpace(text))]; {
	case instead != "":
		e.Message, e.Fix = "Cloudflare has no names for expressions", fmt.Sprintf("write %q", instead)
	case len(all) == 0:
		e.Message = "it is empty"
	case len(all) == 1:
		e.Message = "it has 1 field instead of 5"
	case len(all) == 6:
		e.Fix += ", without seconds"
	}
	return e
}

// value reads a number or name.
func (f field) value(p part) (int, *Error) {
	for i, name := range f.names {
		if strings.EqualFold(p.text, name) {
			return f.min + i, nil
		}
	}
	v, ok := digits(p.text)
	switch {
	case ok && v >= f.min && v <= f.max:
		return v, nil
	case ok && v == 0 && f.name == weekdayField.name:
		return 0, p.fail("write 1 or SUN for Sunday, and so on to 7 or SAT", "weekdays are 1 to 7, from Sunday on")
	case ok:
		return 0, p.fail("", "the %s %s is not between %d and %d", f.name, p.text, f.min, f.max)
	case p.text == "?":
		return 0, p.fail("write * instead", "Cloudflare does not take ? for the %s", f.name)
	}
	fix := fmt.Sprintf("write a number from %d to %d", f.min, f.max)
	if f.names != nil {
		fix += fmt.Sprintf(", or %s to %s", f.names[0], f.names[len(f.names)-1])
	}
	return 0, p.fail(fix, "the %s cannot be %q", f.name, p.text)
}

// digits reads a number without a sign. One that is too large is 1,000.
func digits(text string) (int, bool) {
	if text == "" || strings.Trim(text, "0123456789") != "" {
		return 0, false
	}
	v, err := strconv.Atoi(text)
	if err != nil {
		return 1000, true
	}
	return v, true
}

// list reads values, ranges and steps, and returns the set of them.
func (f field) list(p part) (set uint64, err *Error) {
	for at := 0; at <= len(p.text); {
		end := len(p.text)
		if i := strings.IndexByte(p.text[at:], ','); i >= 0 {
			end = at + i
		}
		item := p.cut(at, end)
		if item.text == "*" && item.text != p.text {
			return 0, item.fail("write only *", "* cannot stand in a list")
		}
		of, err := f.item(item)
		if err != nil {
			return 0, err
		}
		set |= of
		at = end + 1
	}
	return set, nil
}

// item reads "*", "5", "1-5", "*/5", "10/5" or "1-30/5".
func (f field) item(p part) (set uint64, err *Error) {
	step, spec := 1, p
	slash := strings.IndexByte(p.text, '/')
	if slash >= 0 {
		spec = p.cut(0, slash)
		n, ok := digits(p.text[slash+1:])
		if !ok || n < 1 || n > f.max-f.min {
			return 0, p.cut(slash, len(p.text)).fail("", "the step of a %s must be between 1 and %d", f.name, f.max-f.min)
		}
		step = n
	}
	first, last := f.min, f.max
	if spec.text != "*" {
		dash := strings.IndexByte(spec.text, '-')
		if dash < 0 {
			dash = len(spec.text)
		}
		if first, err = f.value(spec.cut(0, dash)); err != nil {
			return 0, err
		}
		switch {
		case dash < len(spec.text):
			if last, err = f.value(spec.cut(dash+1, len(spec.text))); err != nil {
				return 0, err
			}
		case slash < 0:
			last = first
		}
	}
	if first > last {
		return 0, p.fail(f.ascending(spec.text, first, last, slash), "the range %s ends before it begins", spec.text)
	}
	for v := first; v <= last; v += step {
		set |= 1 << v
	}
	return set, nil
}

// ascending returns the ascending form of a range such as FRI-MON.
func (f field) ascending(text string, first, last, slash int) string {
	from, to, _ := strings.Cut(text, "-")
	if slash >= 0 {
		return "write two ranges"
	}
	write := func(a, b string, one bool) string {
		if one {
			return a
		}
		return a + "-" + b
	}
	end, start := strconv.Itoa(f.max), strconv.Itoa(f.min)
	if _, number := digits(from); !number {
		end, start = f.names[len(f.names)-1], f.names[0]
	}
	return "write " + write(from, end, first == f.max) + "," + write(start, to, last == f.min)
}

// The days of W: of a weekend, the nearest weekday of the same month.
func weekend(w time.Weekday) bool { return w == time.Saturday || w == time.Sunday }

// near returns whether a day is the weekday nearest to the target, a day of that month.
func near(target, day int, weekday time.Weekday, last int) bool {
	if target < 1 || target > last {
		return false
	}
	on := (int(weekday) + target - day + 35) % 7 // the weekday of the target
	switch {
	case !weekend(time.Weekday(on)):
	case time.Weekday(on) == time.Saturday && target > 1:
		target--
	case time.Weekday(on) == time.Saturday:
		target += 2
	case target < last:
		target++
	default:
		target -= 2
	}
	return day == target
}

func daysOfMonth(p part) (days, *Error) {
	text := p.text
	w := strings.HasSuffix(text, "W")
	spec := p.cut(0, len(strings.TrimSuffix(text, "W")))
	switch before, isLast := strings.CutPrefix(spec.text, "L"); {
	case text == "*":
		return nil, nil
	case isLast:
		n := 0
		if before != "" {
			var ok bool
			if n, ok = digits(strings.TrimPrefix(before, "-")); !ok || before[0] != '-' || n < 1 || n > 30 {
				return nil, p.fail("write L, LW, or L-1 to L-30", "the day of the month cannot be %q", text)
			}
		}
		if w {
			return func(d int, wd time.Weekday, last int) bool { return near(last-n, d, wd, last) }, nil
		}
		return func(d int, _ time.Weekday, last int) bool { return d == last-n }, nil
	case w:
		target, err := dayField.value(spec)
		if err != nil {
			return nil, err
		}
		return func(d int, wd time.Weekday, last int) bool { return near(target, d, wd, last) }, nil
	}
	set, err := dayField.list(p)
	if err != nil {
		return nil, err
	}
	return func(d int, _ time.Weekday, _ int) bool { return set>>d&1 == 1 }, nil
}

func daysOfWeek(p part) (days, *Error) {
	text := p.text
	switch hash := strings.IndexByte(text, '#'); {
	case text == "*":
		return nil, nil
	case text == "L": // the last day of the week
		return func(_ int, wd time.Weekday, _ int) bool { return wd == time.Saturday }, nil
	case strings.HasSuffix(text, "L"):
		v, err := weekdayField.value(p.cut(0, len(text)-1))
		if err != nil {
			return nil, err
		}
		return func(d int, wd time.Weekday, last int) bool { return int(wd) == v-1 && d+7 > last }, nil
	case hash >= 0:
		v, err := weekdayField.value(p.cut(0, hash))
		if err != nil {
			return nil, err
		}
		n, ok := digits(text[hash+1:])
		if !ok || n < 1 || n > 5 {
			return nil, p.cut(hash, len(text)).fail("", "the number after # must be between 1 and 5")
		}
		return func(d int, wd time.Weekday, _ int) bool { return int(wd) == v-1 && (d-1)/7 == n-1 }, nil
	}
	set, err := weekdayField.list(p)
	if err != nil {
		return nil, err
	}
	return func(_ int, wd time.Weekday, _ int) bool { return set>>(wd+1)&1 == 1 }, nil
}

// cycle is after how many months the calendar repeats.
const cycle = 400 * 12

// Next returns the first time after another at which the expression fires, zero if there
// is none.
func (e Expression) Next(after time.Time) time.Time {
	if e.minutes == 0 || e.hours == 0 {
		return time.Time{}
	}
	t := after.UTC().Truncate(time.Minute).Add(time.Minute)
	year, month, day := t.Date()
	minute := t.Hour()*60 + t.Minute()
	for range cycle + 1 {
		if e.months>>month&1 == 1 {
			last := time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC).Day()
			weekday := time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Weekday()
			for ; day <= last; day++ {
				if e.onDay(day, weekday, last) {
					if m := e.inDay(minute); m >= 0 {
						return time.Date(year, month, day, 0, m, 0, 0, time.UTC)
					}
				}
				minute, weekday = 0, (weekday+1)%7
			}
		}
		day, minute = 1, 0
		if month++; month > time.December {
			year, month = year+1, time.January
		}
	}
	return time.Time{}
}

func (e Expression) onDay(day int, weekday time.Weekday, last int) bool {
	switch {
	case e.days == nil && e.weekdays == nil:
		return true
	case e.days == nil:
		return e.weekdays(day, weekday, last)
	case e.weekdays == nil:
		return e.days(day, weekday, last)
	}
	return e.days(day, weekday, last) || e.weekdays(day, weekday, last)
}

// inDay returns the first minute of a day, from a minute on, at which the expression
// fires, -1 for none.
func (e Expression) inDay(from int) int {
	hour, minute := from/60, from%60
	if e.hours>>hour&1 == 1 {
		if m := e.minutes >> minute; m != 0 {
			return hour*60 + minute + bits.TrailingZeros64(m)
		}
	}
	if h := e.hours >> (hour + 1); h != 0 {
		return (hour+1+bits.TrailingZeros64(h))*60 + bits.TrailingZeros64(e.minutes)
	}
	return -1
}

// Last returns the last time at which the expression fires that is after one time and not
// after another; zero if there is none.
func (e Expression) Last(after, until time.Time) (last time.Time) {
	// Looks back over longer and longer times, so that one long ago costs little.
	for back := time.Hour; ; back *= 24 {
		from := until.Add(-back)
		if from.Before(after) || back > 1000*time.Hour {
			from = after
		}
		for t := e.Next(from); !t.IsZero() && !t.After(until); t = e.Next(t) {
			last = t
		}
		if !last.IsZero() || from.Equal(after) {
			return last
		}
	}
}
