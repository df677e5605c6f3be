// libtorch has one default generator, one default dtype and one grad mode per thread for the whole process: tests take turns.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
