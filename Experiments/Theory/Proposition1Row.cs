using System.Numerics;

namespace SerpentDsl.Experiments.Theory;

/// <summary>The change of the last state for one interval of the element.</summary>
/// <param name="Interval">Δ_l.</param>
/// <param name="Last">x_L, the last state.</param>
/// <param name="Without">x_L^(l), the last state without the element and its interval.</param>
/// <param name="Difference">x_L − x_L^(l), from the two runs.</param>
/// <param name="Identity">x_L − x_L^(l), from the closed form.</param>
/// <param name="DifferenceOfInput">x_L minus the last state with the element's input set to zero, from the two runs.</param>
/// <param name="IdentityOfInput">The same difference, from the closed form.</param>
internal sealed record Proposition1Row(
    double Interval,
    Complex[] Last,
    Complex[] Without,
    Complex[] Difference,
    Complex[] Identity,
    Complex[] DifferenceOfInput,
    Complex[] IdentityOfInput)
{
    /// <summary>‖x_L − x_L^(l)‖ / Δ_l.</summary>
    public double NormOverInterval => Proposition1.Norm(Difference) / Interval;
}
