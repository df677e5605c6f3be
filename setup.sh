#!/usr/bin/env bash
# Prepares a fresh machine: finds out where TorchSharp and Verify.Xunit come from, installs libtorch if it has to,
# builds the native shim, fetches the charts of reports and builds the runner. Safe to run again; quick when nothing is to do.
#
#   ./setup.sh                         probe the NuGet feed and choose
#   ./setup.sh --torch system          use compat/TorchSharp over the libtorch of this machine
#   ./setup.sh --torch nuget [--device cuda]
#   ./setup.sh --no-build              stop before building the runner
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
cd "$root"

torch="" device="cpu" build=1
while (($#)); do
    case "$1" in
        --torch) torch="${2:-}"; shift ;;
        --device) device="${2:-}"; shift ;;
        --no-build) build=0 ;;
        -h | --help) sed -n '2,9s/^# \{0,1\}//p' "$0"; exit 0 ;;
        *) echo "setup: unknown option '$1'; see ./setup.sh --help" >&2; exit 2 ;;
    esac
    shift
done
case "$torch" in "" | nuget | system) ;; *) echo "setup: --torch is '$torch'; it is nuget or system" >&2; exit 2 ;; esac
case "$device" in cpu | cuda) ;; *) echo "setup: --device is '$device'; it is cpu or cuda" >&2; exit 2 ;; esac

say() { printf 'setup: %s\n' "$*"; }
fail() { printf 'setup: %s\n' "$*" >&2; exit 1; }

command -v dotnet >/dev/null || fail "the .NET SDK 10 is missing: install it (https://dotnet.microsoft.com/download) and run ./setup.sh again"
sdk="$(dotnet --version)"
((${sdk%%.*} >= 10)) || fail "the .NET SDK is $sdk; 10 or newer is needed"

has_package() { # torch|verify
    dotnet restore build/probe/FeedProbe.csproj -p:Probe="$1" -p:TorchDevice="$device" --nologo -v q >/dev/null 2>&1
}

# 1. The choice, once a machine (or again when it is given on the command line).
if [[ ! -f local.props || -n "$torch" ]]; then
    if [[ -z "$torch" ]]; then
        say "looking for the TorchSharp package"
        if has_package torch; then torch=nuget; else torch=system; fi
    fi
    say "looking for the Verify.Xunit package"
    if has_package verify; then verify=nuget; else verify=compat; fi
    cat >local.props.new <<XML
<Project>
  <!-- Written by setup.sh for this machine; delete it to have the choice made again. -->
  <PropertyGroup>
    <TorchProvider Condition="'\$(TorchProvider)' == ''">$torch</TorchProvider>
    <TorchDevice Condition="'\$(TorchDevice)' == ''">$device</TorchDevice>
    <VerifyProvider Condition="'\$(VerifyProvider)' == ''">$verify</VerifyProvider>
  </PropertyGroup>
</Project>
XML
    mv local.props.new local.props
    say "TorchSharp from $torch, Verify.Xunit from $verify (local.props)"
fi

# 2. libtorch and the shim, where the machine's own libtorch is used.
if grep -q '>system</TorchProvider>' local.props; then
    shim_log="$(mktemp)"
    trap 'rm -f "$shim_log"' EXIT
    if compat/TorchSharp/native/build.sh >"$shim_log" 2>&1; then
        say "$(tail -1 "$shim_log")"
    else
        packages=(libtorch-dev libopenblas-dev g++ libjemalloc2)
        sed 's/^/setup: /' "$shim_log"
        command -v apt-get >/dev/null || fail "this system has no apt-get: install what is named above, or set Torch_DIR, and run ./setup.sh again"
        as_root=()
        if ((EUID != 0)); then
            command -v sudo >/dev/null || fail "run as root: apt-get install ${packages[*]}"
            as_root=(sudo)
        fi
        say "installing ${packages[*]}"
        "${as_root[@]}" apt-get update -qq
        DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null
        compat/TorchSharp/native/build.sh
    fi
fi

# 3. The charts of reports, which become a part of the runner.
web="$(build/web.sh)"
[[ -z "$web" ]] || sed 's/^/setup: /' <<<"$web"

# 4. The runner.
if ((build)); then
    runner=artifacts/bin/Experiments/release/serpent.dll
    if build/is-current.sh; then
        say "the runner is up to date"
    else
        say "building the runner"
        dotnet build Experiments/Experiments.csproj -c Release --nologo -v q -clp:NoSummary
        touch "$runner"
    fi
fi
