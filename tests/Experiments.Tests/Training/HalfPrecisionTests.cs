using SerpentDsl.Experiments.Tests.Models.Branches;
using SerpentDsl.Specs;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Tests.Training;

/// <summary>A model that is moved to 16 bits computes, or says in a sentence that it does not.</summary>
public sealed class HalfPrecisionTests
{
    private static readonly Dictionary<string, ArchitectureSpec> s_specs = new[]
    {
        OfMamba.Spec, OfMamba2.Spec, OfMamba3.Spec, OfGla.Spec, OfGateLoop.Spec, OfGatedRnn.Spec, OfLinearCde.Spec,
        OfS4D.Spec, OfSharedS4D.Spec, OfS4.Spec, OfS5.Spec, OfLiquidS4.Spec, OfResampled.Spec,
    }.ToDictionary(spec => spec.Name);

    public static TheoryData<string, ScalarType> Cases
    {
        get
        {
            var cases = new TheoryData<string, ScalarType>();
            foreach (var name in s_specs.Keys)
            {
                cases.Add(name, ScalarType.BFloat16);
                cases.Add(name, ScalarType.Float16);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_form_computes_or_is_refused_in_a_sentence(string name, ScalarType type)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        random.manual_seed(1);
        using var made = s_specs[name].Create();
        made.Module.eval();
        var tokens = randint(0, 16, [2, 20], ScalarType.Int64);
        var expected = ((ILanguageModel)made).forward(tokens, null);
        var last = expected.select(1, 19);
        made.Module.to(type);
        var stream = (IStreamingModel)made;
        Check("forward", expected, () => ((ILanguageModel)made).forward(tokens, null));
        Check("chunk", expected, () => stream.Chunk(tokens, null, stream.NewState(2)));
        Check("step", last, () =>
        {
            var state = stream.NewState(2);
            for (var i = 0; i < 19; i++)
            {
                stream.Step(tokens.select(1, i), state);
            }

            return stream.Step(tokens.select(1, 19), state);
        });

        void Check(string form, Tensor right, Func<Tensor> compute)
        {
            Tensor answer;
            try
            {
                answer = compute();
            }
            catch (ArgumentException problem)
            {
                Assert.Matches($@"^\w+ computes in float32 and float64, not {type}\. \(Parameter '\w+'\)$", problem.Message);
                return;
            }

            var error = answer.to(ScalarType.Float32).sub(right).abs().max().item<float>();
            Assert.True(answer.dtype == type && error < 0.1, $"{name}, {form}: {answer.dtype}, off by {error}.");
        }
    }
}
