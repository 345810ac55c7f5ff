package commands

// The scripts ask the hidden command __complete, so they need not change when commands
// and flags do. They pass the typed text on unchanged, and no shell expands the reply:
// anyone who can reach the Worker can choose the names of objects. Without a candidate,
// they complete file names.
var completionScripts = map[string]string{
	"bash": `_dotool() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do
    COMPREPLY+=("$line")
  done < <(dotool __complete --shell=bash -- "${COMP_LINE:0:COMP_POINT}" "$2" 2>/dev/null)
}
complete -o default -F _dotool dotool
`,
	"zsh": `#compdef dotool
_dotool() {
  local -a texts lines
  local text line
  while IFS= read -r -d '' text && IFS= read -r -d '' line; do
    texts+=("$text")
    lines+=("$line")
  done < <(dotool __complete --shell=zsh -- "${(@)words[2,CURRENT-1]}" "$QIPREFIX$PREFIX" 2>/dev/null)
  if (( ${#texts} )); then compadd -l -d lines -a texts; else _files; fi
}
if [ "$funcstack[1]" = "_dotool" ]; then _dotool "$@"; else compdef _dotool dotool; fi
`,
	"fish": `function __dotool_complete
  set -g __dotool_found (dotool __complete --shell=fish -- (commandline -cp | string collect) 2>/dev/null | string split0)
  set -q __dotool_found[1]
end
complete -c dotool -f -n __dotool_complete -a '$__dotool_found'
`,
	// Arguments and output go through the code pages of Windows, hence base64 and JSON
	// in ASCII. Before version 7.3, PowerShell does not pass quotes in arguments on
	// correctly.
	"powershell": `Register-ArgumentCompleter -Native -CommandName dotool -ScriptBlock {
  param($word, $ast, $position)
  $line = $ast.ToString()
  $length = $position - $ast.Extent.StartOffset
  if ($length -gt $line.Length) { $line += ' ' } else { $line = $line.Substring(0, $length) }
  $encoded = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($line))
  dotool __complete --shell=powershell -- $encoded 2>$null | ForEach-Object {
    $c = $_ | ConvertFrom-Json
    if ($PSNativeCommandArgumentPassing -in $null, 'Legacy' -and $c.text -match '"|\\\\''?$') { return }
    [System.Management.Automation.CompletionResult]::new($c.text, $c.shown, 'ParameterValue', $c.about)
  }
}
`,
}
