#!/usr/bin/env bash
# Succeeds when ./setup.sh ran here and nothing that the runner is made of changed since.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
runner=artifacts/bin/Experiments/release/serpent.dll
[[ -f local.props && -f "$runner" ]] || exit 1
web=()
[[ ! -f artifacts/web/installed ]] || web=(artifacts/web/installed)
[[ -z "$(find Dsl.Generator Dsl.Runtime Architectures Experiments compat build Directory.* local.props "${web[@]}" \
    -newer "$runner" -type f -print -quit)" ]]
