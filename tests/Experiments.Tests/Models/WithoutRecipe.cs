using SerpentDsl.Specs;

namespace SerpentDsl.Experiments.Tests.Models;

/// <summary>Has nothing to be trained on.</summary>
public sealed class WithoutRecipe : MeanClassifier, IArchitecture
{
    private static readonly ClassifierHeadSpec s_head = new(8, 4, 24);

    public WithoutRecipe()
        : base(nameof(WithoutRecipe), s_head) => RegisterComponents();

    public static ArchitectureSpec Spec { get; } = Describe<WithoutRecipe>(s_head, null, () => new WithoutRecipe());
}
