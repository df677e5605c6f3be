#!/usr/bin/env bash
# Builds everything and runs all tests. Its last line is the plain count: N passed, N failed, N skipped.
#
#   ./test.sh                  all tests
#   ./test.sh --filter TEXT    those whose full names contain TEXT
#   ./test.sh --gpu            also those that need a CUDA device
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
cd "$root"

filter="" gpu=0
while (($#)); do
    case "$1" in
        --filter) filter="${2:-}"; shift ;;
        --gpu) gpu=1 ;;
        -h | --help) sed -n '2,6s/^# \{0,1\}//p' "$0"; exit 0 ;;
        *) echo "test: unknown option '$1'; see ./test.sh --help" >&2; exit 2 ;;
    esac
    shift
done

./setup.sh --no-build
source build/environment.sh
((gpu)) && export SERPENT_TEST_GPU=1

build_log="$(mktemp)" && trap 'rm -f "$build_log"' EXIT
echo "test: building"
if ! dotnet build SerpentDsl.sln -c Release --nologo -v q -clp:NoSummary >"$build_log" 2>&1; then
    cat "$build_log"
    echo "0 passed, 1 failed, 0 skipped"
    exit 1
fi

arguments=()
if [[ -n "$filter" ]]; then
    escaped="$(sed 's/[\\()&|=!~]/\\&/g' <<<"$filter")"
    arguments=(--filter "FullyQualifiedName~$escaped|DisplayName~$escaped")
fi

passed=0 failed=0 skipped=0 broken=0
for project in tests/*.Tests; do
    name="$(basename "$project")"
    if [[ "$name" == TorchSharp.Compat.Tests ]] && ! grep -q '>system</TorchProvider>' local.props; then
        echo "test: $name are about the stand-in and are left out: TorchSharp is the package here"
        continue
    fi
    log="$(mktemp)"
    status=0
    dotnet test "$project" -c Release --no-build --nologo --logger "console;verbosity=normal" "${arguments[@]}" >"$log" 2>&1 || status=$?
    count() { local number; number="$(sed -n "s/^ *$1: *\([0-9]*\)$/\1/p" "$log" | tail -1)"; echo "${number:-0}"; }
    if grep -q '^Total tests:' "$log"; then
        ((failed += $(count Failed), passed += $(count Passed), skipped += $(count Skipped))) || true
        printf 'test: %-26s %5d passed %5d failed %5d skipped  %s\n' "$name" "$(count Passed)" "$(count Failed)" "$(count Skipped)" \
            "$(sed -n 's/^ *Total time: *//p' "$log" | tail -1)"
        # Every skipped test with its reason, which stands on the line after its name.
        sed -nE '/\[SKIP\]$/ { s/^\[[^]]*\] *(.*) \[SKIP\]$/test:   skipped \1:/; N; s/\n\[[^]]*\] */ /; p }' "$log"
    elif [[ -n "$filter" ]] && grep -q 'No test matches' "$log"; then
        status=0
    fi
    if ((status != 0)); then
        grep -vE '^(\[xUnit|Test run|VSTest|A total|  (Passed|Skipped) )' "$log" | head -300
        # A crashed test host fails no test by itself; it must not pass as a success.
        if [[ "$(count Failed)" == 0 ]]; then ((broken += 1)); fi
    fi
    rm -f "$log"
done

((failed += broken)) || true
if ((passed + failed + skipped == 0)); then echo "test: no test's name contains '$filter'" >&2; fi
echo "$passed passed, $failed failed, $skipped skipped"
((failed == 0 && passed > 0))
