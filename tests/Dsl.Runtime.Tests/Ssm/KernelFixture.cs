using System.Globalization;
using System.Text.RegularExpressions;
using SerpentDsl.Ssm;
using SerpentDsl.Testing;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Ssm;

/// <summary>A file of s4/ or s4d/ that holds kernels: every tensor's name says how it was made.</summary>
internal static partial class KernelFixture
{
    /// <summary>Whether a file holds kernels.</summary>
    public static bool Covers(Fixture fixture) => fixture.NamesWith("out.K_").Any();

    /// <summary>Checks every kernel of the file, and the gradients.</summary>
    public static void Check(Fixture fixture, ScalarType dtype)
    {
        foreach (var name in fixture.NamesWith("out."))
        {
            CheckKernel(fixture, name, dtype);
        }

        if (fixture.Contains("w.K"))
        {
            CheckGradients(fixture, dtype);
        }
    }

    private static void CheckKernel(Fixture fixture, string name, ScalarType dtype)
    {
        var match = KernelName().Match(name);
        Assert.True(match.Success, $"{fixture.Name}: the test does not know how '{name}' is made.");
        var length = Number(match, "length");
        var rate = match.Groups["rate"].Success ? double.Parse(match.Groups["rate"].Value, CultureInfo.InvariantCulture) : 1;
        var kernel = SsmFixture.Kernel(fixture, "param.", dtype);
        if (kernel is S4Kernel s4)
        {
            s4.Tune(match.Groups["tuned"].Success ? Number(match, "tuned") : length);
            s4.Grow((long)Math.Round(rate * length));
            var tilde = name.Replace("out.K", "tilde.C", StringComparison.Ordinal);
            if (fixture.Contains(tilde))
            {
                Tolerance.AssertClose(fixture, tilde, Parameter(kernel, "C"));
            }
        }

        Tolerance.AssertClose(fixture, name, kernel.Kernel(length, rate));
    }

    private static void CheckGradients(Fixture fixture, ScalarType dtype)
    {
        var weight = fixture.Tensor("w.K", dtype);
        var length = weight.shape[^1];
        var kernel = SsmFixture.Kernel(fixture, "param.", dtype);
        if (kernel is S4Kernel s4)
        {
            s4.Tune(length);
            FixtureParameters.Copy(fixture, "tilde.C", Parameter(kernel, "C"));
        }

        (kernel.Kernel(length) * weight).sum().backward();
        FixtureParameters.AssertGradients(fixture, kernel);
    }

    private static Tensor Parameter(StateSpaceKernel kernel, string name) =>
        kernel.named_parameters().Single(parameter => parameter.name == name).parameter;

    private static long Number(Match match, string group) => long.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^out\.K(_tuned(?<tuned>\d+)_rate(?<rate>[\d.]+)|_grown_from(?<tuned>\d+))?_L(?<length>\d+)$")]
    private static partial Regex KernelName();
}
