using SerpentDsl.Runtime.Tests.TorchSharpFaults;

// A child process of TorchSharpFaultTests: these faults end it.
FatalFaults.Show(Enum.Parse<FatalFault>(args[0]));
