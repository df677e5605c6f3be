namespace SerpentDsl.Experiments.Tests.Verification;

/// <summary>What is wrong with a <see cref="FaultyLayer"/>.</summary>
public enum Fault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The whole-sequence form reads a little of the next position.</summary>
    LooksAhead,

    /// <summary>The step computes a little too much.</summary>
    StepDrifts,

    /// <summary>A piece advances every sequence by its whole length.</summary>
    ChunkIgnoresLengths,

    /// <summary>The state is kept in the layer.</summary>
    RemembersInTheLayer,

    /// <summary>Its own backward is off by a percent.</summary>
    WrongGradient,

    /// <summary>A parameter has no part in the result.</summary>
    IdleParameter,

    /// <summary>A tensor of every pass is kept.</summary>
    Leaks,

    /// <summary>A piece for training leaves a state without gradient.</summary>
    CutsGradients,

    /// <summary>The first row of a batch is treated otherwise.</summary>
    KnowsItsRow,
}
