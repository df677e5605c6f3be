using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.Testing;

/// <summary>
/// Measures how much exact results change if every input and intermediate changes by one ulp of float32. No float32 computation can be
/// required to be more accurate. The measure depends only on the problem, not on a processor, a vector width or another float32 result.
/// </summary>
public static class Conditioning
{
    /// <summary>The distance from 1 to the next float32.</summary>
    public const double Ulp = 1.0 / (1 << 23);

    private const int Draws = 3;

    /// <summary>The largest relative error of each result over several random changes, as <see cref="Tolerance"/> measures it.</summary>
    /// <param name="results">
    /// Computes the results in float64. Must pass each input, and each intermediate that float32 would round, through the given function,
    /// which changes every element by one ulp, up or down at random.
    /// </param>
    public static Dictionary<string, double> Of(Func<Func<Tensor, Tensor>, Dictionary<string, Tensor>> results)
    {
        using var scope = NewDisposeScope();
        var exact = results(x => x);
        var errors = exact.Keys.ToDictionary(name => name, _ => 0.0);
        for (var draw = 0; draw < Draws; draw++)
        {
            foreach (var (name, moved) in results(Move))
            {
                errors[name] = Math.Max(errors[name], Tolerance.Error(exact[name], moved));
            }
        }

        return errors;
    }

    /// <summary>
    /// The same for inputs that cannot be passed through a function, such as a module's parameters: they are changed in place, and restored
    /// at the end.
    /// </summary>
    /// <param name="inputs">The inputs, in float64.</param>
    /// <param name="results">Computes the results from the current values of the inputs.</param>
    public static Dictionary<string, double> Of(IEnumerable<Tensor> inputs, Func<Dictionary<string, Tensor>> results)
    {
        using var scope = NewDisposeScope();
        (Tensor Input, Tensor Value)[] values = [.. inputs.Select(input => (input, input.detach().clone()))];
        var errors = Of(move =>
        {
            Set(move);
            return results();
        });
        Set(value => value);
        return errors;

        void Set(Func<Tensor, Tensor> move)
        {
            using var noGradient = no_grad();
            foreach (var (input, value) in values)
            {
                input.copy_(move(value));
            }
        }
    }

    /// <summary>
    /// The tolerance for a float32 recurrence with little decay. Each step rounds the state by at most half an ulp; over n steps with
    /// random signs the errors add up to about √n times as much. Returns four times this value. Errors of equal sign, as from a wrong
    /// factor, would add up to n times as much.
    /// </summary>
    /// <param name="steps">The number of steps n.</param>
    public static double OfRecurrence(long steps) => 4 * (Ulp / 2) * Math.Sqrt(steps);

    private static Tensor Move(Tensor value) => value * (Scalars.Of(Ulp) * ((Scalars.Two * randint(0, 2, value.shape, ScalarType.Float64)) - Scalars.One)).Plus(1);
}
