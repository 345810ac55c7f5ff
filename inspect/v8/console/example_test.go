package console_test

import (
	"fmt"

	v8 "github.com/dotool-dev/dotool/inspect/v8"
	"github.com/dotool-dev/dotool/inspect/v8/console"
)

func Example() {
	v, err := v8.FromJSON([]byte(`{"name":"Ada","seen":{"$date":"2026-11-23T10:00:00.000Z"},"tags":{"$set":["x"]}}`))
	if err != nil {
		panic(err)
	}
	fmt.Println(console.Inspect(v, 60))
	fmt.Println(console.Brief(v, 20))
	// Output:
	// {
	//   name: 'Ada',
	//   seen: 2026-11-23T10:00:00.000Z,
	//   tags: Set(1) { 'x' }
	// }
	// { name: 'Ada', seen…
}
