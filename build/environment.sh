# Sourced by every launcher: the settings libtorch runs well with, unless the user set them.
#
# glibc gives each large temporary back to the kernel as soon as it is freed, and the next one faults its pages in
# again. Keeping freed memory makes the same training step several times faster (docs/performance.md).
: "${MALLOC_MMAP_MAX_:=0}" "${MALLOC_TRIM_THRESHOLD_:=12000000000}"
: "${SERPENT_ALLOCATOR:=glibc, freed memory kept (MALLOC_MMAP_MAX_=$MALLOC_MMAP_MAX_, MALLOC_TRIM_THRESHOLD_=$MALLOC_TRIM_THRESHOLD_)}"
# Threads of the BLAS and of OpenMP loops: one per core. Idle ones sleep: spinning, they take the cores from whatever else
# runs, and a step on a busy machine becomes ten times slower.
: "${OMP_NUM_THREADS:=$(nproc)}" "${OMP_WAIT_POLICY:=passive}"
# The runtime keeps its heap small: tensors live outside of it.
: "${DOTNET_TieredPGO:=1}" "${DOTNET_gcServer:=0}"
export MALLOC_MMAP_MAX_ MALLOC_TRIM_THRESHOLD_ SERPENT_ALLOCATOR OMP_NUM_THREADS OMP_WAIT_POLICY DOTNET_TieredPGO DOTNET_gcServer
