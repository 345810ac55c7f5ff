package ui

import (
	"testing"
	"time"
)

func TestParseTime(t *testing.T) {
	zone := time.FixedZone("here", 2*3600)
	now := time.Date(2026, 11, 23, 17, 30, 0, 0, zone)
	for _, test := range []struct{ text, want string }{
		{"now", "2026-11-23T17:30:00+02:00"},
		{"+5m", "2026-11-23T17:35:00+02:00"},
		{"-5m", "2026-11-23T17:25:00+02:00"},
		{"+1h30m", "2026-11-23T19:00:00+02:00"},
		{"+1.5h", "2026-11-23T19:00:00+02:00"},
		{"+2d", "2026-11-25T17:30:00+02:00"},
		{"+1w1ms", "2026-11-30T17:30:00.001+02:00"},
		{"2026-12-24T18:00:00Z", "2026-12-24T18:00:00Z"},
		{"2026-12-24t18:00:00.25z", "2026-12-24T18:00:00.25Z"},
		{"2026-12-24 18:00", "2026-12-24T18:00:00+02:00"},
		{"2026-12-24", "2026-12-24T00:00:00+02:00"},
		{"18:00", "2026-11-23T18:00:00+02:00"},
		{"17:00", "2026-11-24T17:00:00+02:00"},
		{"1795446656123", "2026-11-23T15:10:56.123Z"},
	} {
		got, err := ParseTime(test.text, now)
		if want, _ := time.Parse(time.RFC3339Nano, test.want); err != nil || !got.Equal(want) {
			t.Errorf("parseTime(%q) = %v, %v; want %v", test.text, got, err, want)
		}
	}
	for text, want := range map[string]string{
		"":                     `"" is not a time: it is empty`,
		"+":                    `"+" is not a time: character 2, a number is missing`,
		"+5":                   `"+5" is not a time: character 2, there must be a number and one of ms, s, m, h, d, w`,
		"+1h5":                 `"+1h5" is not a time: character 4, there must be a number and one of ms, s, m, h, d, w`,
		"+9999999999w":         `"+9999999999w" is not a time: character 2, that is too long`,
		"5m":                   `"5m" is not a time: write +5m for an offset from now`,
		"1795446656":           `"1795446656" is not a time: as milliseconds it is in 1970; if they are seconds, add 000`,
		"99999999999999999999": `"99999999999999999999" is not a time: it is after the year 9999`,
		"soon":                 `"soon" is not a time: it is neither an offset nor a date`,
		"2026-02-30":           `"2026-02-30" is not a time: it is neither an offset nor a date`,
	} {
		got, err := ParseTime(text, now)
		if err == nil || err.Error() != want || HintOf(err) != TimeExamples {
			t.Errorf("parseTime(%q) = %v, %v; want %s", text, got, err, want)
		}
	}
}

func FuzzParseTime(f *testing.F) {
	for _, s := range []string{"+1h30m", "2026-12-24T18:00:00Z", "18:00", "-", "+1e9w", "１２", "1795446656123"} {
		f.Add(s)
	}
	now := time.Date(2026, 11, 23, 17, 30, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, s string) {
		at, err := ParseTime(s, now)
		if err == nil && (at.Year() < 0 || at.Year() > 9999) {
			t.Errorf("%q is in the year %d", s, at.Year())
		}
	})
}
