using SerpentDsl.Specs;
using static TorchSharp.torch;

namespace SerpentDsl.Verification.Checks;

/// <summary>forward, Chunk at any split and Step compute the same function.</summary>
internal sealed class StreamingFormsCheck() : ModelCheck(
    "three forms agree", "forward against Chunk at several splits, Chunk with sequences that advance unequally, and Step", 1e-9)
{
    protected override string? WhyNotApplicable(ModelUnderTest model) => CausalObstacles.OfStreaming(model);

    protected override void Check(ModelUnderTest model)
    {
        using var noGradient = no_grad();
        var stream = model.Stream ?? throw new NotSupportedException(
            $"A causal model has a streaming form, but this one is no {nameof(IStreamingModel)}.");
        var input = model.Draw();
        var reference = new ForwardReference(model, input);
        foreach (var split in Splits(model.Length))
        {
            using var state = stream.NewState(model.Batch);
            var from = 0;
            foreach (var count in split)
            {
                using var scope = NewDisposeScope();
                var answers = stream.Chunk(input.Sequences[0].Values.narrow(1, from, count), null, state);
                Compare(
                    reference.After(from, count),
                    answers,
                    $"positions {from} to {from + count - 1} in pieces of {string.Join(", ", split)}");
                from += count;
            }
        }

        CheckSteps(model, stream, input, reference);
        CheckUnequal(model, stream, input, reference);
    }

    private void CheckSteps(ModelUnderTest model, IStreamingModel stream, ModelInput input, ForwardReference reference)
    {
        using var state = stream.NewState(model.Batch);
        for (var position = 0; position < model.Length; position++)
        {
            using var scope = NewDisposeScope();
            var answers = stream.Step(input.Sequences[0].Values.select(1, position), state);
            if (reference.KnowsAfter(position))
            {
                var expected = reference.After(position, 1);
                Compare(model.AnswersEverywhere ? expected.squeeze(1) : expected, answers, $"step {position}");
            }
        }
    }

    private void CheckUnequal(ModelUnderTest model, IStreamingModel stream, ModelInput input, ForwardReference reference)
    {
        using var state = stream.NewState(model.Batch);
        var values = input.Sequences[0].Values;
        var read = new long[model.Batch];
        var most = long.Max(1, model.Length / 2);
        for (var round = 0; read.Any(count => count < model.Length); round++)
        {
            using var scope = NewDisposeScope();
            var ends = new long[model.Batch];
            var piece = values.narrow(1, 0, most).clone();
            for (var row = 0; row < model.Batch; row++)
            {
                var wanted = ((round + row) % 3) switch { 0 => 0, 1 => most, _ => (most + 1) / 2 };
                ends[row] = long.Min(model.Length - read[row], wanted);
                if (ends[row] > 0)
                {
                    piece[row].narrow(0, 0, ends[row]).copy_(values[row].narrow(0, read[row], ends[row]));
                }
            }

            var answers = stream.Chunk(piece, tensor(ends), state);
            for (var row = 0; row < model.Batch; row++)
            {
                if (ends[row] > 0)
                {
                    var expected = reference.RowAfter(row, read[row], ends[row]);
                    var actual = model.AnswersEverywhere ? answers[row].narrow(0, 0, ends[row]) : answers[row];
                    Compare(expected, actual, $"sequence {row}, positions {read[row]} to {read[row] + ends[row] - 1}, in unequal pieces");
                }

                read[row] += ends[row];
            }
        }
    }

    private static IEnumerable<int[]> Splits(int length)
    {
        yield return [length];
        if (length >= 4)
        {
            yield return [1, length - 1];
            yield return [length / 2, 2, length - (length / 2) - 2];
        }
    }

    /// <summary>The outputs of the forward pass, to compare with.</summary>
    private sealed class ForwardReference(ModelUnderTest model, ModelInput input)
    {
        private readonly Tensor? _whole = model.AnswersEverywhere ? model.Forward(input) : null;

        /// <summary>
        /// Whether to compare after a position. With pooling every prefix needs its own forward pass, so only some positions are compared.
        /// </summary>
        public bool KnowsAfter(int position) => _whole is not null || position < 2 || position % 16 == 15 || position == model.Length - 1;

        /// <summary>The outputs at some positions, or with pooling the output after them.</summary>
        public Tensor After(long from, long count) => _whole?.narrow(1, from, count) ?? model.Forward(input.Prefix(from + count));

        /// <summary>The same for one sequence.</summary>
        public Tensor RowAfter(long row, long from, long count) =>
            _whole?[row].narrow(0, from, count) ?? model.Forward(input.Row(row, from + count)).squeeze(0);
    }
}
