using System.Globalization;
using System.Text.RegularExpressions;
using SerpentDsl.Autograd;
using SerpentDsl.Resampling;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Verification.Checks;

/// <summary>Every parameter has a gradient, and it is right.</summary>
/// <remarks>
/// Some parameters act only in longer sequences (a strongly compressing branch emits its first point late), so the sequences grow until all
/// are reached. Resampling is piecewise smooth: of several finite differences the best one counts, because the others may include a jump.
/// Intervals are not rounded to ticks during this check, because rounding would make the loss a step function.
/// </remarks>
internal sealed partial class GradientCheck(int samples) : ModelCheck(
    "gradients", "every parameter gets one; sampled coordinates against central differences, relative to the parameter's largest", 1e-5)
{
    private const int ShortestLength = 16;
    private const int LongestLength = 1024;

    /// <summary>Rounding error of the loss, relative to the sum of its terms' magnitudes.</summary>
    private const double Rounding = 1e-14;

    private static readonly double[] s_distances = [1e-4, 1e-5, 1e-3, 1e-6];

    protected override void Check(ModelUnderTest model)
    {
        var compressions = model.Module.named_modules().Select(entry => entry.module).OfType<CompressionLayer>().Where(
            layer => layer.IntegerTicks).ToArray();
        Array.ForEach(compressions, layer => layer.IntegerTicks = false);
        try
        {
            model.TrainWithoutDropping();
            var random = new Random(model.Seed);
            var loss = Reach(model);
            var groups = model.Module.named_parameters()
                .Where(entry => entry.parameter.requires_grad)
                .GroupBy(entry => BlockNumber().Replace(entry.name, "blocks.#."));
            foreach (var group in groups)
            {
                var all = group.ToArray();
                var (name, parameter) = all[random.Next(all.Length)];
                Differentiate(name, parameter, loss);
            }
        }
        finally
        {
            Array.ForEach(compressions, layer => layer.IntegerTicks = true);
            model.Module.zero_grad();
        }
    }

    /// <summary>A loss that depends on every parameter, with its gradients computed.</summary>
    private Loss Reach(ModelUnderTest model)
    {
        for (var length = int.Min(ShortestLength, model.Spec.Head.MaxLength); ;)
        {
            var loss = new Loss(model, model.Draw(length));
            model.Module.zero_grad();
            loss.Backward();
            var missing = model.Module.named_parameters()
                .Where(
                    entry => entry.parameter.requires_grad && (
                        entry.parameter.grad is not { } gradient || gradient.count_nonzero().item<long>() == 0))
                .Select(entry => entry.name)
                .ToArray();
            var next = int.Min(2 * length, int.Min(LongestLength, model.Spec.Head.MaxLength));
            if (missing.Length == 0 || next == length)
            {
                Measure(
                    missing.Length == 0 ? 0 : double.PositiveInfinity,
                    "no gradient reaches "
                        + $"{string.Join(", ", missing.Take(3))}{(missing.Length > 3 ? $" and {missing.Length - 3} more" : "")} in "
                        + $"sequences of {length}");
                return loss;
            }

            length = next;
        }
    }

    private void Differentiate(string name, Parameter parameter, Loss loss)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        if (parameter.grad is not { } gradient)
        {
            return;
        }

        var flatGradient = gradient.reshape(-1);
        var scale = flatGradient.abs().max().item<double>();
        var flat = parameter.detach().view(-1);
        for (var sample = 0; sample < samples && scale > 0; sample++)
        {
            // First the largest gradient, which shows a wrong factor best; then random coordinates, which may show a missing term.
            var at = sample == 0 ? flatGradient.abs().argmax().item<long>() : randint(0, flat.shape[0], [1], ScalarType.Int64).item<long>();
            var expected = flatGradient[at].item<double>();
            var (error, difference) = (double.PositiveInfinity, double.NaN);
            foreach (var distance in s_distances)
            {
                var candidate = loss.Difference(flat, at, distance);
                var apart = double.Max(0, Math.Abs(candidate - expected) - (Rounding * loss.Magnitude / distance)) / scale;
                (error, difference) = apart < error ? (apart, candidate) : (error, difference);
                if (error <= Tolerance)
                {
                    break;
                }
            }

            Measure(error, string.Create(
                CultureInfo.InvariantCulture,
                $"{name}, element {at}: backward gives {expected:G6}, differences give {difference:G6}, the largest is {scale:G4}"));
        }
    }

    [GeneratedRegex(@"^blocks\.\d+\.")]
    private static partial Regex BlockNumber();

    /// <summary>A random weighted sum of the answers, as a function of the parameters.</summary>
    private sealed class Loss(ModelUnderTest model, ModelInput input)
    {
        private Tensor? _weight;

        /// <summary>Sum of the magnitudes of its terms.</summary>
        public double Magnitude { get; private set; }

        public void Backward()
        {
            using var scope = NewDisposeScope();
            var terms = Terms();
            Magnitude = terms.abs().sum().item<double>();
            BackwardPass.Run(terms.sum());
        }

        /// <summary>The central difference in one coordinate; the parameter is restored.</summary>
        public double Difference(Tensor flat, long at, double distance)
        {
            using var scope = NewDisposeScope();
            var value = flat[at].item<double>();
            flat[at] = tensor(value + distance, ScalarType.Float64);
            var above = Terms().sum().item<double>();
            flat[at] = tensor(value - distance, ScalarType.Float64);
            var below = Terms().sum().item<double>();
            flat[at] = tensor(value, ScalarType.Float64);
            return (above - below) / (2 * distance);
        }

        private Tensor Terms()
        {
            var answers = model.Forward(input);
            _weight ??= randn(answers.shape, answers.dtype).MoveToOuterDisposeScope();
            return answers.mul(_weight);
        }
    }
}
