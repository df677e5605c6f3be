using SerpentDsl.Layers;
using static TorchSharp.torch;

namespace SerpentDsl.Verification.Checks;

/// <summary>One property that is checked.</summary>
/// <param name="name">The property.</param>
/// <param name="method">How it is checked, in a few words.</param>
/// <param name="tolerance">The largest error that passes.</param>
internal abstract class ModelCheck(string name, string method, double tolerance)
{
    private double _worst;
    private string? _where;

    /// <summary>The property.</summary>
    public string Name { get; } = name;

    /// <summary>The largest error that passes.</summary>
    protected double Tolerance { get; } = tolerance;

    /// <summary>Carries the check out.</summary>
    public VerificationCheck Run(ModelUnderTest model)
    {
        using var scope = NewDisposeScope();
        manual_seed(model.Seed);
        model.Module.eval();
        if (WhyNotApplicable(model) is { } reason)
        {
            return new(Name, method, Verdict.NotApplicable, null, null, reason);
        }

        try
        {
            Check(model);
        }
        catch (Exception problem) when (problem is not (OutOfMemoryException or StackOverflowException))
        {
            return new(Name, method, Verdict.Failed, null, Tolerance, $"{problem.GetType().Name}: {problem.Message}");
        }

        return _worst <= Tolerance
            ? new(Name, method, Verdict.Passed, _worst, Tolerance, null)
            : new(Name, method, Verdict.Failed, _worst, Tolerance, _where);
    }

    /// <summary>Why the check does not apply to the architecture; null when it does.</summary>
    protected virtual string? WhyNotApplicable(ModelUnderTest model) => null;

    /// <summary>Runs the check: calls <see cref="Measure"/> and <see cref="Compare"/>.</summary>
    protected abstract void Check(ModelUnderTest model);

    /// <summary>Records an error; the largest one counts.</summary>
    /// <param name="error">Size of the error, 0 or more.</param>
    /// <param name="place">Where it occurred, for the report.</param>
    protected void Measure(double error, string place)
    {
        if (!(error <= _worst))
        {
            (_worst, _where) = (double.IsNaN(error) ? double.PositiveInfinity : error, place);
        }
    }

    /// <summary>Records the largest difference of two tensors, relative to the largest value of the first.</summary>
    protected void Compare(Tensor expected, Tensor actual, string place)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        if (!expected.shape.SequenceEqual(actual.shape))
        {
            Measure(double.PositiveInfinity, $"{place}: {SequenceShape.Text(actual)} where {SequenceShape.Text(expected)} is due");
            return;
        }

        var difference = expected.sub(actual).abs().max().item<double>();
        var scale = expected.abs().max().item<double>();
        Measure(scale > 1e-12 ? difference / scale : difference, place);
    }
}
