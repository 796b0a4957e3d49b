#!/bin/sh
# Starts the wrapper on the fastest runtime there is: the native build beside it, Bun, else Node. It asks the file
# system and PATH only: starting one more program would take longer than a hit.
self=$0
while [ -L "$self" ]; do
  link=$(readlink "$self")
  case $link in /*) self=$link ;; *) self=${self%/*}/$link ;; esac
done
here=${self%/*}
# A run is over before any of Bun's compilers, or a collector in a thread of its own, has paid for itself.
export BUN_JSC_useJIT="${BUN_JSC_useJIT:-0}" BUN_JSC_useConcurrentGC="${BUN_JSC_useConcurrentGC:-0}"
[ -x "$here/itk-castxml-cache-native" ] && exec "$here/itk-castxml-cache-native" "$@"
# The folder that a build runs in has no say in what is run: Bun would take bunfig.toml, .env and tsconfig.json from there.
command -v bun >/dev/null 2>&1 &&
  exec bun --no-env-file --config=/dev/null --tsconfig-override=/dev/null --no-install "$here/itk-castxml-cache.js" "$@"
if command -v node >/dev/null 2>&1; then
  # Node 22 and later keep compiled code here; older ones ignore it.
  [ -n "$NODE_COMPILE_CACHE" ] || export NODE_COMPILE_CACHE="${XDG_CACHE_HOME:-$HOME/.cache}/itk-wrap-node"
  exec node "$here/itk-castxml-cache.js" "$@"
fi
echo 'itk-castxml-cache: neither bun nor node is on PATH; running castxml itself' >&2
[ "$1" = --no-cache ] && shift
case $1 in -* | '') exit 2 ;; esac
exec "$@"
