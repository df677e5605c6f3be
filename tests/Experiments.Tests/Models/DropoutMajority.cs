using SerpentDsl.Specs;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Tests.Models;

/// <summary>Draws random numbers in training.</summary>
public sealed class DropoutMajority : MeanClassifier, IArchitecture
{
    private static readonly ClassifierHeadSpec s_head = new(8, 4, 24);

    public DropoutMajority()
        : base(nameof(DropoutMajority), s_head) => RegisterComponents();

    public static ArchitectureSpec Spec { get; } = Describe<DropoutMajority>(
        s_head,
        new RecipeSpec(typeof(MajorityTask), 2, 64, 0.05, 0.0, Schedule.Constant, 0, 0, 0.0, 0, false, null),
        () => new DropoutMajority());

    protected override Tensor Regularise(Tensor mean) => nn.functional.dropout(mean, 0.2, training);
}
