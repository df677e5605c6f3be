namespace SerpentDsl;

/// <summary>What SeRpEnt's intervals Δ depend on. The forms that learn nothing are controls of the learned one.</summary>
public enum Interval
{
    /// <summary>On the input, by trained parameters: Δ = ρ·σ(w·u + b).</summary>
    Learned,

    /// <summary>On nothing: all intervals keep the start of the learned ones, ρ·σ(<see cref="BranchAttribute.DeltaBias"/>).</summary>
    Uniform,

    /// <summary>
    /// On the position, by a seed that is drawn once for each layer and is a part of its checkpoint: uniform around ρ·σ(<see
    /// cref="BranchAttribute.DeltaBias"/>), as far as both 0 and ρ allow.
    /// </summary>
    Random,
}
