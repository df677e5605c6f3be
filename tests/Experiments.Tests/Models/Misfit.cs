using SerpentDsl.Specs;

namespace SerpentDsl.Experiments.Tests.Models;

/// <summary>Is too small for its task.</summary>
public sealed class Misfit : MeanClassifier, IArchitecture
{
    private static readonly ClassifierHeadSpec s_head = new(6, 3, 10);

    public Misfit()
        : base(nameof(Misfit), s_head) => RegisterComponents();

    public static ArchitectureSpec Spec { get; } = Describe<Misfit>(
        s_head,
        new RecipeSpec(typeof(MajorityTask), 1, 8, 0.01, 0, Schedule.Constant, 0, 0, 0, 0, false, null),
        () => new Misfit());
}
