using System.Diagnostics;
using SerpentDsl.Tasks;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Theory.Signatures;

/// <summary>
/// Can a model compute a term of the signature of its input path? A random linear CDE with a fitted read-out is compared with trained
/// stacks of S4 and Mamba (<i>Theoretical Foundations of Deep Selective State-Space Models</i>, arXiv 2402.19047, section 6).
/// </summary>
internal sealed class SignatureExperiment
{
    private const int Batch = 32;
    private const int Block = 500;

    private readonly SignatureSettings _settings;
    private readonly long _seed;
    private readonly CancellationToken _cancellation;

    private SignatureExperiment(SignatureSettings settings, long seed, CancellationToken cancellation)
    {
        _settings = settings;
        _seed = seed;
        _cancellation = cancellation;
    }

    /// <summary>Runs all models, each as it is asked for.</summary>
    /// <param name="settings">The sizes.</param>
    /// <param name="seed">Seed of paths and parameters.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    /// <param name="models">The models; null: all.</param>
    public static IEnumerable<SignatureRow> Run(
        SignatureSettings settings, long seed, CancellationToken cancellation, IReadOnlyList<SignatureModel>? models = null)
    {
        var experiment = new SignatureExperiment(settings, seed, cancellation);
        foreach (var dimensions in new[] { 2, 3 })
        {
            using var paths = PathSet.Draw(dimensions, settings.Paths, settings.Length, (ulong)seed);
            var mean = experiment.ErrorOfMean(paths);
            foreach (var model in models ?? SignatureModel.All)
            {
                var watch = Stopwatch.StartNew();
                var error = model.Name == SignatureModel.Mean ? mean
                    : model.Depth == 0 ? experiment.ErrorOfCde(paths, dimensions)
                    : experiment.ErrorOfStack(model, paths, dimensions);
                var published = dimensions == 2 ? model.Area : model.Volume;
                yield return new SignatureRow(
                    model.Name, dimensions, error, error / mean, published?.Low, published?.High, watch.Elapsed.TotalSeconds);
            }
        }
    }

    private double ErrorOfMean(PathSet paths)
    {
        using var scope = NewDisposeScope();
        return RootOfMean(Measured(paths.Labels) - paths.Labels.narrow(0, 0, _settings.Trained).mean());
    }

    private double ErrorOfCde(PathSet paths, int dimensions)
    {
        using var cde = new RandomLinearCde(dimensions, _settings.CdeStates, _seed);
        using var scope = NewDisposeScope();
        var answers = LinearReadOut.Answer(
            ByBlocks(paths.Paths.narrow(0, 0, _settings.Fitted), cde.LastStates),
            paths.Labels.narrow(0, 0, _settings.Fitted),
            ByBlocks(Measured(paths.Paths), cde.LastStates));
        return RootOfMean(answers - Measured(paths.Labels));
    }

    private double ErrorOfStack(SignatureModel model, PathSet paths, int dimensions)
    {
        random.manual_seed(_seed);
        using var all = NewDisposeScope();
        Tensor inputs = paths.Paths.to(ScalarType.Float32), labels = paths.Labels.to(ScalarType.Float32);
        using var stack = new PathStack(model.Layer!.Value, model.Depth, model.Gated, dimensions, _settings.Width, _settings.States);
        using var optimizer = optim.Adam(stack.parameters(), _settings.LearningRate);
        var draws = new Xoshiro256((ulong)_seed, ulong.MaxValue);
        var rows = new long[Batch];
        for (var step = 0; step < _settings.Steps; step++)
        {
            _cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            if (_settings.Decays)
            {
                foreach (var group in optimizer.ParamGroups)
                {
                    group.LearningRate = _settings.LearningRate * (1 + Math.Cos(Math.PI * step / _settings.Steps)) / 2;
                }
            }

            foreach (ref var row in rows.AsSpan())
            {
                row = draws.NextBelow(_settings.Trained);
            }

            var chosen = tensor(rows);
            stack.zero_grad();
            nn.functional.mse_loss(stack.forward(inputs.index_select(0, chosen)), labels.index_select(0, chosen)).backward();
            optimizer.step();
        }

        using var noGradient = no_grad();
        return RootOfMean(ByBlocks(Measured(inputs), stack.forward) - Measured(labels));
    }

    /// <summary>The rows that errors are measured on.</summary>
    private Tensor Measured(Tensor rows) => rows.narrow(0, _settings.Trained, _settings.Measured);

    private Tensor ByBlocks(Tensor rows, Func<Tensor, Tensor> compute)
    {
        var results = new List<Tensor>();
        for (long start = 0; start < rows.shape[0]; start += Block)
        {
            _cancellation.ThrowIfCancellationRequested();
            results.Add(compute(rows.narrow(0, start, Math.Min(Block, rows.shape[0] - start))));
        }

        return cat([.. results], 0);
    }

    private static double RootOfMean(Tensor differences) =>
        Math.Sqrt((differences * differences).mean().to(ScalarType.Float64).item<double>());
}
