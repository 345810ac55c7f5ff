package v8

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// vector is what a real workerd stored for a JavaScript expression.
type vector struct {
	JS, Compat string
	Hex        string
	JSON       string // the expected JSON, written by a worker that read the value; "" if unknown
	Hidden     bool   // has a form that is visible neither to JavaScript nor in JSON
	Unreadable bool   // workerd cannot read it, although it is complete
	Lost       bool   // cannot be read: bytes are missing
}

func vectors(tb testing.TB) []vector {
	tb.Helper()
	data, err := os.ReadFile("testdata/workerd.json")
	if err != nil {
		tb.Fatal(err)
	}
	var vs []vector
	if err := json.Unmarshal(data, &vs); err != nil {
		tb.Fatal(err)
	}
	return vs
}

func unhex(tb testing.TB, s string) []byte {
	tb.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		tb.Fatal(err)
	}
	return b
}

func TestVectors(t *testing.T) {
	t.Parallel()
	for _, c := range vectors(t) {
		stored := unhex(t, c.Hex)
		v, err := Decode(stored)
		if c.Lost {
			var de *decodeError
			if !errors.As(err, &de) || cmp.Diff(Value(Raw(stored)), v) != "" {
				t.Errorf("%s: got %v, %v, want raw bytes and a decodeError", c.JS, v, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", c.JS, err)
			continue
		}
		if got, err := Encode(v); err != nil || hex.EncodeToString(got) != c.Hex {
			t.Errorf("%s:\ngot  %x, %v\nwant %s", c.JS, got, err, c.Hex)
		}
		doc := ToJSON(v)
		if c.JSON != "" && string(doc) != c.JSON {
			t.Errorf("%s:\ngot  %s\nwant %s", c.JS, doc, c.JSON)
		}
		if !json.Valid(doc) {
			t.Errorf("%s: invalid JSON %s", c.JS, doc)
		}
		back, err := FromJSON(doc)
		if c.Unreadable {
			if err == nil {
				t.Errorf("%s: FromJSON made what workerd cannot read", c.JS)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %s: %v", c.JS, doc, err)
			continue
		}
		got, err := Encode(back)
		if err != nil || (hex.EncodeToString(got) == c.Hex) == c.Hidden {
			t.Errorf("%s: %s\ngot  %x, %v\nwant %s", c.JS, doc, got, err, c.Hex)
		}
		if again := ToJSON(back); string(again) != string(doc) {
			t.Errorf("%s:\ngot  %s\nwant %s", c.JS, again, doc)
		}
	}
}

// TestDecodeOlder covers what the runtime no longer writes, but still reads.
func TestDecodeOlder(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, hex, want string }{
		{"no header", "6f22016149027b01", `{"a":1}`},
		{"version 13, views without flags", "ff0d410242020102564200024914240002", `[{"$bytes":"AQI="},10]`},
		{"version 13, views with flags by mistake", "ff0d41024202010256420002004914240002", `[{"$bytes":"AQI="},10]`},
		{"version 14", "ff0e420201025642000200", `{"$bytes":"AQI="}`},
		{"UTF-8", "ff0f5302c3a9", `"é"`},
		{"unsigned", "ff0f55ffffffff0f", `4294967295`},
		{"integer of 32 bits", "ff0f49feffffff0f", `2147483647`},
		{"padding", "ff0f0000410200490200003000240002", `[1,null]`},
		{"a hole in a dense array", "ff0f41032d49022d240003", `[{"$hole":true},1,{"$hole":true}]`},
		{"an index as a string", "ff0f6f22013749027b01", `{"7":1}`},
	} {
		v, err := Decode(unhex(t, c.hex))
		if err != nil || string(ToJSON(v)) != c.want {
			t.Errorf("%s: got %s, %v, want %s", c.name, ToJSON(v), err, c.want)
		}
	}
}

func TestDecodeRefuses(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ hex, want string }{
		{"", "byte 0: the value is cut off"},
		{"ff", "byte 1: a number without an end"},
		{"ff0f", "byte 2: the value is cut off"},
		{"ff0c30", "byte 2: format version 12 is not one of 13 to 15"},
		{"ff1030", "byte 2: format version 16 is not one of 13 to 15"},
		{"ff0f3030", "byte 3: 1 bytes after the end of the value"},
		{"ff0f71", "byte 2: unknown tag 0x71"},
		{"ff0f2d", "byte 2: unknown tag 0x2d"},
		{"ff0f5c0b00", "byte 3: unknown object 11 of the runtime, such as a stub"},
		{"ff0f7500", "byte 2: memory shared between threads is not stored"},
		{"ff0f2205616263", "byte 4: 5 bytes expected, 3 left"},
		{"ff0f6303616263", "byte 7: half a character"},
		{"ff0f4e0000", "byte 3: 8 bytes expected, 2 left"},
		{"ff0f5e00", "byte 4: reference to object 0, which is not there"},
		{"ff0f41ffffffff0f", "byte 8: array of 4294967295 elements in 0 bytes"},
		{"ff0f41014901240002", "byte 9: 2 length announced, 1 found"},
		{"ff0f6f22016149027b02", "byte 10: 2 properties announced, 1 found"},
		{"ff0f6f220161490222016149027b02", `byte 14: property "a" occurs twice`},
		{"ff0f6f307b01", "byte 4: a property's name is not a string"},
		{"ff0f610149024902400101", "byte 10: element 1 of an array of length 1"},
		{"ff0f5222016140", "byte 7: a regular expression has flags that do not exist"},
		{"ff0f420200005657000100", "byte 11: a Uint16Array is not aligned to 2 bytes"},
		{"ff0f420200005642000300", "byte 11: a view reaches beyond its buffer"},
		{"ff0f42020000567a000200", "byte 11: unknown kind of view 0x7a"},
		{"ff0f420200005642000202", "byte 11: a view's flags do not fit its buffer"},
		{"ff0f7e040200000000", "byte 5: a buffer of 4 bytes is longer than its maximum 2"},
		{"ff0f7258", "byte 3: unknown tag 0x58 in an error"},
		{"ff0f5c0a0e22006f7b00", "byte 5: unknown kind of error 14"},
		{"ff0f5c040300ff", "byte 6: 1 bytes after the end of the value"},
		{"ff0f5c0404", "byte 5: unknown guard 4 of headers"},
		{"ff0f5c04030130", "byte 7: unknown header 48"},
	} {
		data := unhex(t, c.hex)
		v, err := Decode(data)
		if err == nil || err.Error() != c.want {
			t.Errorf("%s: got %v, want %s", c.hex, err, c.want)
		}
		if back, err := Encode(v); err != nil || string(back) != string(data) {
			t.Errorf("%s: kept as %x, %v", c.hex, back, err)
		}
	}
}

// TestHostileSizes checks that lengths in the data do not allocate memory, and that depth does not exhaust the stack.
func TestHostileSizes(t *testing.T) {
	// Not parallel: it counts what is allocated.
	deep := func(n int, open, end string) []byte {
		return unhex(t, "ff0f"+strings.Repeat(open, n)+"30"+strings.Repeat(end, n))
	}
	zeros := strings.Repeat("00", 1<<16)
	for _, c := range []struct {
		name string
		data []byte
	}{
		{"arrays within arrays, each as long as the rest", unhex(t, "ff0f"+strings.Repeat("41808004", 4000)+zeros)},
		{"a sparse array of 2^32-1", unhex(t, "ff0f61ffffffff0f4000ffffffff0f")},
		{"a resizable buffer of 4 GiB", unhex(t, "ff0f7e00ffffffff0f")},
		{"a bigint of 512 MiB", unhex(t, "ff0f5affffffff07")},
		{"a string of 4 GiB", unhex(t, "ff0f22ffffffff0f")},
		{"headers of 2^32-1", unhex(t, "ff0f5c0403ffffffff0f")},
		{"a million maps", deep(1<<20, "3b", "3a02")},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		v, err := Decode(c.data)
		if err == nil {
			_ = ToJSON(v)
		}
		runtime.ReadMemStats(&after)
		if used := after.TotalAlloc - before.TotalAlloc; used > 16<<20 {
			t.Errorf("%s: %d MiB allocated", c.name, used>>20)
		}
	}
	if _, err := Decode(deep(maxDepth-1, "4101", "240001")); err != nil {
		t.Errorf("as deep as allowed: %v", err)
	}
	if _, err := Decode(deep(maxDepth, "4101", "240001")); err == nil {
		t.Error("deeper than allowed, but decoded")
	}
}

// TestSharing shows 2^60 places that hold one object.
func TestSharing(t *testing.T) {
	t.Parallel()
	var v Value = &Object{Props: []Pair{{String("x"), Int(1)}}}
	for range 60 {
		v = &Array{Elems: []Value{v, v}}
	}
	stored, err := Encode(v)
	if err != nil {
		t.Fatal(err)
	}
	back, err := Decode(stored)
	if err != nil {
		t.Fatal(err)
	}
	if a := back.(*Array); a.Elems[0] != a.Elems[1] {
		t.Error("one object became two")
	}
	doc := ToJSON(back)
	again, err := FromJSON(doc)
	if err != nil || string(ToJSON(again)) != string(doc) {
		t.Errorf("%s: %v", doc, err)
	}
}

func TestEncodeRefuses(t *testing.T) {
	t.Parallel()
	deep := Value(Null)
	for range maxDepth {
		deep = &Array{Elems: []Value{deep}}
	}
	for _, c := range []struct {
		v    Value
		want string
	}{
		{nil, "a value is missing"},
		{&Set{Values: []Value{nil}}, "a value is missing"},
		{Hole, "a hole can only be in an array"},
		{&Array{Elems: []Value{Raw("x")}}, "raw bytes cannot be part of a value"},
		{&Object{Props: []Pair{{Null, Null}}}, "a property's name is not a string"},
		{&RegExp{Source: String("a"), Flags: "ga"}, `"ga" are not valid flags of a regular expression`},
		{&RegExp{}, "a string is missing"},
		{&Boxed{Null}, "a v8.Oddball cannot be boxed"},
		{&View{Type: 'B', Buffer: &Buffer{}, Length: 1}, "a view does not fit its buffer"},
		{&View{Type: 'B'}, "a view does not fit its buffer"},
		{&Error{Native: true, Name: String("Mine")}, "a native error has one of JavaScript's names"},
		{deep, fmt.Sprintf("nested deeper than %d levels", maxDepth)},
	} {
		if data, err := Encode(c.v); err == nil || err.Error() != c.want || data != nil {
			t.Errorf("got %x, %v, want %s", data, err, c.want)
		}
	}
}

func TestNumberString(t *testing.T) {
	t.Parallel()
	for f, want := range map[Number]string{
		0: "0", Number(math.Copysign(0, -1)): "0", -1.5: "-1.5", 1e21: "1e+21", 123456789012345680000: "123456789012345680000",
		1e-6: "0.000001", 1e-7: "1e-7", 1.5e-10: "1.5e-10", 1e100: "1e+100", 5e-324: "5e-324",
		Number(math.Inf(1)): "Infinity", Number(math.Inf(-1)): "-Infinity", Number(math.NaN()): "NaN",
	} {
		if got := f.String(); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// record is a typical stored value: 200 rows of mixed properties.
func record() Value {
	rows := &Array{}
	for i := range 200 {
		rows.Elems = append(rows.Elems, &Object{Props: []Pair{
			{String("id"), Int(i)}, {String("name"), String(fmt.Sprintf("user number %d", i))}, {String("score"), Number(float64(i) / 3)},
			{String("seen"), &Date{1.7e12}}, {String("tags"), &Array{Elems: []Value{String("a"), String("ü€")}}}, {String("on"), True},
		}})
	}
	return &Object{Props: []Pair{{String("rows"), rows}}}
}

func BenchmarkDecode(b *testing.B) {
	data, err := Encode(record())
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Decode(data); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkEncode(b *testing.B) {
	v := record()
	data, err := Encode(v)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Encode(v); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkToJSON(b *testing.B) {
	v := record()
	b.SetBytes(int64(len(ToJSON(v))))
	b.ReportAllocs()
	for b.Loop() {
		ToJSON(v)
	}
}

func BenchmarkFromJSON(b *testing.B) {
	doc := ToJSON(record())
	b.SetBytes(int64(len(doc)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := FromJSON(doc); err != nil {
			b.Fatal(err)
		}
	}
}
