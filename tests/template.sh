#!/usr/bin/env bash
# Tries `./serpent new` as a user would: packs, makes a project in an empty folder, restores, builds, runs and tests it. Some minutes.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
"$root/serpent" new Tried "$folder/Tried"
cd "$folder/Tried"
source "$root/build/environment.sh"
unset SERPENT_TORCH_NATIVE

step() { printf 'template: %s\n' "$*"; "$@"; }
step dotnet build -c Release --nologo -v q -warnaserror
step dotnet run -c Release --no-build -- list | tee list.txt
grep -q Tried list.txt
step dotnet run -c Release --no-build -- train Tried --max-steps 5 --evaluation-rows 16 --out "$folder/run"
[[ -n "$(find "$folder/run" -name '*.safetensors' -print -quit)" ]]

# The first run writes the snapshot, the second one holds the code against it, a changed declaration fails.
step dotnet test -c Release --no-build --nologo
grep -q 'class Tried' Snapshots/Tried.verified.txt
step dotnet test -c Release --no-build --nologo
sed -i 's/depth: 3/depth: 2/' Tried.cs
if dotnet test -c Release --nologo --filter The_generated_code_is_the_reviewed_one >changed.log 2>&1; then
    echo "template: the snapshot test passed a changed model" >&2
    exit 1
fi
grep -q 'Failed TriedTests.The_generated_code_is_the_reviewed_one' changed.log
echo "template: all of it works"
