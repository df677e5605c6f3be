#!/usr/bin/env bash
# Makes a self-contained archive of the runner for Linux machines without network or .NET that have a PyTorch:
#
#   ./serpent pack OUT.tar.xz
#
# Inside: the runner, the .NET runtime, the shim's source and a launcher that builds the shim against the machine's own
# PyTorch on first start (a C++17 compiler is needed there).
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
limit_mib=60

out="${1:-}"
if [[ -z "$out" || "$out" == -* || $# -gt 1 ]]; then
    echo "usage: ./serpent pack OUT.tar.xz" >&2
    exit 2
fi
case "$out" in *.tar.xz | *.tar.gz) ;; *) echo "pack: '$out' ends neither in .tar.xz nor in .tar.gz" >&2; exit 2 ;; esac
mkdir -p "$(dirname "$out")"
out="$(cd "$(dirname "$out")" && pwd)/$(basename "$out")"

"$root/setup.sh" --no-build >&2
stage="$(mktemp -d)"
trap 'rm -rf "$stage"' EXIT
app="$stage/serpent"
mkdir -p "$app/bin" "$app/native" "$app/dotnet"

# The archive's TorchSharp is always the stand-in: the package would bring gigabytes of libtorch of its own.
dotnet publish "$root/Experiments/Experiments.csproj" -c Release -p:TorchProvider=system -p:ArtifactsPath="$root/artifacts/pack" \
    --nologo -v q -o "$app/bin" >&2
rm -f "$app"/bin/libSerpentTorch.so "$app"/bin/*.pdb "$app"/bin/*.xml

# The runtime that this machine runs, without SDK and web parts.
runtime="$(dotnet --list-runtimes | sed -n 's/^Microsoft\.NETCore\.App \(10\.[0-9.]*\) \[\(.*\)\]$/\2\/\1/p' | sort -V | tail -1)"
[[ -d "$runtime" ]] || { echo "pack: no Microsoft.NETCore.App 10 among 'dotnet --list-runtimes'" >&2; exit 1; }
version="$(basename "$runtime")"
dotnet_root="$(cd "$runtime/../../.." && pwd)"
mkdir -p "$app/dotnet/shared/Microsoft.NETCore.App" "$app/dotnet/host/fxr"
cp -r "$runtime" "$app/dotnet/shared/Microsoft.NETCore.App/$version"
cp -r "$dotnet_root/host/fxr/$version" "$app/dotnet/host/fxr/$version"
cp "$dotnet_root/dotnet" "$app/dotnet/dotnet"

cp "$root"/compat/TorchSharp/native/* "$app/native/"
cp "$root/build/environment.sh" "$root/LICENSE" "$app/"
charts="$root/artifacts/web/node_modules/uplot/LICENSE"
[[ ! -f "$charts" ]] || cp "$charts" "$app/LICENSE.uPlot"
cp "$root/build/packed-launcher.sh" "$app/serpent"
chmod +x "$app/serpent" "$app/native/build.sh"

case "$out" in
    *.tar.xz) tar -C "$stage" -cf - serpent | xz -T0 -6 >"$out.new" ;;
    *.tar.gz) tar -C "$stage" -czf "$out.new" serpent ;;
esac
size="$(stat -c %s "$out.new")"
if ((size > limit_mib * 1024 * 1024)); then
    rm -f "$out.new"
    echo "pack: the archive would have $((size / 1024 / 1024)) MiB, more than $limit_mib" >&2
    exit 1
fi
mv "$out.new" "$out"
echo "$out: $((size / 1024)) KiB. Unpack it where a PyTorch is and run serpent/serpent list"
