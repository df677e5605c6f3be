namespace SerpentDsl.Experiments.Tests.Verification;

/// <summary>A branch with <see cref="MeanRemover"/>.</summary>
[BranchLayer(typeof(MeanRemover))]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class MeanRemoverBranchAttribute : BranchAttribute;
