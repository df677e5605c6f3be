using SerpentDsl.Specs;

namespace SerpentDsl.Experiments.Tests.Models;

/// <summary>Fits its task, and has a quick form.</summary>
public sealed class MeanMajority : MeanClassifier, IArchitecture
{
    private static readonly ClassifierHeadSpec s_head = new(8, 4, 24);

    public MeanMajority()
        : base(nameof(MeanMajority), s_head) => RegisterComponents();

    public static ArchitectureSpec Spec { get; } = Describe<MeanMajority>(
        s_head,
        new RecipeSpec(typeof(MajorityTask), 4, 32, 0.02, 0.05, Schedule.Cosine, 10, 0, 1.0, 0, false, typeof(DropoutMajority)),
        () => new MeanMajority());
}
