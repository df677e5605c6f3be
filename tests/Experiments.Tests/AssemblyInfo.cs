// Trainings draw from torch's one default generator: side by side they would disturb each other's draws.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
