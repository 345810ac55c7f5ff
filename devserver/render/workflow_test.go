package render

import (
	"slices"
	"strings"
	"testing"

	"github.com/dotool-dev/dotool/config"
	"github.com/dotool-dev/dotool/config/binding"
	"github.com/dotool-dev/dotool/devserver/bundle"
	"github.com/dotool-dev/dotool/devserver/workerd"
)

func flow(name, of, class, script string) binding.Workflow {
	return binding.Workflow{
		Entry: entry(name), WorkflowName: config.String{Value: of}, ClassName: config.String{Value: class}, ScriptName: config.String{Value: script},
	}
}

func flows(worker, date string, exports []string, all ...binding.Binding) Worker {
	return Worker{
		Project: &config.Project{Name: config.String{Value: worker}, Main: config.String{Value: "index.js"}, Bindings: all},
		Bundle:  &bundle.Bundle{Modules: []bundle.Module{{Name: "index.js"}}, Exports: exports},
		Date:    date,
	}
}

var current = workerd.Runtime{Version: workerd.Version}

// A Workflow runs in the Worker that has its class, whoever binds it.
func TestWorkflowsOfWorkers(t *testing.T) {
	t.Parallel()
	limited := flow("LIMITED", "limited", "Flow", "")
	limited.Limits, limited.DefaultRetention = []byte(`{"steps":3}`), []byte(`{"success_retention":"1 hour","error_retention":5}`)
	r := Input{Runtime: current, State: "/state", Workers: []Worker{
		flows("a", "2026-10-01", []string{"Flow"}, flow("OWN", "own", "Flow", ""), limited, flow("ITS", "its", "Its", "b"), flow("AWAY", "away", "X", "c"), flow("BAD", "../x", "Flow", "")),
		flows("b", "2026-10-01", []string{"Its"}, flow("SAME", "its", "Its", ""), flow("MISSING", "missing", "None", "a")),
	}}
	c := Config(r)
	engines := map[string][]string{}
	for _, w := range c.Workers {
		if w.Engine != nil {
			for _, f := range w.Engine.Workflows {
				engines[w.Name] = append(engines[w.Name], f.Name+" "+f.ClassName)
			}
		}
	}
	if got := engines["user-a"]; !slices.Equal(got, []string{"own Flow", "limited __dotool limited"}) {
		t.Errorf("a runs %q", got)
	}
	if got := engines["user-b"]; !slices.Equal(got, []string{"its Its"}) || len(engines) != 2 {
		t.Errorf("b runs %q, of %v", got, engines)
	}
	text := c.Text()
	for _, want := range []string{
		`bundled = "/workerd/workflows.js"`, `path = "/state/dotool-workflows"`,
		`(name = "workflow:its", durableObjectNamespace = (className = "miniflare-workflows-its", serviceName = "user-b"))`,
		`\"limited\":{\"steps\":3,\"retention\":{\"error\":5,\"success\":\"1 hour\"}}`,
		`(name = "fetcher", service = (name = "simulator:registry", entrypoint = "Service", props = (json = "{\"entrypoint\":\"WorkflowBinding\",\"props\":{\"workflow\":\"away\"},\"service\":\"workflows\",\"worker\":\"c\"}")))`, `BAD cannot be used: \"../x\" is not a valid name`, `MISSING cannot be used: the Worker \"a\" exports no class None`,
		"workflows_preserve_non_retryable_error_message", `export { again0 as \"__dotool limited\" }`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the configuration lacks %s", want)
		}
	}
	if strings.Contains(text, `name = "QUIET"`) {
		t.Error("instances do not go on by themselves")
	}
	var warned []string
	for _, d := range WorkflowWarnings(r) {
		warned = append(warned, strings.Fields(d.Message)[0])
	}
	if !slices.Equal(warned, []string{"BAD", "MISSING"}) {
		t.Errorf("warnings about %q", warned)
	}
	r.Hosted = true
	if !strings.Contains(Config(r).Text(), `name = "QUIET"`) {
		t.Error("instances go on while a command hosts the Worker")
	}
}

func TestWithoutWorkflows(t *testing.T) {
	t.Parallel()
	text := Config(Input{Runtime: current, Workers: []Worker{flows("a", "2026-10-01", []string{"Flow"})}}).Text()
	for _, no := range []string{"bundled", "workflowsEngine", "dotool-workflows", `name = "WORKFLOWS"`} {
		if strings.Contains(text, no) {
			t.Errorf("a Worker without Workflows has %s", no)
		}
	}
}

func TestWorkflowsOnOldRuntime(t *testing.T) {
	t.Parallel()
	r := Input{Runtime: workerd.Runtime{Version: "1.20260703.1"}, Workers: []Worker{flows("a", "2026-06-01", []string{"Flow"}, flow("WF", "own", "Flow", ""))}}
	text := Config(r).Text()
	if strings.Contains(text, "bundled") || strings.Contains(text, "workflowsEngine") || !strings.Contains(text, "WF cannot be used: workflows need workerd 1.20261117.1 or later, and this is 1.20260703.1") {
		t.Error("the configuration is not for an old runtime")
	}
	list := WorkflowWarnings(r)
	if len(list) != 1 || !strings.Contains(list[0].Message, "calls of WF throw an error") || !strings.Contains(list[0].Fix, "npm install") {
		t.Errorf("%v", list)
	}
}

// What ends an instance keeps its message as the compatibility date or a flag says.
func TestNonRetryableMessage(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		date, flag string
		keeps      bool
	}{
		{"2026-05-13", "", false}, {"2026-05-14", "", true},
		{"2026-05-13", "workflows_preserve_non_retryable_error_message", true},
		{"2026-10-01", "workflows_replace_non_retryable_error_message", false},
	} {
		w := flows("a", test.date, []string{"Flow"}, flow("WF", "own", "Flow", ""))
		if test.flag != "" {
			w.Project.CompatibilityFlags = []config.String{{Value: test.flag}}
		}
		c := Config(Input{Runtime: current, Workers: []Worker{w}})
		i := slices.IndexFunc(c.Workers, func(w workerd.Worker) bool { return w.Name == WorkflowsService })
		if got := len(c.Workers[i].CompatibilityFlags) == 1; got != test.keeps {
			t.Errorf("%s %s: %t", test.date, test.flag, got)
		}
	}
}
