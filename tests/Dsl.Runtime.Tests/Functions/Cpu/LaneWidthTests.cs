using SerpentDsl.Kernels.Cpu;
using Xunit.Abstractions;

namespace SerpentDsl.Runtime.Tests.Functions.Cpu;

[Trait(RegisterWidth.Trait, RegisterWidth.Every)]
public sealed class LaneWidthTests(ITestOutputHelper output)
{
    /// <summary>What it writes tells <see cref="RegisterWidthTests"/> that the process has the registers it was to have.</summary>
    [Fact]
    public void Kernels_take_the_widest_registers()
    {
        Assert.Equal(int.Max(RegisterWidth.Widest, 128) / 32, LaneWidth.Widest);
        output.WriteLine($"{RegisterWidth.Widest}");
    }
}
