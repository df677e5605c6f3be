// libtorch's random generator is one per process: a test that seeds it must not run beside one that draws.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
