using SerpentDsl.Autograd;
using SerpentDsl.Tasks;
using SerpentDsl.Tasks.Predictions;
using static TorchSharp.torch;

namespace Samples;

/// <summary>Teaches a talker a few answers and keeps it in a folder, so that the sample needs no file.</summary>
internal static class TalkerTraining
{
    private const string Text = """

        you: hello
        snake: hello, I am a snake.
        you: what do you do
        snake: I read long lines in short steps.
        you: what do you keep
        snake: I keep what matters.
        """;

    /// <summary>Trains, and writes the folder.</summary>
    /// <param name="folder">The new folder.</param>
    /// <param name="steps">Number of steps.</param>
    public static void Train(string folder, int steps)
    {
        manual_seed(1);
        using var model = new Talker();
        var text = Text.ReplaceLineEndings("\n");
        var tokenizer = new CharacterTokenizer(string.Concat(text.Distinct().Order()));
        long[] tokens = [.. tokenizer.Encode(text + text).Select(token => (long)token)];
        var random = new Random(1);
        using var optimizer = optim.AdamW(model.parameters(), lr: 5e-3);
        model.train();
        for (var step = 0; step < steps; step++)
        {
            using var scope = NewDisposeScope();
            const int Batch = 8, Length = 96;
            long[] pieces = [.. Enumerable.Range(0, Batch).SelectMany(_ => tokens.AsSpan(random.Next(text.Length), Length + 1).ToArray())];
            var rows = tensor(pieces, [Batch, Length + 1]);
            var logits = model.forward(rows.narrow(1, 0, Length), null);
            var loss = nn.functional.cross_entropy(logits.flatten(0, 1), rows.narrow(1, 1, Length).flatten());
            optimizer.zero_grad();
            BackwardPass.Run(loss);
            optimizer.step();
        }

        TrainedRun.Save(folder, model, tokenizer: tokenizer);
    }
}
