package commands

// The scripts ask the hidden command __complete, which knows all commands, flags
// and objects, so they need no change when those do. They pass on the
// typed text unchanged, and no shell ever expands the reply: the names of
// objects are chosen by anyone who can reach the Worker. Without a candidate they
// leave it to file names.
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
	// Its arguments and its input go through the code pages of Windows, hence the
	// base64, and JSON of nothing but ASCII. Before 7.3 no argument with a quote
	// arrives as it is written.
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
