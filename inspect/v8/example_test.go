package v8_test

import (
	"errors"
	"fmt"

	v8 "github.com/dotool-dev/dotool/inspect/v8"
)

// The bytes that an object stored with ctx.storage.kv.put("at", new Date(0)).
func Example() {
	v, err := v8.Decode([]byte("\xff\x0fD\x00\x00\x00\x00\x00\x00\x00\x00"))
	if err != nil {
		panic(err)
	}
	fmt.Printf("%s\n", v8.ToJSON(v))
	// Output: {"$date":"1970-01-01T00:00:00.000Z"}
}

// JSON becomes the bytes that workerd would store.
func ExampleFromJSON() {
	v, err := v8.FromJSON([]byte(`{"name":"Ada","tags":{"$set":["x"]}}`))
	if err != nil {
		panic(err)
	}
	stored, err := v8.Encode(v)
	if err != nil {
		panic(err)
	}
	fmt.Printf("%q\n", stored)
	// Output: "\xff\x0fo\"\x04name\"\x03Ada\"\x04tags'\"\x01x,\x01{\x02"
}

// The error of a value that is not JSON says where.
func ExampleJSONError() {
	_, err := v8.FromJSON([]byte(`{"a":[1,{"$date":"soon"}]}`))
	var invalid *v8.JSONError
	if errors.As(err, &invalid) {
		fmt.Println(invalid.Path)
	}
	// Output: #/a/1/$date
}
