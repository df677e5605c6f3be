using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Functions.Cauchy;

/// <summary>
/// S4's kernel written down once more, in float64, with a function around every value that the fused and the plain form hold in float32.
/// Where the low-rank correction takes nearly all of a Cauchy sum away, the gradients lose digits that no change of the parameters would
/// cost them.
/// </summary>
internal static class S4Formula
{
    /// <summary>The taps, <c>[channels, features, length]</c>.</summary>
    /// <param name="parameters">The kernel's, by name, in float64; A and Δ are exponentials.</param>
    /// <param name="tuned">The length that C belongs to.</param>
    /// <param name="length">The number of taps.</param>
    /// <param name="rate">The multiple of Δ.</param>
    /// <param name="rounded">What becomes of a value that is held in float32.</param>
    public static Tensor Taps(
        IReadOnlyDictionary<string, Tensor> parameters, long tuned, long length, double rate, Func<Tensor, Tensor> rounded)
    {
        Tensor delta = rounded(parameters["inv_dt"]).exp() * Scalars.Of(rate), output = view_as_complex(rounded(parameters["C"]));
        long features = delta.shape[0], nodes = (long)Math.Round(tuned / rate);
        var a = complex(-rounded(parameters["A_real"]).exp(), -rounded(parameters["A_imag"]));
        var w = PerFeature(a.unsqueeze(0)).squeeze(0) * delta;
        Tensor input = PerFeature(view_as_complex(rounded(parameters["B"]))), p = PerFeature(view_as_complex(rounded(parameters["P"])));
        var rank = p.shape[0];
        Tensor left = cat([input, p], 0), right = cat([output, p.conj()], 0);

        // [features, rows · columns, modes] times [features, modes, nodes]: Σ x / (z − cw) + x̄ / (z − cw̄) = z Σ Re(x) R − c Σ Re(x w̄) R.
        var halfAngle = TensorRange.Of((nodes / 2) + 1, ScalarType.Float64) * Scalars.Of(Math.PI / nodes);
        Tensor c = halfAngle.cos(), s = halfAngle.sin(), z = complex(zeros_like(s), Scalars.Two * s);
        var x = (left.unsqueeze(1) * right.unsqueeze(0) * delta).permute(2, 0, 1, 3).flatten(1, 2);
        Tensor turned = w.unsqueeze(2) * c, resolvent = rounded(Scalars.Two / ((z - turned) * (z - turned.conj())));
        var direct = rounded(Complex(rounded(x.real)).bmm(resolvent));
        var damped = rounded(Complex(rounded((x * w.conj().unsqueeze(1)).real)).bmm(resolvent));
        var g = rounded(((z * direct) - (c * damped)).reshape(features, left.shape[0], right.shape[0], -1));
        for (var k = rank; k > 0; k--)
        {
            var (rows, columns) = (g.shape[1] - 1, g.shape[2] - 1);
            Tensor last = g.narrow(1, rows, 1), above = g.narrow(1, 0, rows);
            var factor = rounded(above.narrow(2, columns, 1) * (c / (c * last.narrow(2, columns, 1)).Plus(1)));
            g = rounded(above.narrow(2, 0, columns) - (factor * last.narrow(2, 0, columns)));
        }

        var spectrum = rounded(g * complex(c, s));
        return rounded(fft.irfft(spectrum.squeeze(1), nodes).narrow(2, 0, length).transpose(0, 1));

        Tensor PerFeature(Tensor copies) => copies.repeat(1, features / copies.shape[1], 1);
    }

    private static Tensor Complex(Tensor real) => complex(real, zeros_like(real));
}
