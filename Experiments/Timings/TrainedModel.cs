using SerpentDsl.Autograd;
using SerpentDsl.Functions;
using SerpentDsl.Optimizers;
using SerpentDsl.Specs;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Timings;

/// <summary>A model in training mode with its optimizer, trained on random tokens.</summary>
internal sealed class TrainedModel : IDisposable
{
    private const double LearningRate = 1e-4, WeightDecay = 0.05, GradientClip = 1;

    private readonly ArchitectureSpec _spec;
    private readonly ISequenceModel _model;
    private readonly IReadOnlyList<OptimizerGroup> _groups;
    private readonly Parameter[] _parameters;
    private readonly AdamW _optimizer;

    public TrainedModel(ArchitectureSpec spec)
    {
        _spec = spec;
        _model = spec.Create();
        _model.Module.train();
        _groups = OptimizerGroup.Of(_model.Module, LearningRate, WeightDecay);
        _parameters = [.. _groups.SelectMany(group => group.Parameters).Select(member => member.Parameter)];
        _optimizer = OptimizerGroup.AdamW(_groups, LearningRate);
    }

    /// <summary>Random tokens and targets.</summary>
    public (Tensor Input, Tensor Targets) Batch(long batch, long length) => _spec.Head switch
    {
        ClassifierHeadSpec head =>
            (randint(1, head.Vocabulary, [batch, length], ScalarType.Int64), randint(0, head.Classes, [batch], ScalarType.Int64)),
        LanguageModelHeadSpec head => (
            randint(0, head.Vocabulary, [batch, length], ScalarType.Int64),
            randint(0, head.Vocabulary, [batch * length], ScalarType.Int64)),
        _ => throw new NotSupportedException($"TrainedModel has no random batch for the head {_spec.Head.Kind}; add a case for this head."),
    };

    /// <summary>The model as a module.</summary>
    public nn.Module Module => _model.Module;

    /// <summary>Whether models with a head can be trained here.</summary>
    public static bool Reads(HeadSpec head) => head is ClassifierHeadSpec or LanguageModelHeadSpec;

    /// <summary>Computes the loss of a batch and its gradient.</summary>
    public void Backward(Tensor input, Tensor targets)
    {
        using var scope = NewDisposeScope();
        ZeroGradients();
        BackwardPass.Run(Loss(input, targets));
    }

    /// <summary>Sets the gradients to zero.</summary>
    public void ZeroGradients() => OptimizerGroup.ZeroGradients(_groups);

    /// <summary>The loss of a batch, with its graph.</summary>
    public Tensor Loss(Tensor input, Tensor targets)
    {
        var logits = _model switch
        {
            ISequenceClassifier classifier => classifier.forward(input, null),
            ILanguageModel language => language.forward(input, null).flatten(0, 1),
            _ => throw new NotSupportedException($"TrainedModel has no loss for a {_model.GetType().Name}; add a case for this class."),
        };
        return nn.functional.cross_entropy(logits, targets);
    }

    /// <summary>Clips the gradient and takes a step.</summary>
    public void Update()
    {
        FusedGradientClip.Apply(_parameters, GradientClip);
        FusedAdamW.Step(_optimizer);
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _model.Dispose();
    }
}
