#!/bin/sh
# Starts the wrapper on the fastest runtime there is: the native build beside it, Bun, else Node.
here=$(dirname -- "$(readlink -f -- "$0" 2>/dev/null || echo "$0")")
if [ -x "$here/itk-castxml-cache-native" ]; then exec "$here/itk-castxml-cache-native" "$@"; fi
if command -v bun >/dev/null 2>&1; then exec bun "$here/itk-castxml-cache.js" "$@"; fi
exec node "$here/itk-castxml-cache.js" "$@"
