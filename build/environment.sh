# Sourced by every launcher: the settings libtorch runs well with, unless the user set them.

# A training step makes and frees gigabytes of temporaries. An allocator that hands them back to the kernel faults their pages
# in again every step; glibc keeps more, but its heap grows for as long as batches differ in length. jemalloc with one arena
# that keeps what is freed is as fast as glibc and stays flat (docs/performance.md).
if [[ -z "${SERPENT_ALLOCATOR:-}" && -z "${LD_PRELOAD:-}" ]]; then
    jemalloc="$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null | sed -n 's/^[[:space:]]*libjemalloc\.so\.2 .*x86-64.* => //p')" || jemalloc=""
    jemalloc="${jemalloc%%$'\n'*}"
    if [[ -n "$jemalloc" ]]; then
        : "${MALLOC_CONF:=dirty_decay_ms:-1,muzzy_decay_ms:-1,oversize_threshold:0,narenas:1}"
        SERPENT_ALLOCATOR="jemalloc, freed memory kept (MALLOC_CONF=$MALLOC_CONF)"
        LD_PRELOAD="$jemalloc"
        export MALLOC_CONF LD_PRELOAD
    else
        : "${MALLOC_MMAP_MAX_:=0}" "${MALLOC_TRIM_THRESHOLD_:=12000000000}"
        SERPENT_ALLOCATOR="glibc, freed memory kept (MALLOC_MMAP_MAX_=$MALLOC_MMAP_MAX_, MALLOC_TRIM_THRESHOLD_=$MALLOC_TRIM_THRESHOLD_)"
        export MALLOC_MMAP_MAX_ MALLOC_TRIM_THRESHOLD_
    fi
    export SERPENT_ALLOCATOR
fi

# Threads of the BLAS and of OpenMP loops: one per core. Idle ones sleep: spinning, they take the cores from whatever else
# runs.
: "${OMP_NUM_THREADS:=$(nproc)}" "${OMP_WAIT_POLICY:=passive}"
export OMP_NUM_THREADS OMP_WAIT_POLICY

# The runtime's own heap is small: tensors live outside of it.
: "${DOTNET_TieredPGO:=1}" "${DOTNET_gcServer:=0}"
export DOTNET_TieredPGO DOTNET_gcServer
