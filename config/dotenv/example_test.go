package dotenv_test

import (
	"fmt"

	"github.com/dotool-dev/dotool/config/dotenv"
)

// Variables refer to each other and to existing ones.
func Example() {
	env, parsed := dotenv.NewEnvironment([]string{"USER=ada"}), dotenv.NewEnvironment(nil)
	for _, v := range dotenv.Parse([]byte("export HOST=localhost # here\nURL='http://${HOST}:${PORT:-8787}/$USER'\n")) {
		parsed.Set(v.Name, v.Value)
	}
	env.Expand(parsed)
	fmt.Println(env.Values["URL"])
	// Output: http://localhost:8787/ada
}
