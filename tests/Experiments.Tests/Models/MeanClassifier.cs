using SerpentDsl.Native;
using SerpentDsl.Specs;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Tests.Models;

/// <summary>The smallest honest classifier: embedding, mean over the true length, one linear layer. Written by hand.</summary>
public abstract class MeanClassifier : nn.Module<Tensor, Tensor>, ISequenceClassifier
{
    protected readonly Embedding embedding;
    protected readonly Linear head;

    protected MeanClassifier(string name, ClassifierHeadSpec spec)
        : base(name)
    {
        embedding = nn.Embedding(spec.Vocabulary, Features);
        head = nn.Linear(Features, spec.Classes);
    }

    protected const int Features = 16;

    public nn.Module Module => this;

    public override Tensor forward(Tensor tokens) => forward(tokens, null);

    public Tensor forward(Tensor tokens, Tensor? lengths)
    {
        using var scope = NewDisposeScope();
        var embedded = embedding.forward(tokens);
        Tensor mean;
        if (lengths is null)
        {
            mean = embedded.mean([1]);
        }
        else
        {
            var valid = TensorRange.Of(tokens.shape[1], device: tokens.device)
                .unsqueeze(0)
                .lt(lengths.unsqueeze(1))
                .unsqueeze(2)
                .to(ScalarType.Float32);
            mean = (embedded * valid).sum(1) / lengths.unsqueeze(1).to(ScalarType.Float32);
        }

        return head.forward(Regularise(mean)).MoveToOuterDisposeScope();
    }

    /// <summary>What happens between mean and head.</summary>
    protected virtual Tensor Regularise(Tensor mean) => mean;

    protected static ArchitectureSpec Describe<T>(ClassifierHeadSpec head, RecipeSpec? recipe, Func<ISequenceModel> create)
        where T : IArchitecture => new(
            typeof(T).Name,
            typeof(T).FullName!,
            head,
            Causal: false,
            (head.Vocabulary * Features) + ((Features + 1) * head.Classes),
            [
                new LayerSpec("embedding", "Embedding", "[B, L]", $"[B, L, {Features}]", head.Vocabulary * Features, 0),
                new LayerSpec(
                    "head",
                    "Linear",
                    $"[B, {Features}]",
                    $"[B, {head.Classes}]",
                    (Features + 1) * head.Classes,
                    2 * Features * head.Classes),
            ],
            recipe,
            create);
}
