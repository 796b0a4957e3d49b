#!/bin/sh
# Starts the launcher on the fastest available runtime: the native build next to it, then Bun, then Node. It only looks at
# the file system and PATH, because starting another program would take longer than a hit.
self=$0
while [ -L "$self" ]; do
  link=$(readlink "$self")
  case $link in /*) self=$link ;; *) self=${self%/*}/$link ;; esac
done
here=${self%/*}
# A run is too short to profit from Bun's JIT compilers or from a garbage collector in a separate thread.
export BUN_JSC_useJIT="${BUN_JSC_useJIT:-0}" BUN_JSC_useConcurrentGC="${BUN_JSC_useConcurrentGC:-0}"
[ -x "$here/itk-castxml-cache-native" ] && exec "$here/itk-castxml-cache-native" "$@"
# The current folder must not affect what runs. Bun would read bunfig.toml, .env and tsconfig.json from it.
command -v bun >/dev/null 2>&1 &&
  exec bun --no-env-file --config=/dev/null --tsconfig-override=/dev/null --no-install "$here/itk-castxml-cache.js" "$@"
if command -v node >/dev/null 2>&1; then
  # Node 22 and later cache compiled code here. Older versions ignore the variable.
  [ -n "$NODE_COMPILE_CACHE" ] || export NODE_COMPILE_CACHE="${XDG_CACHE_HOME:-$HOME/.cache}/itk-wrap-node"
  exec node "$here/itk-castxml-cache.js" "$@"
fi
echo 'itk-castxml-cache: neither bun nor node is on PATH; running castxml itself' >&2
depfile=
while :; do
  case $1 in
    --no-cache) shift ;;
    --depfile) depfile=$2 target=$3 && shift 3 ;;
    *) break ;;
  esac
done
case $1 in -* | '') exit 2 ;; esac
# castxml itself writes the depfile. If it could not write there, it would fail.
if [ -n "$depfile" ] && (: >"$depfile") 2>/dev/null; then
  program=$1
  shift
  exec "$program" -MD -MF "$depfile" -MQ "$target" "$@"
fi
exec "$@"
