package v8

import (
	"strings"
	"testing"
)

// TestFromJSON has JSON that people may write, besides the output of ToJSON.
func TestFromJSON(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ in, want string }{
		{" {\n\t\"a\" : [ ] } ", `{"a":[]}`},
		{`{"b":1,"10":2,"9":3,"4294967295":4,"01":5}`, `{"9":3,"10":2,"b":1,"4294967295":4,"01":5}`},
		{`-0`, `{"$number":"-0"}`},
		{`1.0`, `1`},
		{`1e3`, `1000`},
		{`1E+2`, `100`},
		{`0.1`, `0.1`},
		{`9007199254740992`, `9007199254740992`},
		{`9223372036854775808`, `9223372036854775808`},
		{`9223372036854776000`, `9223372036854775808`}, // as JavaScript prints it
		{`"\ud83d\ude00\uD800\u00e9\/\b"`, "\"\U0001F600\\ud800é/\\u0008\""},
		{`{"$date":1500}`, `{"$date":"1970-01-01T00:00:01.500Z"}`},
		{`{"$date":"2026-11-23T10:00:00+02:00"}`, `{"$date":"2026-11-23T08:00:00.000Z"}`},
		{`{"$date":"-000001-01-01T00:00:00Z"}`, `{"$date":"-000001-01-01T00:00:00.000Z"}`},
		{`{"$date":"+275760-09-13T00:00:00.000Z"}`, `{"$date":"+275760-09-13T00:00:00.000Z"}`},
		{`{"$regexp":["a??(?:b|c)*?[(]","ig"]}`, `{"$regexp":["a??(?:b|c)*?[(]","gi"]}`},
		{`{"$regexp":["[[a]--[b]]+","v"]}`, `{"$regexp":["[[a]--[b]]+","v"]}`},
		{`{"$bytes":"AQID","type":"Uint8Array"}`, `{"$bytes":"AQID"}`},
		{`{"type":"Uint16Array","$bytes":"AQI="}`, `{"$bytes":"AQI=","type":"Uint16Array"}`},
		{`{"$bytes":"","type":"Blob"}`, `{"$bytes":"","type":"Blob","contentType":""}`},
		{`{"$error":{}}`, `{"$error":{"name":"Error","message":""}}`},
		{`{"$error":{"message":"m","$$x":1},"native":false}`, `{"$error":{"name":"Error","message":"m","$$x":1}}`},
		{`{"$headers":[["X","1"]],"guard":3}`, `{"$headers":[["X","1"]]}`},
		{`{"$array":{"1":"b","0":"a"},"length":2}`, `["a","b"]`},
		{`{"$array":{"3":1,"x":2},"length":4000000000}`, `{"$array":{"3":1,"x":2},"length":4000000000}`},
		{`{"$ref":1}`, ""},
		{`{"a":{},"b":{"$ref":"#/a"},"c":{"$ref":"#/b"}}`, `{"a":{},"b":{"$ref":"#/a"},"c":{"$ref":"#/a"}}`},
		{`{"a/~b":[],"b":{"$ref":"#/a~1~0b"}}`, `{"a/~b":[],"b":{"$ref":"#/a~1~0b"}}`},
		{`{"$map":[["k",{"$ref":"#"}]]}`, `{"$map":[["k",{"$ref":"#"}]]}`},
		{`{"$raw":"/w8="}`, `{"$raw":"/w8="}`},
	} {
		v, err := FromJSON([]byte(c.in))
		if c.want == "" {
			if err == nil {
				t.Errorf("%s was taken", c.in)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", c.in, err)
			continue
		}
		stored, err := Encode(v)
		if err != nil {
			t.Errorf("%s: %v", c.in, err)
		}
		if _, raw := v.(Raw); !raw {
			if v, err = Decode(stored); err != nil {
				t.Errorf("%s: %v", c.in, err)
			}
		}
		if got := string(ToJSON(v)); got != c.want {
			t.Errorf("%s: got %s, want %s", c.in, got, c.want)
		}
	}
}

func TestFromJSONRefuses(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ in, want string }{
		{``, "byte 0: expected a JSON value"},
		{`alice`, "byte 0: expected a JSON value"},
		{`{"a":1,}`, "byte 7: expected a name in double quotes"},
		{`[1 2]`, `byte 3: expected ','`},
		{`[1,]`, "byte 3: expected a JSON value"},
		{`01`, "byte 1: text after the end of the value"},
		{`1.`, "byte 2: expected a digit"},
		{`"a`, "byte 2: a string without an end"},
		{"\"a\tb\"", `byte 2: a control character in a string, write it as \u0009`},
		{`"\x"`, "byte 1: unknown escape in a string"},
		{`"\u12"`, "byte 1: unknown escape in a string"},
		{"\"\xff\"", "#: the JSON is not UTF-8"},
		{`{"a":1,"b":{"a":1,"a":2}}`, `byte 24: "a" occurs twice in one object`},
		{`12345678901234567891`, "#: JavaScript has no number 12345678901234567891"},
		{`{"id":[9223372036854775807]}`, "#/id/0: JavaScript has no number 9223372036854775807"},
		{`1e999`, "#: 1e999 is larger than any number of JavaScript"},
		{`{"a/b":{"$dat":1}}`, `#/a~1b: unknown tag "$dat"`},
		{`{"$date":1,"$set":[]}`, `#: "$set" does not belong here`},
		{`{"$date":1,"x":2}`, `#: "x" does not belong here`},
		{`{"$undefined":false}`, "#: $undefined can only be true"},
		{`{"$hole":true}`, "#: a hole can only be in an array"},
		{`{"$number":"1"}`, "#/$number: expected NaN, Infinity, -Infinity or -0"},
		{`{"$bigint":"1.5"}`, `#/$bigint: "1.5" is not an integer`},
		{`{"$bigint":"+1"}`, `#/$bigint: "+1" is not an integer`},
		{`{"$bigint":1}`, `#/$bigint: expected a string`},
		{`{"$date":"yesterday"}`, "#/$date: expected a time such as 2026-11-23T10:00:00.000Z, whole milliseconds since 1970, or null for an invalid date"},
		{`{"$date":"2026-11-23T10:00:00.0001Z"}`, "#/$date: expected a time such as 2026-11-23T10:00:00.000Z, whole milliseconds since 1970, or null for an invalid date"},
		{`{"$regexp":["a","gg"]}`, `#/$regexp: "gg" are not valid flags of a regular expression`},
		{`{"$regexp":["a","uv"]}`, `#/$regexp: "uv" are not valid flags of a regular expression`},
		{`{"$regexp":["a"]}`, `#/$regexp: expected a list of 2`},
		{`{"$regexp":["(a",""]}`, `#/$regexp: workerd reads no regular expression with a "(" too many`},
		{`{"$regexp":["a)",""]}`, `#/$regexp: workerd reads no regular expression with a ")" too many`},
		{`{"$regexp":["[a",""]}`, `#/$regexp: workerd reads no regular expression with a "[" too many`},
		{`{"$regexp":["a|*",""]}`, `#/$regexp: workerd reads no regular expression with nothing for '*' to repeat`},
		{`{"$regexp":["a\\",""]}`, `#/$regexp: workerd reads no regular expression with a backslash at its end`},
		{`{"$map":{"a":1}}`, "#/$map: expected a list"},
		{`{"$map":[[1]]}`, "#/$map/0: expected a list of 2"},
		{`{"$bytes":"AQ"}`, "#/$bytes: no base64: illegal base64 data at input byte 0"},
		{`{"$bytes":"AQID","type":"Uint16Array"}`, "#: a Uint16Array is not aligned to 2 bytes"},
		{`{"$bytes":"AQ==","type":"File"}`, `#: unknown type "File"`},
		{`{"$bytes":"AQ==","offset":1}`, "#: a view reaches beyond its buffer"},
		{`{"$bytes":"AQ==","buffer":{"$bytes":"Ag==","type":"ArrayBuffer"}}`, "#: $bytes is not what the buffer holds there"},
		{`{"$bytes":"AQ==","buffer":{}}`, `#/buffer: expected an object of type "ArrayBuffer"`},
		{`{"$bytes":"AQ==","lengthTracking":true}`, "#: a view follows the length of a buffer that has a fixed one"},
		{`{"$bytes":"AQI=","type":"ArrayBuffer","maxLength":1}`, "#: maxLength is less than the length 2"},
		{`{"$boxed":null}`, "#/$boxed: only booleans, numbers, bigints and strings can be boxed"},
		{`{"$error":[]}`, "#/$error: expected an object"},
		{`{"$error":{"message":1}}`, "#/$error/message: workerd reads no error whose message is not a string"},
		{`{"$error":{"code":1},"native":true}`, "#/$error: a native error has a stack, which is a string, and a cause at most"},
		{`{"$error":{"cause":{"$ref":"#"}}}`, "#/$error/cause/$ref: workerd reads no error or request that holds itself"},
		{`{"$error":{"$x":1}}`, `#/$error: "$x" has no meaning here`},
		{`{"$headers":[["a b","c"]]}`, `#/$headers/0: "a b" is not a valid header name`},
		{`{"$headers":[],"guard":4}`, "#: unknown guard 4"},
		{`{"$request":"u"}`, `#: "init" is missing`},
		{`{"$domException":{"code":1}}`, `#/$domException: "code" does not belong here`},
		{`{"$array":{"0":1}}`, `#: "length" is missing`},
		{`{"$array":{"5":1},"length":5}`, "#/$array: element 5 of an array of length 5"},
		{`{"$array":{},"length":-1}`, "#/length: expected an integer from 0 to 4294967295"},
		{`[{"$ref":"#/1"},{}]`, "#/0/$ref: no object stands at #/1 before this"},
		{`[1,{"$ref":"#/0"}]`, "#/1/$ref: no object stands at #/0 before this"},
		{`[{"$ref":"#/5"}]`, "#/0/$ref: nothing stands at #/5"},
		{`[{"$ref":"/0"}]`, "#/0/$ref: expected a JSON pointer such as #/a/0"},
		{`[{"$raw":""}]`, "#/0: raw bytes cannot be part of a value"},
		{strings.Repeat("[", maxJSONDepth+1) + strings.Repeat("]", maxJSONDepth+1),
			"#" + strings.Repeat("/0", maxJSONDepth) + ": workerd reads no value nested deeper than 2000 levels"},
		{strings.Repeat("[", 1<<20), "byte 6003: workerd reads no value nested that deep"},
	} {
		if v, err := FromJSON([]byte(c.in)); err == nil || err.Error() != c.want || v != nil {
			t.Errorf("%.80s: got %v, want %s", c.in, err, c.want)
		}
	}
}

func TestHints(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ in, want string }{
		{`alice`, `strings need double quotes inside the shell's quotes: '"alice"'`},
		{`9223372036854775807`, `write {"$bigint":"9223372036854775807"} for a bigint, or 9223372036854775808`},
		{`{"$dat":1}`, `write "$$dat" for a property of that name`},
		{`{"$error":{},"native":true,"x":1}`, ""},
	} {
		_, err := FromJSON([]byte(c.in))
		h, ok := err.(interface{ Hint() string })
		if !ok || h.Hint() != c.want {
			t.Errorf("%s: got %#v, want %s", c.in, err, c.want)
		}
	}
}
