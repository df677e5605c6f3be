#!/usr/bin/env bash
# Makes a project with a declared model of its own, its test, and a program that trains it:
#
#   ./serpent new NAME [FOLDER]
#
# NAME becomes the class; FOLDER is ./NAME unless given. The project takes this repository's packages from artifacts/feed, which is
# packed when something changed since.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
feed="$root/artifacts/feed"

name="${1:-}" folder="${2:-${1:-}}"
if [[ -z "$name" || "$name" == -* || $# -gt 2 ]]; then
    echo "usage: ./serpent new NAME [FOLDER]" >&2
    exit 2
fi
fail() { printf 'new: %s\n' "$*" >&2; exit 2; }
[[ "$name" =~ ^[A-Z][A-Za-z0-9_]*$ ]] || fail "'$name' cannot name the class: give letters, digits and underscores, a capital letter first, such as MyModel"
[[ "$name" != Program && "$name" != GeneratedCode ]] || fail "the project has another class named $name: choose another name"
folder="$(realpath -m "$folder")"
[[ "$folder/" != "$root/"* ]] || fail "$folder is inside this repository, whose build settings would apply: choose a folder outside of it"
[[ ! -e "$folder" || (-d "$folder" && -z "$(ls -A "$folder")") ]] || fail "$folder is there already and not empty"

"$root/setup.sh" --no-build >&2
is_packed() {
    [[ -f "$feed/version" ]] || return 1
    cd "$root"
    local web=()
    [[ ! -f artifacts/web/installed ]] || web=(artifacts/web/installed)
    [[ -z "$(find Dsl.Generator Dsl.Generator.CodeFixes Dsl.Runtime Architectures Experiments compat templates build/*.targets build/Feed.proj \
        Directory.* local.props "${web[@]}" -newer "$feed/version" -type f -print -quit)" ]]
}
if ! (is_packed); then
    echo "new: packing into $feed" >&2
    # NuGet keeps unpacked what it has once seen of a version: a changed package needs a new one.
    dotnet build "$root/build/Feed.proj" -p:FeedStamp="local.t$(date -u +%Y%m%d%H%M%S)" --nologo -v q -clp:NoSummary >&2
fi
version="$(<"$feed/version")"

# A hive of its own: the templates that the user has installed stay as they are.
hive="$feed/hive-$version"
[[ -d "$hive" ]] || dotnet new install "$feed/SerpentDsl.Templates.$version.nupkg" --debug:custom-hive "$hive" >/dev/null
dotnet new serpent --name "$name" --output "$folder" --feed "$(realpath -m --relative-to="$folder" "$feed")" --no-update-check --debug:custom-hive "$hive" >/dev/null
echo "$folder: dotnet run -- train $name, dotnet test"
