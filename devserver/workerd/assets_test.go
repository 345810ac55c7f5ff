package workerd

import "testing"

func TestAssetsText(t *testing.T) {
	t.Parallel()
	for want, a := range map[string]Assets{
		`assets = (path = "/a", config = "{}", userWorker = (name = "user"))`: {Path: "/a", Worker: "user"},
		`assets = (path = "/a", config = "{\"not_found_handling\":\"404-page\",\"run_worker_first\":true,\"headers\":\"/*\\n  A: b\\n\"}", compatibilityDate = "2026-10-01")`: {
			Path: "/a", NotFoundHandling: "404-page", RunWorkerFirst: true, Headers: "/*\n  A: b\n", CompatibilityDate: "2026-10-01",
		},
		`assets = (path = "/a", config = "{\"html_handling\":\"none\",\"base_path\":\"/b\",\"run_worker_first\":[\"/x\",\"!/x/y\"],\"redirects\":\"r\",\"ignore\":\"i\"}")`: {
			Path: "/a", HTMLHandling: "none", BasePath: "/b", WorkerFirst: []string{"/x", "!/x/y"}, Redirects: "r", Ignore: "i",
		},
	} {
		f := a.service()
		if got := f.name + " = " + string(f.value.print(nil, 0)); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}
