namespace SerpentDsl.Experiments.Commands.Common;

/// <summary>The options of a command that sets the number of libtorch's threads.</summary>
internal interface IThreadOptions
{
    /// <summary>Threads of libtorch's operators; null: one per core.</summary>
    int? Threads { get; set; }
}
