using SerpentDsl.Testing;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Ssm;

/// <summary>S4 and S4D against the official implementation: values and gradients, in both precisions.</summary>
public sealed class SsmFixtureTests
{
    [FixtureTheory("s4")]
    [MemberData(nameof(FixtureFiles.In), "s4", MemberType = typeof(FixtureFiles))]
    public void S4_agrees_with_the_official_code(string path) => Check(path);

    [FixtureTheory("s4d")]
    [MemberData(nameof(FixtureFiles.In), "s4d", MemberType = typeof(FixtureFiles))]
    public void S4D_agrees_with_the_official_code(string path) => Check(path);

    private static void Check(string path)
    {
        foreach (var dtype in new[] { ScalarType.Float64, ScalarType.Float32 })
        {
            using var scope = NewDisposeScope();
            var fixture = Fixture.Load(path);
            if (KernelFixture.Covers(fixture))
            {
                KernelFixture.Check(fixture, dtype);
            }
            else if (MinimalS4DFixture.Covers(fixture))
            {
                MinimalS4DFixture.Check(fixture, dtype);
            }
            else
            {
                new ConvolutionFixture(fixture, dtype).Check();
            }

            fixture.AssertAllUsed();
        }
    }
}
