export const shells = ['bash', 'zsh', 'fish', 'powershell'] as const;
export type Shell = (typeof shells)[number];

// Each asks `mcp-orchestrator __complete WORD…` with the words so far, the last one unfinished, and gets candidates,
// one a line. The names of servers are asked for at every Tab, so they are never out of date.
const scripts: Readonly<Record<Shell, string>> = {
  bash: `# bash completion for mcp-orchestrator
_mcp_orchestrator() {
  local candidate
  COMPREPLY=()
  while IFS= read -r candidate; do
    [ -n "$candidate" ] && COMPREPLY+=("$(printf '%q' "$candidate")")
  done < <(mcp-orchestrator __complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _mcp_orchestrator mcp-orchestrator
`,
  zsh: `#compdef mcp-orchestrator
_mcp_orchestrator() {
  local -a candidates
  candidates=("\${(@f)$(mcp-orchestrator __complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  candidates=("\${(@)candidates:#}")
  if (( \${#candidates} )); then compadd -a candidates; else _files; fi
}
if [ "$funcstack[1]" = "_mcp_orchestrator" ]; then _mcp_orchestrator "$@"; else compdef _mcp_orchestrator mcp-orchestrator; fi
`,
  fish: `# fish completion for mcp-orchestrator
function __mcp_orchestrator_complete
  set -l words (commandline -opc) (commandline -ct)
  mcp-orchestrator __complete -- $words[2..-1] 2>/dev/null
end
complete -c mcp-orchestrator -f -a '(__mcp_orchestrator_complete)'
complete -c mcp-orchestrator -l config -r -F
complete -c mcp-orchestrator -l home -r -F
`,
  powershell: `# PowerShell completion for mcp-orchestrator
Register-ArgumentCompleter -Native -CommandName mcp-orchestrator -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $words = @($commandAst.CommandElements | Select-Object -Skip 1 | ForEach-Object { $_.ToString() })
  if ($wordToComplete -eq '') { $words += '' }
  mcp-orchestrator __complete -- @words 2>$null | ForEach-Object {
    $text = if ($_ -match '\\s') { "'" + ($_ -replace "'", "''") + "'" } else { $_ }
    [System.Management.Automation.CompletionResult]::new($text, $_, 'ParameterValue', $_)
  }
}
`,
};

export function completionScript(shell: Shell): string {
  return scripts[shell];
}
