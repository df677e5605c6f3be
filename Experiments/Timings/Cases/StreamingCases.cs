using SerpentDsl.Architectures.LanguageModels;
using SerpentDsl.Specs;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Timings.Cases;

/// <summary>Steps of declared language models, from tokens to logits.</summary>
internal static class StreamingCases
{
    /// <summary>Number of steps per call; several, so that the fixed cost of a call is small in comparison.</summary>
    private const int Steps = 8;

    public static IEnumerable<BenchmarkCase> All =>
    [
        Stream(MambaWikiText103.Spec, 1),
        Stream(MambaWikiText103.Spec, 64),
        Stream(S4WikiText103.Spec, 1),
        Stream(S4WikiText103.Spec, 64),
        Stream(SerpentMambaWikiText103.Spec, 1),
        Stream(SerpentMambaWikiText103.Spec, 64),
    ];

    private static BenchmarkCase Stream(ArchitectureSpec spec, int batch) => new(
        $"stream {spec.Name} steps={Steps} B={batch}",
        owned =>
        {
            var model = owned.Own(spec.Create());
            model.Module.eval();
            var stream = (IStreamingModel)model;
            var state = owned.Own(stream.NewState(batch));
            var vocabulary = ((LanguageModelHeadSpec)spec.Head).Vocabulary;
            var (tokens, logits) = (randint(0, vocabulary, [batch], ScalarType.Int64), zeros(batch, vocabulary));
            return () =>
            {
                for (var step = 0; step < Steps; step++)
                {
                    stream.Step(tokens, state, logits);
                }
            };
        })
    {
        // A step reads the parameters once for all sequences, and reads and writes the state of each sequence.
        Work = new Work(
            (double)Steps * batch * spec.Facts.Streaming!.StepFlops,
            Steps * (spec.Facts.Streaming.StepBytes + (2.0 * (batch - 1) * spec.Facts.Streaming.StateBytes))),
        Tokens = Steps * batch,
        IsKernel = false,
    };
}
