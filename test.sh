#!/usr/bin/env bash
# For those who have a shell: `dotnet test -c Release` from any folder.
# --filter TEXT runs the tests whose full names contain TEXT; SERPENT_TEST_GPU=1 ./test.sh runs those that need a CUDA device, too.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
exec dotnet test -c Release "$@"
