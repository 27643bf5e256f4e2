#!/usr/bin/env bash
# Builds the server of this platform and packages it with the client as a `.vsix`, in `dist`.
# WHENBOOK_SERVER: a server that is built already; WHENBOOK_TARGET: another platform of VS Code, for such a server.
set -euo pipefail
cd "$(dirname "$0")"
root=$(cd ../.. && pwd)

[ -d node_modules ] || npm ci --ignore-scripts

server=${WHENBOOK_SERVER:-}
if [ -z "$server" ]; then
  cargo build --locked --profile server --manifest-path "$root/Cargo.toml" -p whenbook-lsp
  server=${CARGO_TARGET_DIR:-$root/target}/server/whenbook-lsp
  [ -f "$server" ] || server=$server.exe
fi

target=${WHENBOOK_TARGET:-$(node -p 'process.platform + "-" + process.arch')}
rm -rf server dist
mkdir server
cp "$server" server/
strip "server/$(basename "$server")" 2>/dev/null || true
cp "$root/LICENSE-MIT" LICENSE.txt
trap 'rm -f LICENSE.txt' EXIT

node build.mjs
# Everything is bundled: no dependencies are looked for.
node_modules/.bin/vsce package --no-dependencies --allow-missing-repository --no-rewrite-relative-links --target "$target" --out "dist/whenbook-$target.vsix"
