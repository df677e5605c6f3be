using System.Diagnostics;
using SerpentDsl.Native;
using SerpentDsl.Tasks;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Theory.StateTracking;

/// <summary>
/// How many blocks does a model need to multiply elements of A5 (<i>Theoretical Foundations of Deep Selective State-Space Models</i>, arXiv
/// 2402.19047, section 6)? A length is solved when more than nine tenths of all positions are right, on sequences that were not trained on.
/// Sequences of length 2, of which none is held out, are mixed into every step.
/// </summary>
internal sealed class TrackingExperiment
{
    /// <summary>Share of right answers above which a length counts as solved.</summary>
    public const double Solved = 0.9;

    private const int Measured = 1_000;
    private const int StepsBetween = 250;
    private const int WarmUp = 100;
    private const double WeightDecay = 0.01;
    private const double LargestGradient = 1;
    private const ulong TrainingStream = 1;
    private const ulong MeasuredStream = 2;

    private readonly TrackingSettings _settings;
    private readonly long _seed;
    private readonly CancellationToken _cancellation;

    private TrackingExperiment(TrackingSettings settings, long seed, CancellationToken cancellation)
    {
        _settings = settings;
        _seed = seed;
        _cancellation = cancellation;
    }

    /// <summary>Runs all models on all lengths, each as it is asked for.</summary>
    /// <param name="settings">The sizes.</param>
    /// <param name="seed">Seed of sequences and parameters.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    public static IEnumerable<TrackingRow> Run(TrackingSettings settings, long seed, CancellationToken cancellation)
    {
        var experiment = new TrackingExperiment(settings, seed, cancellation);
        foreach (var model in TrackingModel.All)
        {
            foreach (var length in settings.Lengths)
            {
                yield return experiment.Row(model, length);
            }
        }
    }

    private TrackingRow Row(TrackingModel model, int length)
    {
        var watch = Stopwatch.StartNew();
        var accuracies = new List<double>();
        using var scope = NewDisposeScope();
        var draws = new Xoshiro256((ulong)_seed, MeasuredStream);
        var held = WordProblem.Draw(Measured, length, heldOut: true, ref draws);
        if (model.Layer is not { } layer)
        {
            accuracies.Add(ShareOfRight(PermutationOracle.Answer(held.Elements), held.Products));
        }
        else
        {
            for (var blocks = 1; blocks <= _settings.MostBlocks && (accuracies.Count == 0 || accuracies[^1] <= Solved); blocks++)
            {
                accuracies.Add(Train(layer, blocks, length, held));
            }
        }

        var (inPaper, published) = model.PublishedFor(length);
        return new TrackingRow(
            model.Name,
            length,
            accuracies[^1] > Solved ? accuracies.Count : null,
            accuracies,
            published,
            inPaper,
            watch.Elapsed.TotalSeconds);
    }

    private double Train(StackLayer layer, int blocks, int length, WordProblem held)
    {
        random.manual_seed(_seed);
        var states = layer == StackLayer.LinearCde ? _settings.CdeStates : _settings.States;
        using var stack = new TrackingStack(layer, blocks, _settings.Width, states);
        using var optimizer = optim.AdamW(stack.parameters(), _settings.LearningRate, weight_decay: WeightDecay);
        var draws = new Xoshiro256((ulong)_seed, TrainingStream);
        double best = 0;
        for (var step = 1; step <= _settings.Steps && best <= Solved; step++)
        {
            _cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            foreach (var group in optimizer.ParamGroups)
            {
                group.LearningRate = _settings.LearningRate * Math.Min(1, (double)step / WarmUp);
            }

            stack.zero_grad();
            Loss(stack, WordProblem.Draw(_settings.Batch, length, heldOut: false, ref draws))
                .Plus(Loss(stack, WordProblem.Draw(_settings.Batch, 2, heldOut: null, ref draws))).backward();
            nn.utils.clip_grad_norm_(stack.parameters(), LargestGradient);
            optimizer.step();
            if (step % StepsBetween == 0 || step == _settings.Steps)
            {
                using var noGradient = no_grad();
                best = Math.Max(best, ShareOfRight(stack.forward(held.Elements).argmax(-1), held.Products));
            }
        }

        return best;
    }

    private static Tensor Loss(TrackingStack stack, WordProblem problem) =>
        nn.functional.cross_entropy(stack.forward(problem.Elements).flatten(0, 1), problem.Products.flatten());

    private static double ShareOfRight(Tensor answers, Tensor products) =>
        answers.eq(products).to(ScalarType.Float64).mean().item<double>();
}
