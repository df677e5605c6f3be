using SerpentDsl.Specs;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Tests.Models;

/// <summary>Fits its task, and has a quick form.</summary>
public sealed class MeanMajority : MeanClassifier, IArchitecture
{
    private static readonly ClassifierHeadSpec s_head = new(8, 4, 24);

    public MeanMajority()
        : base(nameof(MeanMajority), s_head) => RegisterComponents();

    public static ArchitectureSpec Spec { get; } = Describe<MeanMajority>(
        s_head,
        new RecipeSpec(typeof(MajorityTask), 4, 32, 0.02, 0.05, Schedule.Cosine, 10, 0, 1.0, 0, typeof(DropoutMajority)),
        () => new MeanMajority());
}

/// <summary>Draws random numbers in training.</summary>
public sealed class DropoutMajority : MeanClassifier, IArchitecture
{
    private static readonly ClassifierHeadSpec s_head = new(8, 4, 24);

    public DropoutMajority()
        : base(nameof(DropoutMajority), s_head) => RegisterComponents();

    public static ArchitectureSpec Spec { get; } = Describe<DropoutMajority>(
        s_head,
        new RecipeSpec(typeof(MajorityTask), 2, 64, 0.05, 0.0, Schedule.Constant, 0, 0, 0.0, 0, null),
        () => new DropoutMajority());

    protected override Tensor Regularise(Tensor mean) => nn.functional.dropout(mean, 0.2, training);
}

/// <summary>Has nothing to be trained on.</summary>
public sealed class WithoutRecipe : MeanClassifier, IArchitecture
{
    private static readonly ClassifierHeadSpec s_head = new(8, 4, 24);

    public WithoutRecipe()
        : base(nameof(WithoutRecipe), s_head) => RegisterComponents();

    public static ArchitectureSpec Spec { get; } = Describe<WithoutRecipe>(s_head, null, () => new WithoutRecipe());
}

/// <summary>Is too small for its task.</summary>
public sealed class Misfit : MeanClassifier, IArchitecture
{
    private static readonly ClassifierHeadSpec s_head = new(6, 3, 10);

    public Misfit()
        : base(nameof(Misfit), s_head) => RegisterComponents();

    public static ArchitectureSpec Spec { get; } = Describe<Misfit>(
        s_head,
        new RecipeSpec(typeof(MajorityTask), 1, 8, 0.01, 0, Schedule.Constant, 0, 0, 0, 0, null),
        () => new Misfit());
}
