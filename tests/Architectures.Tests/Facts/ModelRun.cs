using SerpentDsl.Native;
using SerpentDsl.Resampling;
using SerpentDsl.Specs;
using SerpentDsl.Ssm;
using static TorchSharp.torch;

namespace SerpentDsl.Architectures.Tests.Facts;

/// <summary>Runs a model of any head on random input.</summary>
internal static class ModelRun
{
    /// <summary>Runs the whole model on a full batch without padding.</summary>
    /// <returns>What it answers, owned by the caller.</returns>
    public static Tensor Forward(ISequenceModel model, HeadSpec head, long batch, long length)
    {
        switch (model)
        {
            case ISequenceClassifier classifier:
                {
                    using var tokens = Tokens(((ClassifierHeadSpec)head).Vocabulary, batch, length);
                    return classifier.forward(tokens, null);
                }

            case IPairClassifier pair:
                {
                    using var first = Tokens(((PairClassifierHeadSpec)head).Vocabulary, batch, length);
                    using var second = Tokens(((PairClassifierHeadSpec)head).Vocabulary, batch, length);
                    return pair.forward(first, null, second, null);
                }

            case ILanguageModel language:
                {
                    using var tokens = Tokens(((LanguageModelHeadSpec)head).Vocabulary, batch, length);
                    return language.forward(tokens, null);
                }

            case ISequenceRegressor regressor:
                {
                    using var values = randn(batch, length, ((RegressorHeadSpec)head).Inputs);
                    return regressor.forward(values, null);
                }

            default:
                throw new NotSupportedException($"Write down here how a model with the head {head.Kind} is run.");
        }
    }

    /// <summary>What one step of the streaming form reads, for one sequence.</summary>
    public static Tensor StepInput(HeadSpec head) => head switch
    {
        ClassifierHeadSpec classifier => randint(0, classifier.Vocabulary, [1], ScalarType.Int64),
        LanguageModelHeadSpec language => randint(0, language.Vocabulary, [1], ScalarType.Int64),
        RegressorHeadSpec regressor => randn(1, regressor.Inputs),
        _ => throw new NotSupportedException($"Write down here what a step of a model with the head {head.Kind} reads."),
    };

    /// <summary>Makes all positions active and intervals as long as they can be: then layers work on the most positions.</summary>
    public static void KeepAllPoints(nn.Module model)
    {
        using var noGradient = no_grad();
        foreach (var compression in model.modules().OfType<CompressionLayer>())
        {
            compression.get_parameter("b")!.fill_(Scalars.Of(30));
        }

        // The second output of a SeqBoat's map is the router's logit of an active position.
        foreach (var layer in model.modules().OfType<SeqBoat>())
        {
            layer.get_parameter("hx_proj.bias")!.narrow(0, 1, 1).fill_(Scalars.Of(30));
        }
    }

    private static Tensor Tokens(int vocabulary, long batch, long length) => randint(0, vocabulary, [batch, length], ScalarType.Int64);
}
