using SerpentDsl.Functions;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Layers;

/// <summary>
/// A language model's projection to its vocabulary by the table that also embeds its tokens. It has no parameters of its own.
/// </summary>
public sealed class TiedProjection : nn.Module<Tensor, Tensor, Tensor>
{
    private const double Deviation = 0.02;

    /// <summary>Makes the layer.</summary>
    public TiedProjection()
        : base(nameof(TiedProjection)) => RegisterComponents();

    /// <summary>
    /// An embedding whose table can also serve as the projection: drawn with a standard deviation of 0.02, as in GPT-2 and Mamba. With the
    /// usual deviation of 1 the first logits would be as large as the root of the width.
    /// </summary>
    /// <param name="vocabulary">Rows of the table.</param>
    /// <param name="features">Width of the model.</param>
    public static Embedding Embedding(long vocabulary, long features)
    {
        var embedding = nn.Embedding(vocabulary, features);
        nn.init.normal_(embedding.weight!, 0, Deviation);
        return embedding;
    }

    /// <summary>Projects every position.</summary>
    /// <param name="x">Features, <c>[batch, …, features]</c>.</param>
    /// <param name="table">The embedding table, <c>[vocabulary, features]</c>.</param>
    /// <returns>Logits, <c>[batch, …, vocabulary]</c>, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public override Tensor forward(Tensor x, Tensor table)
    {
        if (table.dim() != 2)
        {
            throw new ArgumentException($"An embedding table is [vocabulary, features], not {SequenceShape.Text(table)}.", nameof(table));
        }

        SequenceShape.CheckFeatures(nameof(TiedProjection), x, table.shape[1]);
        return nn.functional.linear(x, table);
    }

    /// <summary>Projects one position of every sequence, and writes the result to memory of the caller.</summary>
    /// <param name="x">Features, <c>[batch, features]</c>.</param>
    /// <param name="table">The embedding table, <c>[vocabulary, features]</c>.</param>
    /// <param name="output">Logits, <c>[batch, vocabulary]</c>; written to.</param>
    /// <returns>The output.</returns>
    /// <exception cref="ArgumentException">A shape or type does not fit.</exception>
    public Tensor Step(Tensor x, Tensor table, Tensor output)
    {
        if (!FusedProjection.TryRun(table, null, x, output))
        {
            using var noGradient = no_grad();
            using var result = forward(x, table);
            StepOutput.Fill(nameof(TiedProjection), output, result);
        }

        return output;
    }
}
