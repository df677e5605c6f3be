using SerpentDsl.Resampling;
using SerpentDsl.Specs;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Architectures.Tests;

public sealed class ShapeTests
{
    private const int Batch = 3;
    private const int Length = 50;

    public static TheoryData<string> Names => DeclaredArchitectures.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_layer_writes_the_shape_that_its_spec_states(string name)
    {
        var spec = DeclaredArchitectures.Find(name);
        using var model = spec.Create();
        var seen = Watch(model.Module);

        using (torch.no_grad())
        using (var lengths = tensor(new long[] { Length, 7, 31 }))
        {
            AssertAnswers(model, spec.Head, lengths);
        }

        Assert.All(spec.Layers, layer => AssertShape(layer, seen[layer.Name]));
    }

    private static void AssertAnswers(ISequenceModel model, HeadSpec head, Tensor lengths)
    {
        switch (head)
        {
            case ClassifierHeadSpec classifier:
                using (var tokens = Tokens(classifier.Vocabulary))
                using (var logits = ((ISequenceClassifier)model).forward(tokens, lengths))
                {
                    Assert.Equal([Batch, classifier.Classes], logits.shape);
                }

                break;
            case PairClassifierHeadSpec pair:
                using (var first = Tokens(pair.Vocabulary))
                using (var second = Tokens(pair.Vocabulary))
                using (var logits = ((IPairClassifier)model).forward(first, lengths, second, null))
                {
                    Assert.Equal([Batch, pair.Classes], logits.shape);
                }

                break;
            case LanguageModelHeadSpec language:
                using (var tokens = Tokens(language.Vocabulary))
                using (var logits = ((ILanguageModel)model).forward(tokens, lengths))
                {
                    Assert.Equal([Batch, Length, language.Vocabulary], logits.shape);
                }

                break;
            case RegressorHeadSpec regressor:
                using (var values = randn(Batch, Length, regressor.Inputs))
                using (var answers = ((ISequenceRegressor)model).forward(values, lengths))
                {
                    Assert.Equal([Batch, regressor.Outputs], answers.shape);
                }

                break;
            default:
                Assert.Fail($"No architecture of the tree had the head {head.Kind} before: say here what it answers.");
                break;
        }
    }

    private static Tensor Tokens(int vocabulary) => randint(1, vocabulary, [Batch, Length], ScalarType.Int64);

    private static Dictionary<string, long[]> Watch(nn.Module model)
    {
        Dictionary<string, long[]> seen = [];
        foreach (var (path, module) in model.named_modules())
        {
            switch (module)
            {
                case nn.Module<Tensor, Tensor> layer:
                    layer.register_forward_hook((_, _, output) => Note(path, output));
                    break;
                case nn.Module<Tensor, Tensor?, Tensor> layer:
                    layer.register_forward_hook((_, _, _, output) => Note(path, output));
                    break;
                case nn.Module<Tensor, Tensor?, CompressedSequence> layer:
                    layer.register_forward_hook((_, _, _, output) =>
                    {
                        Note(path, output.Features);
                        return output;
                    });
                    break;
            }
        }

        return seen;

        Tensor Note(string path, Tensor output)
        {
            seen[path] = output.shape;
            return output;
        }
    }

    /// <summary>B is the batch, L the length, K a number of resampled points; a number is itself.</summary>
    private static void AssertShape(LayerSpec layer, long[] actual)
    {
        var expected = layer.Output.Trim('[', ']').Split(", ");
        Assert.Equal(expected.Length, actual.Length);
        for (var dimension = 0; dimension < expected.Length; dimension++)
        {
            switch (expected[dimension])
            {
                case "B": Assert.Equal(Batch, actual[dimension]); break;
                case "2B": Assert.Equal(2 * Batch, actual[dimension]); break;
                case "L": Assert.Equal(Length, actual[dimension]); break;
                case "K": Assert.InRange(actual[dimension], 1, Length); break;
                case var size: Assert.Equal(size, actual[dimension].ToString()); break;
            }
        }
    }
}
