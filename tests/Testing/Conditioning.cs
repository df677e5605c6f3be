using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.Testing;

/// <summary>
/// How far an exact result moves when what it is made from moves by one ulp of float32. No computation in float32 can be asked for less; it
/// depends on the problem alone, not on a processor, a register width or another float32 result.
/// </summary>
public static class Conditioning
{
    /// <summary>From 1 to the next float32.</summary>
    public const double Ulp = 1.0 / (1 << 23);

    private const int Draws = 3;

    /// <summary>The largest error of every result, by the fixtures' measure, over some draws.</summary>
    /// <param name="results">
    /// Computes the results in float64. It passes each input, and each intermediate that float32 would round, through the function that
    /// it is given, which moves every element by an ulp, up or down at random.
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
    /// The same for inputs that cannot be passed, such as a module's parameters: they move where they are and have their values back at the
    /// end.
    /// </summary>
    /// <param name="inputs">The inputs, float64.</param>
    /// <param name="results">Computes the results from them.</param>
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
    /// What float32 can do over a recurrence that hardly forgets: each step rounds the state, by half an ulp at most, and over n steps that
    /// adds up to √n of it. Four times that much; were the roundings of one sign, or a factor wrong by an ulp, it would be n.
    /// </summary>
    /// <param name="steps">n.</param>
    public static double OfRecurrence(long steps) => 4 * (Ulp / 2) * Math.Sqrt(steps);

    private static Tensor Move(Tensor value) =>
        value * (Scalars.Of(Ulp) * ((Scalars.Two * randint(0, 2, value.shape, ScalarType.Float64)) - Scalars.One)).Plus(1);
}
