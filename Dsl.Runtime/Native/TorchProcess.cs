namespace SerpentDsl.Native;

/// <summary>What a process that has loaded libtorch uses.</summary>
/// <param name="Folder">Where the native libraries came from.</param>
/// <param name="Allocator">The allocator of native memory and how it is set up, in words.</param>
/// <param name="Variables">Variables that were set in the process for libtorch; those that the user had set are not among them.</param>
public sealed record TorchProcess(string Folder, string Allocator, IReadOnlyDictionary<string, string> Variables);
