package ui

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/dotool-dev/dotool/config/pattern"
)

const TimeExamples = "give +5m, +1h30m, +2d, 2026-12-24T18:00:00Z, \"2026-12-24 18:00\", 18:00, now, or milliseconds since 1970"

// ParseTime reads a time: relative to now, a date, or milliseconds.
func ParseTime(text string, now time.Time) (time.Time, error) {
	fail := func(format string, args ...any) (time.Time, error) {
		return time.Time{}, UsageError(fmt.Sprintf("%q is not a time: %s", text, fmt.Sprintf(format, args...)), TimeExamples)
	}
	s := strings.TrimSpace(text)
	switch {
	case s == "":
		return fail("it is empty")
	case s == "now":
		return now, nil
	case s[0] == '+' || s[0] == '-':
		d, at, why := parseDistance(s[1:])
		if why != "" {
			return fail("character %d, %s", at+2+strings.Index(text, s), why)
		}
		if s[0] == '-' {
			d = -d
		}
		return now.Add(d), nil
	case strings.Trim(s, "0123456789") == "":
		ms, err := strconv.ParseInt(s, 10, 64)
		switch {
		case err != nil || ms >= 253402300800000:
			return fail("it is after the year 9999")
		case ms < 100_000_000_000:
			return fail("as milliseconds it is in %d; if they are seconds, add 000", time.UnixMilli(ms).UTC().Year())
		}
		return time.UnixMilli(ms), nil
	}
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04Z07:00"} {
		if t, err := time.Parse(layout, strings.ToUpper(s)); err == nil {
			return t, nil
		}
	}
	for _, layout := range []string{"2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02"} {
		if t, err := time.ParseInLocation(layout, s, now.Location()); err == nil {
			return t, nil
		}
	}
	for _, layout := range []string{"15:04", "15:04:05"} {
		if t, err := time.Parse(layout, s); err == nil {
			y, m, d := now.Date()
			at := time.Date(y, m, d, t.Hour(), t.Minute(), t.Second(), 0, now.Location())
			if at.Before(now) {
				at = time.Date(y, m, d+1, t.Hour(), t.Minute(), t.Second(), 0, now.Location())
			}
			return at, nil
		}
	}
	if _, _, why := parseDistance(s); why == "" {
		return fail("write +%s for an offset from now", s)
	}
	return fail("it is neither an offset nor a date")
}

var distancePart = pattern.New(`^([0-9]+(?:\.[0-9]+)?)(ms|s|m|h|d|w)`)

var distanceUnits = map[string]time.Duration{
	"ms": time.Millisecond, "s": time.Second, "m": time.Minute, "h": time.Hour, "d": 24 * time.Hour, "w": 7 * 24 * time.Hour,
}

// parseDistance reads durations such as 1h30m. If text is not one, why and where
// describe the error.
func parseDistance(s string) (d time.Duration, at int, why string) {
	const most = 100 * 365 * 24 * time.Hour
	if s == "" {
		return 0, 0, "a number is missing"
	}
	for at < len(s) {
		m := distancePart.FindStringSubmatch(s[at:])
		if m == nil {
			return 0, at, "there must be a number and one of ms, s, m, h, d, w"
		}
		n, err := strconv.ParseFloat(m[1], 64)
		if part := n * float64(distanceUnits[m[2]]); err != nil || part > float64(most) || d+time.Duration(part) > most {
			return 0, at, "that is too long"
		} else {
			d += time.Duration(part)
		}
		at += len(m[0])
	}
	return d, 0, ""
}

// Until returns how long it is until a time, for people: "5 min", "2 h 10 min".
func Until(d time.Duration) string {
	d = d.Round(time.Second)
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%d s", int(d.Seconds()))
	case d < time.Hour:
		if s := int(d.Seconds()) % 60; s != 0 && d < 10*time.Minute {
			return fmt.Sprintf("%d min %d s", int(d.Minutes()), s)
		}
		return fmt.Sprintf("%d min", int(d.Minutes()))
	case d < 48*time.Hour:
		if m := int(d.Minutes()) % 60; m != 0 {
			return fmt.Sprintf("%d h %d min", int(d.Hours()), m)
		}
		return fmt.Sprintf("%d h", int(d.Hours()))
	}
	return fmt.Sprintf("%d days", int(d.Hours()/24))
}
