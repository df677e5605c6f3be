#!/bin/sh
# Builds libSerpentTorch.so, the native side of compat/TorchSharp, against the libtorch of this machine:
#   1. the one that Torch_DIR names (an installation's folder, or its share/cmake/Torch),
#   2. the one inside the PyTorch that python3 (or $PYTHON) would import,
#   3. the distribution's (Debian: libtorch-dev).
# Usage: build.sh [FOLDER]; the library goes to FOLDER, by default artifacts/native of the repository.
# Needs a C++ compiler ($CXX, else c++) and nothing else; no CUDA toolkit, also for a CUDA libtorch.
# Does nothing when the library is there, built from the same source against the same libtorch.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
out=${1:-$here/../../../artifacts/native}
source=$here/serpent_torch.cpp
compiler=${CXX:-c++}

fail() {
    echo "build.sh: $*" >&2
    exit 1
}

# Sets include and lib when the folder holds a libtorch with its headers.
accept() {
    for candidate in "$1/lib" "$1/lib64" "$1"/lib/*-linux-gnu; do
        if [ -e "$1/include/ATen/ATen.h" ] && [ -e "$candidate/libtorch_cpu.so" ]; then
            include=$1/include
            lib=$candidate
            return 0
        fi
    done
    return 1
}

from_python() {
    python=$("${PYTHON:-python3}" -c '
import importlib.util
spec = importlib.util.find_spec("torch")
print(spec.submodule_search_locations[0] if spec else "")' 2>/dev/null) || return 1
    [ -n "$python" ] && accept "$python"
}

explicit=${Torch_DIR:-${TORCH_DIR:-}}
if [ -n "$explicit" ]; then
    origin="Torch_DIR"
    accept "$explicit" || accept "$explicit/../../.." || accept "$explicit/../../../.." ||
        fail "Torch_DIR is '$explicit', but no libtorch with its headers (include/ATen/ATen.h, lib/libtorch_cpu.so) is there."
elif from_python; then
    origin="the installed PyTorch"
elif accept /usr/local || accept /usr; then
    origin="the distribution's package"
else
    fail "no libtorch with C++ headers was found. Install PyTorch (pip install torch), or the distribution's package (Debian: apt-get install libtorch-dev), or set Torch_DIR to an unpacked libtorch."
fi
command -v "$compiler" >/dev/null || fail "no C++ compiler '$compiler' was found. Install one (Debian: apt-get install g++), or set CXX."

set -- "-I$include" "-I$include/torch/csrc/api/include"
version=$(printf '#include <torch/version.h>\nversion TORCH_VERSION_MAJOR TORCH_VERSION_MINOR TORCH_VERSION_PATCH\n' |
    "$compiler" -E -P -x c++ "$@" - | sed -n 's/^version \([0-9]*\) \([0-9]*\) \([0-9]*\).*/\1.\2.\3/p')

# The string type must be the one libtorch was built with: a constructor of c10::Error tells.
abi=0
if grep -aq 'ErrorC[12]ENS_14SourceLocationENSt7__cxx11' "$lib/libc10.so"; then
    abi=1
fi

# All of libtorch's parts are linked, needed by a symbol or not: its kernels register themselves when loaded.
libraries="-ltorch -ltorch_cpu -lc10"
kind=CPU
if [ -e "$lib/libtorch_cuda.so" ]; then
    libraries="$libraries -ltorch_cuda -lc10_cuda"
    kind=CUDA
fi

mkdir -p "$out"
out=$(CDPATH='' cd -- "$out" && pwd)
target=$out/libSerpentTorch.so
flags="-O2 -fPIC -shared -fvisibility=hidden -D_GLIBCXX_USE_CXX11_ABI=$abi"
stamp="$version $lib $(cksum <"$lib/libc10.so") $flags $(cat "$source" "$0" | cksum)"
if [ -e "$target" ] && [ "$(cat "$target.stamp" 2>/dev/null)" = "$stamp" ]; then
    echo "libSerpentTorch.so is up to date with libtorch $version ($kind) of $origin in $lib."
    exit 0
fi

echo "Building libSerpentTorch.so against libtorch $version ($kind) of $origin in $lib."
set -- $flags "$@" "$source" -o "$target.new" "-L$lib" "-Wl,-rpath,$lib" -Wl,--no-as-needed $libraries
# The headers of the newest libtorch ask for C++20, those of the older ones do not compile as that.
"$compiler" -std=c++17 "$@" 2>"$target.log" || "$compiler" -std=c++20 "$@" || {
    cat "$target.log" >&2
    fail "the compiler failed: above with C++20, then with C++17."
}
rm -f "$target.log"
mv "$target.new" "$target"
printf '%s' "$stamp" >"$target.stamp"
