using SerpentDsl.Autograd;
using SerpentDsl.Tasks;
using SerpentDsl.Tasks.Batches;
using SerpentDsl.Tasks.Predictions;
using static TorchSharp.torch;

namespace Samples;

/// <summary>Trains a mood on a few sentences and keeps it in a folder, so that the sample needs no file.</summary>
internal static class MoodTraining
{
    private static readonly (string Text, int Label)[] s_sentences =
    [
        ("a lovely day with lovely people", 0), ("we laughed and sang all evening", 0), ("what a splendid idea", 0), ("I am so happy", 0),
        ("it rained and nobody came", 1), ("a dull and endless speech", 1), ("what a terrible mistake", 1), ("I am so tired of this", 1),
    ];

    /// <summary>Trains, and writes the folder.</summary>
    /// <param name="folder">The new folder.</param>
    /// <param name="steps">Number of steps.</param>
    public static void Train(string folder, int steps)
    {
        manual_seed(1);
        using var model = new Mood();
        var encoder = new ByteEncoder();
        using var optimizer = optim.AdamW(model.parameters(), lr: 5e-3);
        model.train();
        for (var step = 0; step < steps; step++)
        {
            using var scope = NewDisposeScope();
            using var batch = TokenBatch.Pack(
                [.. s_sentences.Select(row => (ReadOnlyMemory<ushort>)encoder.Encode(row.Text, Mood.Spec.Head.MaxLength))], CPU);
            var labels = tensor(s_sentences.Select(row => (long)row.Label).ToArray());
            var loss = nn.functional.cross_entropy(model.forward(batch.Tokens, batch.Lengths), labels);
            optimizer.zero_grad();
            BackwardPass.Run(loss);
            optimizer.step();
        }

        TrainedRun.Save(folder, model, encoder, labels: new LabelSet(["glad", "sad"]));
    }
}
