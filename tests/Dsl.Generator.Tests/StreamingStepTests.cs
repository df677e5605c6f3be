using SerpentDsl.Functions;
using SerpentDsl.Layers;
using SerpentDsl.Native;
using SerpentDsl.Specs;
using SerpentDsl.Testing;
using static SerpentDsl.Generator.Tests.StreamingModels;
using static TorchSharp.torch;

namespace SerpentDsl.Generator.Tests;

/// <summary>The generated step form: into given memory, without garbage and without gradients.</summary>
[Collection(AloneCollection.Name)]
public sealed class StreamingStepTests
{
    public static TheoryData<string, string> Models => StreamingModels.Models;

    public static TheoryData<string, string, int> FusedModels => StreamingModels.FusedModels;

    [Theory]
    [MemberData(nameof(Models))]
    public void A_step_into_given_memory_is_the_step_and_that_of_plain_operators_in_float32(string source, string name)
    {
        using var scope = NewDisposeScope();
        using var model = Make(source, name);
        var stream = (IStreamingModel)model;
        using var folder = new TemporaryFolder();
        foreach (var batch in new[] { 1, 3, 18 })
        {
            StreamState inPlace = stream.NewState(batch), owned = stream.NewState(batch), plain = stream.NewState(batch);
            Tensor? output = null;
            for (var l = 0; l < 24; l++)
            {
                var input = Next(SpecOf(source, name), batch);
                var expected = stream.Step(input, owned);
                output ??= empty_like(expected);
                Assert.Same(output, stream.Step(input, inPlace, output));
                Assert.True(expected.Equals(output), $"{batch} sequences, position {l}");
                using (FusedKernels.Off())
                {
                    // Next to a threshold a decision may differ in float32, and then the answers do.
                    var operators = stream.Step(input, plain);
                    if (!source.Contains("CompressionRate", StringComparison.Ordinal))
                    {
                        Tolerance.AssertClose(operators, output, 2e-5, $"{batch} sequences, position {l}, by operators");
                    }
                }

                // A state is a value in the middle of fused steps too.
                if (l == 9)
                {
                    inPlace.Save(folder["state"]);
                    inPlace = stream.NewState(batch);
                    inPlace.Load(folder["state"]);
                }
                else if (l == 14)
                {
                    var copy = inPlace.Copy();
                    stream.Step(input, inPlace, output);
                    inPlace.Dispose();
                    inPlace = copy;
                }
                else if (l == 19)
                {
                    var rows = TensorRange.Of(batch, ScalarType.Int64).remainder(Scalars.Two).eq(Scalars.Zero);
                    foreach (var state in new[] { inPlace, owned, plain })
                    {
                        state.Reset(rows);
                    }
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(FusedModels))]
    public void A_thousand_steps_into_given_memory_make_no_garbage_and_no_tensors(string source, string name, int batch)
    {
        using var scope = NewDisposeScope();
        using var model = Make(source, name);
        var stream = (IStreamingModel)model;
        using var state = stream.NewState(batch);
        Tensor input = Next(SpecOf(source, name), batch), output = empty_like(stream.Step(input, state));
        for (var l = 0; l < 8; l++)
        {
            stream.Step(input, state, output);
        }

        if (FusedKernels.Enabled)
        {
            LeakCheck.AssertNoGarbage(() => stream.Step(input, state, output), 1_000);
        }

        Assert.True(output.isfinite().all().item<bool>());
    }

    [Fact]
    public void Steps_have_no_gradient_and_leave_nothing_alive()
    {
        using var model = Make(MeanClassifier, "MeanClassifier");
        var stream = (IStreamingModel)model;
        using var state = stream.NewState(2);
        using var tokens = zeros(2, ScalarType.Int64);
        LeakCheck.AssertFlat(
            () =>
            {
                using var logits = stream.Step(tokens, state);
                Assert.False(logits.requires_grad);
            },
            steps: 20,
            warmUp: 5);
    }
}
