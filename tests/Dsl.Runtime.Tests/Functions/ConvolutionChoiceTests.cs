using SerpentDsl.Functions;

namespace SerpentDsl.Runtime.Tests.Functions;

public sealed class ConvolutionChoiceTests
{
    [Fact]
    public void Small_states_go_through_the_recurrence_and_large_ones_through_transforms()
    {
        Assert.Equal(ConvolutionAlgorithm.Recurrence, ConvolutionChoice.For(2, 4096, 4, 1));
        Assert.Equal(ConvolutionAlgorithm.Recurrence, ConvolutionChoice.For(2, 64, 0, 2));
        Assert.Equal(ConvolutionAlgorithm.Transform, ConvolutionChoice.For(32, 4096, 4, 1));
        Assert.Equal(ConvolutionAlgorithm.Transform, ConvolutionChoice.For(512, 4096, 4, 1));
        Assert.Equal(ConvolutionAlgorithm.Transform, ConvolutionChoice.For(128, 1024, 4, 2));
    }

    [Fact]
    public void The_choice_can_be_forced_for_a_while()
    {
        using (ConvolutionChoice.Use(ConvolutionAlgorithm.Transform))
        {
            Assert.Equal(ConvolutionAlgorithm.Transform, ConvolutionChoice.For(2, 4096, 4, 1));
            using (ConvolutionChoice.Use(ConvolutionAlgorithm.Recurrence))
            {
                Assert.Equal(ConvolutionAlgorithm.Recurrence, ConvolutionChoice.For(512, 4096, 4, 1));
            }

            Assert.Equal(ConvolutionAlgorithm.Transform, ConvolutionChoice.For(2, 4096, 4, 1));
        }

        Assert.Equal(ConvolutionAlgorithm.Recurrence, ConvolutionChoice.For(2, 4096, 4, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ConvolutionChoice.Use((ConvolutionAlgorithm)9));
    }

    [Theory]
    [InlineData(null, ConvolutionAlgorithm.Automatic)]
    [InlineData("transform", ConvolutionAlgorithm.Transform)]
    [InlineData("recurrence", ConvolutionAlgorithm.Recurrence)]
    public void The_environment_is_read(string? value, ConvolutionAlgorithm expected) =>
        Assert.Equal(expected, ConvolutionChoice.Read(value));

    [Fact]
    public void An_unknown_value_is_refused() =>
        Assert.Contains("SERPENT_CONVOLUTION=fft", Assert.Throws<ArgumentException>(() => ConvolutionChoice.Read("fft")).Message);
}
