using SerpentDsl.Architectures.Lra;
using SerpentDsl.Layers;
using SerpentDsl.Specs;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.TrainingMemory;

/// <summary>
/// <see cref="SerpentS4ListOps"/> written by hand, with the parameter names of the generated model, so that both can be compared.
/// </summary>
internal sealed class HandWrittenModel : nn.Module<Tensor, Tensor?, Tensor>, ISequenceClassifier
{
    private readonly Embedding embedding;
    private readonly ModuleList<HandWrittenBlock> blocks;
    private readonly SequenceBatchNorm final_norm;
    private readonly Linear head;

    private readonly Func<HandWrittenModel, Tensor, Tensor?, Tensor> _read;

    private HandWrittenModel(Func<HandWrittenBlock> newBlock, Func<HandWrittenModel, Tensor, Tensor?, Tensor> read)
        : base(nameof(HandWrittenModel))
    {
        _read = read;
        embedding = nn.Embedding(SerpentS4ListOps.Shapes.Vocabulary, SerpentS4ListOps.Shapes.Features);
        blocks = new ModuleList<HandWrittenBlock>([.. Enumerable.Range(0, SerpentS4ListOps.Shapes.Depth).Select(_ => newBlock())]);
        final_norm = new SequenceBatchNorm(SerpentS4ListOps.Shapes.Features);
        head = nn.Linear(SerpentS4ListOps.Shapes.Features, SerpentS4ListOps.Shapes.Classes);
        RegisterComponents();
    }

    public nn.Module Module => this;

    /// <summary>The model without dispose scopes of its own.</summary>
    public static HandWrittenModel Usual() => new(() => new UsualBlock(), (model, tokens, lengths) => model.Read(tokens, lengths));

    /// <summary>The model with a dispose scope in every forward pass.</summary>
    public static HandWrittenModel Scoped() => new(
        () => new ScopedBlock(),
        (model, tokens, lengths) =>
        {
            using var scope = NewDisposeScope();
            return model.Read(tokens, lengths).MoveToOuterDisposeScope();
        });

    /// <summary>The model that disposes every temporary tensor after its last use.</summary>
    public static HandWrittenModel LastUse() =>
        new(() => new LastUseBlock(), (model, tokens, lengths) => model.ReadAndDispose(tokens, lengths));

    public override Tensor forward(Tensor tokens, Tensor? lengths)
    {
        SequenceInput.Check(tokens, lengths, SerpentS4ListOps.Shapes.Vocabulary, SerpentS4ListOps.Shapes.MaxLength);
        return _read(this, tokens, lengths);
    }

    private Tensor Read(Tensor tokens, Tensor? lengths)
    {
        var states = embedding.call(tokens);
        foreach (var block in blocks)
        {
            states = block.call(states, lengths);
        }

        return head.call(SequencePooling.Mean(final_norm.call(states, lengths), lengths));
    }

    private Tensor ReadAndDispose(Tensor tokens, Tensor? lengths)
    {
        var states = embedding.call(tokens);
        foreach (var block in blocks)
        {
            using var read = states;
            states = block.call(read, lengths);
        }

        using var last = states;
        using var normed = final_norm.call(last, lengths);
        using var pooled = SequencePooling.Mean(normed, lengths);
        return head.call(pooled);
    }
}
