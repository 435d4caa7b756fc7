#!/bin/sh
# For a double-click: starts the servers of ~/.mcp.json in the background and shows what runs. The window stays open.
# Options and names are handed on: start-services.sh filesystem

cd "$(dirname "$0")/../.." || exit 1
launcher=src-main/hosts/headless/launcher.js

if [ ! -d node_modules ] && [ -f package-lock.json ]; then
  echo "Installing what is needed; this happens once."
  npm ci || echo "npm ci failed, see above."
fi

# A file manager starts programs with a short PATH.
PATH="$PATH:/usr/local/bin:/opt/homebrew/bin:$HOME/.local/bin"
if command -v mcp-orchestrator >/dev/null 2>&1; then
  run() { mcp-orchestrator "$@"; }
elif command -v node >/dev/null 2>&1; then
  run() { node "$launcher" "$@"; }
else
  echo "Node is missing. Install version 24 or newer from https://nodejs.org and try again."
  run() { return 1; }
fi

run start "$@"
code=$?
if [ "$code" -ne 2 ]; then
  echo
  run status
fi

echo
echo "The servers go on running without this window. To end them: mcp-orchestrator shutdown"
if [ -t 0 ]; then
  printf 'Press Enter to close this window. '
  read -r _
fi
exit "$code"
