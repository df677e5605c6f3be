using SerpentDsl.Specs;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Tests.Models;

/// <summary><see cref="TinyBatchNorm"/>, which may get stuck when it is made, in a pass, or at the end of one in training.</summary>
public sealed class StuckModel : nn.Module<Tensor, Tensor>, ISequenceClassifier, IArchitecture
{
    private const int StuckPass = 25;

    private readonly TinyBatchNorm inner;
    private int _passes;

    public StuckModel()
        : base(nameof(StuckModel))
    {
        StuckWork.At("create");
        inner = new TinyBatchNorm();
        RegisterComponents();
    }

    public static ArchitectureSpec Spec { get; } = TinyBatchNorm.Spec with
    {
        Name = nameof(StuckModel),
        FullName = typeof(StuckModel).FullName!,
        Recipe = TinyBatchNorm.Spec.Recipe! with { Task = typeof(StuckTask) },
        Create = () => new StuckModel(),
    };

    public nn.Module Module => this;

    public override Tensor forward(Tensor tokens) => forward(tokens, null);

    public Tensor forward(Tensor tokens, Tensor? lengths)
    {
        StuckWork.At("pass");
        if (!training)
        {
            StuckWork.At("evaluate");
        }

        var logits = inner.forward(tokens, lengths);
        if (training && ++_passes == StuckPass)
        {
            StuckWork.At("step");
        }

        return logits;
    }
}
