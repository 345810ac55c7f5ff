package diag

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"
)

// PrintGitHub writes diagnostics as workflow commands, which GitHub Actions
// shows beside the lines of a pull request. Paths are relative to dir.
func PrintGitHub(w io.Writer, l List, dir string) error {
	for _, d := range l.JSON(dir) {
		var at []string
		if d.File != "" {
			at = append(at, "file="+filepath.ToSlash(d.File))
		}
		if d.Line > 0 {
			at = append(at, fmt.Sprintf("line=%d", d.Line), fmt.Sprintf("col=%d", max(d.Column, 1)))
		}
		at = append(at, "title="+d.Code)
		message := d.Message
		if d.Fix != "" {
			message += "\nfix: " + d.Fix
		}
		if _, err := io.WriteString(w, WorkflowCommand(string(d.Severity), at, message)); err != nil {
			return err
		}
	}
	return nil
}

// Workflow commands have their own escapes, so that no text can end its line and start
// another command.
var (
	workflowData     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	workflowProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// WorkflowCommand returns the line of a command of GitHub Actions, such as
//
//	::error file=a.js,line=3::message
//
// whose properties are "name=value".
func WorkflowCommand(name string, properties []string, message string) string {
	var at []string
	for _, p := range properties {
		key, value, _ := strings.Cut(p, "=")
		at = append(at, key+"="+workflowProperty.Replace(value))
	}
	line := "::" + name
	if len(at) > 0 {
		line += " " + strings.Join(at, ",")
	}
	return line + "::" + workflowData.Replace(message) + "\n"
}
