package render

import (
	"testing"

	"github.com/dotool-dev/dotool/devserver/bundle"
)

func TestTakesEmail(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]bool{
		`export default { async email(message) {} }`:                                             true,
		`export default { email: async (message) => {} }`:                                        true,
		`export default { "email": function (m) {} }`:                                            true,
		`var email = m => m; export { email }`:                                                   true,
		`class W { email(m) {} }`:                                                                true,
		`handlers["email"] = (m) => {}`:                                                          true,
		`export default { email: handle }; function handle(m) { m.forward(x) }`:                  true,
		`export default { fetch, email }; import { email } from "./mail.js"; new EmailMessage()`: true,
		`const user = { email: "a@b.c" }`:                                                        false,
		`insert({ email: user.email, name })`:                                                    false,
		`user.email = form.email; sendEmail(user.email)`:                                         false,
		`const { email } = user`:                                                                 false,
		`export default { fetch() { return check.email(x) } }`:                                   false,
		`export default { fetch() {} }`:                                                          false,
	} {
		if got := takesEmail(&bundle.Bundle{Modules: []bundle.Module{{Code: []byte(code)}}}); got != want {
			t.Errorf("%t: %s", got, code)
		}
	}
}
