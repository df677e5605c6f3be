#!/usr/bin/env bash
# Fetches the charts of `serpent report` from npm into artifacts/web, as Experiments/Reports/Web/package-lock.json pins them; nothing to do
# when they are there. Without them the runner builds all the same, and the command says what is missing: this script fails only when it is
# interrupted.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
pinned="$root/Experiments/Reports/Web"
web="$root/artifacts/web"

cmp -s "$pinned/package-lock.json" "$web/installed" && exit 0
if ! command -v npm >/dev/null; then
    echo "no npm here: 'serpent report' will write no pages until Node.js with npm is installed and ./setup.sh has run again"
    exit 0
fi
mkdir -p "$web"
rm -f "$web/installed"
cp "$pinned/package.json" "$pinned/package-lock.json" "$web/"
if ! problem="$(npm ci --prefix "$web" --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error --fetch-retries=1 2>&1)"; then
    sed -n '1,4s/^npm error/npm:/p' <<<"$problem"
    echo "npm could not fetch the charts of 'serpent report': it will write no pages until ./setup.sh has run again with npm's registry in reach"
    exit 0
fi

# Packages carry the dates of 1985, by which no build would see that one changed.
find "$web/node_modules" -type f -exec touch {} +
cp "$pinned/package-lock.json" "$web/installed"
echo "fetched the charts of 'serpent report' ($(sed -n 's/^ *"\([a-z]*\)": "\([0-9.]*\)"$/\1 \2/p' "$pinned/package.json"))"
