using System.Text;
using SerpentDsl.Autograd;
using static TorchSharp.torch;

namespace Samples;

/// <summary>Teaches a writer a few lines, so that the sample needs no file.</summary>
internal static class WriterTraining
{
    private const string Text = """
        The snake reads every word of the line. The snake keeps what matters and forgets the rest.
        A long line is read in short steps. Each step costs the same, however long the line has become.

        """;

    /// <summary>Trains on pieces of the text.</summary>
    /// <param name="model">The model; left in evaluation mode.</param>
    /// <param name="steps">Number of steps.</param>
    public static void Train(Writer model, int steps)
    {
        var bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Text, 2))).Select(value => (long)value).ToArray();
        var random = new Random(1);
        using var optimizer = optim.AdamW(model.parameters(), lr: 5e-3);
        model.train();
        for (var step = 0; step < steps; step++)
        {
            using var scope = NewDisposeScope();
            const int Batch = 8, Length = 96;
            long[] pieces = [.. Enumerable.Range(0, Batch).SelectMany(_ => bytes.AsSpan(random.Next(Text.Length), Length + 1).ToArray())];
            var rows = tensor(pieces, [Batch, Length + 1]);
            var logits = model.forward(rows.narrow(1, 0, Length), null);
            var loss = nn.functional.cross_entropy(logits.flatten(0, 1), rows.narrow(1, 1, Length).flatten());
            optimizer.zero_grad();
            BackwardPass.Run(loss);
            optimizer.step();
        }

        model.eval();
    }
}
