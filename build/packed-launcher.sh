#!/usr/bin/env bash
# The command inside a packed archive (see build/pack.sh): builds the shim against this machine's PyTorch on first
# start, then starts the runner on the runtime that came along.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
"$here/native/build.sh" "$here/bin" >&2
source "$here/environment.sh"
export DOTNET_ROOT="$here/dotnet" DOTNET_CLI_TELEMETRY_OPTOUT=1
exec "$here/dotnet/dotnet" "$here/bin/serpent.dll" "$@"
