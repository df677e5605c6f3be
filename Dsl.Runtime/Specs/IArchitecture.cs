namespace SerpentDsl.Specs;

/// <summary>A generated model class; the runner finds architectures by it.</summary>
public interface IArchitecture
{
    /// <summary>What is known about it at compile time.</summary>
    static abstract ArchitectureSpec Spec { get; }
}
