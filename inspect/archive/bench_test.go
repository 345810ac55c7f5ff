package archive

import (
	"bytes"
	"testing"

	"github.com/dotool-dev/dotool/inspect"
	"github.com/dotool-dev/dotool/inspect/inspecttest"
)

// BenchmarkImport makes 1,000 objects of NDJSON.
func BenchmarkImport(b *testing.B) {
	state := inspecttest.Many(b, 1000)
	s := inspecttest.Open(b, state)
	var text bytes.Buffer
	for o, err := range s.Objects(b.Context(), inspect.Address{}) {
		if err != nil {
			b.Fatal(err)
		}
		if err := Export(b.Context(), s, &text, NDJSON, o); err != nil {
			b.Fatal(err)
		}
	}
	data := bytes.ReplaceAll(text.Bytes(), []byte(`"alarmAt":"2040-01-01T00:00:00.000Z"`), []byte(`"alarmAt":null`))
	for b.Loop() {
		made, err := Import(b.Context(), s, bytes.NewReader(data), ImportOptions{Replace: true, Command: "bench"})
		if err != nil || len(made) != 1000 {
			b.Fatal(len(made), err)
		}
	}
	b.ReportMetric(1000*float64(b.N)/b.Elapsed().Seconds(), "objects/s")
}
