using SerpentDsl.Layers;
using SerpentDsl.Specs;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Verification;

/// <summary>A model in float64 and the batches it is given, whatever its head.</summary>
internal sealed class ModelUnderTest : IDisposable
{
    private readonly ISequenceModel _model;

    /// <summary>Makes the model with parameters drawn from torch's default generator.</summary>
    public ModelUnderTest(ArchitectureSpec spec, int batch, int length, int seed)
    {
        Spec = spec;
        Batch = batch;
        Length = length;
        Seed = seed;
        _model = spec.Create();
        _model.Module.to(ScalarType.Float64);
        _model.Module.eval();
    }

    public ArchitectureSpec Spec { get; }

    public int Batch { get; }

    public int Length { get; }

    public int Seed { get; }

    public nn.Module Module => _model.Module;

    /// <summary>The model with the interface of its head.</summary>
    public ISequenceModel Model => _model;

    /// <summary>The streaming form, if it has one.</summary>
    public IStreamingModel? Stream => _model as IStreamingModel;

    /// <summary>Whether the model answers at every position, and not once for a sequence.</summary>
    public bool AnswersEverywhere => Spec.Head is LanguageModelHeadSpec or RegressorHeadSpec { Pooling: Pooling.None };

    /// <summary>
    /// Training mode without dropout: two passes would drop different features, even with the same seed, because another thread may draw
    /// from torch's default generator.
    /// </summary>
    public void TrainWithoutDropping()
    {
        Module.train();
        foreach (var dropout in Module.modules().Where(module => module is Dropout or SequenceDropout))
        {
            dropout.eval();
        }
    }

    /// <summary>A random batch, all of one length.</summary>
    /// <param name="length">Its length; null: the usual one.</param>
    public ModelInput Draw(int? length = null) =>
        new([.. Enumerable.Range(0, _model is IPairClassifier ? 2 : 1).Select(_ => (DrawValues(length ?? Length), (Tensor?)null))]);

    /// <summary>The same batch with other values at padded positions.</summary>
    public ModelInput WithOtherPadding(ModelInput input) =>
        new(
            [
                .. input.Sequences.Select(
                    sequence => (Mix(sequence.Values, sequence.Lengths, DrawValues((int)sequence.Values.shape[1])), sequence.Lengths))
            ]);

    /// <summary>The model's answers, <c>[batch, …]</c> or <c>[batch, length, …]</c>.</summary>
    public Tensor Forward(ModelInput input) => _model switch
    {
        IPairClassifier pair => pair.forward(
            input.Sequences[0].Values, input.Sequences[0].Lengths, input.Sequences[1].Values, input.Sequences[1].Lengths),
        ILanguageModel language => language.forward(input.Sequences[0].Values, input.Sequences[0].Lengths),
        ISequenceClassifier classifier => classifier.forward(input.Sequences[0].Values, input.Sequences[0].Lengths),
        ISequenceRegressor regressor => regressor.forward(input.Sequences[0].Values, input.Sequences[0].Lengths),
        _ => throw new NotSupportedException($"{Spec.Name} has none of the known heads."),
    };

    /// <summary>The model's outputs at every position, or the output of its last block if it pools.</summary>
    /// <returns><c>[batch, length, …]</c>; null when the model pools and has no blocks.</returns>
    public Tensor? ForwardPositions(ModelInput input)
    {
        if (AnswersEverywhere)
        {
            return Forward(input);
        }

        var last = Module.named_modules()
            .Where(entry => entry.name.StartsWith("blocks.", StringComparison.Ordinal) && entry.name.Count(letter => letter == '.') == 1)
            .Select(entry => entry.module)
            .OfType<nn.Module<Tensor, Tensor?, Tensor>>()
            .LastOrDefault();
        if (last is null)
        {
            return null;
        }

        Tensor? seen = null;
        var hook = last.register_forward_hook((_, _, _, output) =>
        {
            // The model disposes its own module.
            seen = output.alias().DetachFromDisposeScope();
            return output;
        });
        try
        {
            Forward(input).Dispose();
        }
        finally
        {
            hook.remove();
        }

        return seen;
    }

    /// <summary>The outputs at every position as a function of the inputs: vectors, or the embeddings of the tokens.</summary>
    /// <returns>The inputs, a leaf that requires gradients, and the outputs; null if the model has no such point.</returns>
    public (Tensor Inputs, Tensor Outputs)? ForwardFromLeaf(ModelInput input)
    {
        if (Spec.Head is RegressorHeadSpec)
        {
            var leaf = input.Sequences[0].Values.detach().clone().requires_grad_(true);
            return ForwardPositions(new ModelInput([(leaf, input.Sequences[0].Lengths)])) is { } mapped ? (leaf, mapped) : null;
        }

        if (Module.named_modules().FirstOrDefault(entry => entry.name == "embedding").module is not nn.Module<Tensor, Tensor> embedding)
        {
            return null;
        }

        Tensor? embedded = null;
        var hook = embedding.register_forward_hook((_, _, output) =>
        {
            embedded = output.detach().clone().requires_grad_(true).DetachFromDisposeScope();
            return embedded.alias();
        });
        try
        {
            return ForwardPositions(input) is { } outputs ? (embedded!, outputs) : null;
        }
        finally
        {
            hook.remove();
        }
    }

    public void Dispose() => _model.Dispose();

    private Tensor DrawValues(int length) => Spec.Head switch
    {
        RegressorHeadSpec head => randn([Batch, length, head.Inputs], ScalarType.Float64),
        LanguageModelHeadSpec head => Tokens(head.Vocabulary, length),
        ClassifierHeadSpec head => Tokens(head.Vocabulary, length),
        PairClassifierHeadSpec head => Tokens(head.Vocabulary, length),
        var head => throw new NotSupportedException($"{Spec.Name} has the head {head.Kind}, which the verifier does not know."),
    };

    private Tensor Tokens(int vocabulary, int length) => randint(0, vocabulary, [Batch, length], ScalarType.Int64);

    private static Tensor Mix(Tensor values, Tensor? lengths, Tensor others)
    {
        if (lengths is null)
        {
            return values;
        }

        var valid = Layers.SequenceMask.Of(lengths, values.shape[1]);
        return where(values.dim() == 3 ? valid.unsqueeze(2) : valid, values, others);
    }
}
