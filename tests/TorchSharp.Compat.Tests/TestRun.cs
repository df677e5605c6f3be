// The default generator and the default dtype belong to the whole process: the tests take turns.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
