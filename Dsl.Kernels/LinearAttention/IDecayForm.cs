namespace SerpentDsl.Kernels.LinearAttention;

/// <summary>How the decays of a walk are laid out; a constant of the compiled loop.</summary>
internal interface IDecayForm
{
    /// <summary>Whether each row of the state has its own decay.</summary>
    static abstract bool PerRow { get; }

    /// <summary>Whether each column of the state has its own decay. Neither: the whole state has one.</summary>
    static abstract bool PerColumn { get; }
}
