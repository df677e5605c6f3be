using SerpentDsl.Functions;
using SerpentDsl.Native;
using SerpentDsl.Runtime.Tests.Functions.Cpu;
using SerpentDsl.Testing;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Functions.LinearAttentions;

/// <summary>Linear attention: the reference path against its recurrence, the fused kernel against the reference path in float64.</summary>
[Trait(RegisterWidth.Trait, RegisterWidth.Every)]
public sealed class LinearAttentionTests
{
    /// <summary>Batch, length, heads, groups, key size, value size.</summary>
    public static TheoryData<int, int, int, int, int, int> Shapes => new()
    {
        { 1, 1, 1, 1, 1, 1 },
        { 2, 2, 2, 1, 3, 5 },
        { 2, 31, 4, 2, 4, 3 },
        { 1, 33, 3, 3, 17, 8 },
        { 1, 129, 2, 1, 6, 33 },
        { 1, 130, 6, 2, 40, 7 },
        { 3, 300, 2, 2, 5, 16 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void The_reference_path_is_the_recurrence(int batch, int length, int heads, int groups, int keySize, int valueSize)
    {
        foreach (var perKey in new[] { false, true })
        {
            using var scope = NewDisposeScope();
            manual_seed(length);
            var inputs = Random(batch, length, heads, groups, keySize, valueSize, perKey);
            var (outputs, last) = LinearAttention.Apply(inputs, chunkLength: 8);
            var (expected, state) = Stepped(inputs);
            Tolerance.AssertClose(expected, outputs, 1e-12, "outputs");
            Tolerance.AssertClose(state, last, 1e-12, "last state");
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Gradients_of_the_reference_path_agree_with_differences(bool perKey)
    {
        using var scope = NewDisposeScope();
        manual_seed(7);
        var inputs = Random(2, 9, 4, 2, 3, 2, perKey);
        var leaves = Leaves(inputs, ScalarType.Float64);
        Tensor forOutputs = randn([2, 9, 4, 2], ScalarType.Float64), forLast = randn([2, 4, 3, 2], ScalarType.Float64);
        FiniteDifferences.AssertGradients(
            () => Loss(Of(leaves), forOutputs, forLast),
            [.. s_names.Zip(leaves)]);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void The_kernel_agrees_with_float64(int batch, int length, int heads, int groups, int keySize, int valueSize)
    {
        foreach (var perKey in new[] { false, true })
        {
            foreach (var strength in new[] { 1e-3, 1.0, 100.0 })
            {
                using var scope = NewDisposeScope();
                manual_seed(length + keySize);
                var inputs = Random(batch, length, heads, groups, keySize, valueSize, perKey);
                inputs = inputs with { LogDecays = inputs.LogDecays * Scalars.Of(strength) };
                Tensor forOutputs = randn([batch, length, heads, valueSize], ScalarType.Float64),
                    forLast = randn([batch, heads, keySize, valueSize], ScalarType.Float64);
                Tensor[] exact = Leaves(inputs, ScalarType.Float64), fused = Leaves(inputs, ScalarType.Float32);
                var (expected, state) = LinearAttention.Apply(Of(exact));
                var (outputs, last) = LinearAttention.Apply(Of(fused));
                var what = $"decay {strength} {(perKey ? "per key" : "per head")}";
                Tolerance.AssertClose(expected, outputs, 5e-6, $"{what}: outputs");
                Tolerance.AssertClose(state, last, 5e-6, $"{what}: last state");
                Loss(Of(exact), forOutputs, forLast).backward();
                Loss(Of(fused), forOutputs.to(ScalarType.Float32), forLast.to(ScalarType.Float32)).backward();

                // The kernel has the gradient of a decay from the difference of q ⊙ ∂q and k ⊙ ∂k, and so it has their rounding error.
                var difference = (exact[3].grad! - fused[3].grad!.to(ScalarType.Float64)).abs().max().item<double>();
                var scale = Math.Max((exact[0].grad! * exact[0]).abs().max().item<double>(), exact[3].grad!.abs().max().item<double>());
                Assert.True(difference <= 2e-5 * scale, $"{what}: gradient of decays: error {difference} of terms up to {scale}");
                foreach (var (name, wanted, got) in s_names.Zip(exact, fused).Where(entry => entry.First != "decays"))
                {
                    Tolerance.AssertClose(wanted.grad!, got.grad!, 2e-5, $"{what}: gradient of {name}");
                }
            }
        }
    }

    [Fact]
    public void Operands_may_lie_anywhere_and_nobody_need_read_the_state()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        var projected = randn(2, 40, 52);
        var parts = projected.split([12, 12, 24, 4], -1);
        var inputs = new LinearAttentionInputs
        {
            Queries = parts[0].unflatten(2, 2, 6),
            Keys = parts[1].unflatten(2, 2, 6),
            Values = parts[2].unflatten(2, 4, 6).transpose(2, 3).contiguous().transpose(2, 3),
            LogDecays = -parts[3].abs(),
        };
        using var expected = LinearAttention.Output(
            new LinearAttentionInputs
            {
                Queries = inputs.Queries.to(ScalarType.Float64),
                Keys = inputs.Keys.to(ScalarType.Float64),
                Values = inputs.Values.to(ScalarType.Float64),
                LogDecays = inputs.LogDecays.to(ScalarType.Float64),
            });
        Tolerance.AssertClose(expected, LinearAttention.Output(inputs), 5e-6, "outputs");
    }

    [Fact]
    public void Bits_do_not_depend_on_the_number_of_threads()
    {
        var before = get_num_threads();
        try
        {
            Assert.Equal(Bits(1), Bits(2));
        }
        finally
        {
            set_num_threads(before);
        }

        static byte[] Bits(int threads)
        {
            using var scope = NewDisposeScope();
            set_num_threads(threads);
            manual_seed(1);
            var leaves = Leaves(Random(2, 70, 6, 2, 20, 24, perKey: false), ScalarType.Float32);
            Loss(Of(leaves), ones(2, 70, 6, 24), ones(2, 6, 20, 24)).backward();
            return [.. leaves.SelectMany(leaf => leaf.grad!.bytes.ToArray())];
        }
    }

    [Fact]
    public void Passes_leave_no_tensors()
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        var leaves = Leaves(Random(2, 40, 4, 2, 6, 8, perKey: true), ScalarType.Float32);
        var weights = (randn(2, 40, 4, 8), randn(2, 4, 6, 8));
        LeakCheck.AssertFlat(() =>
        {
            using var step = NewDisposeScope();
            Loss(Of(leaves), weights.Item1, weights.Item2).backward();
        });
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_named()
    {
        using var scope = NewDisposeScope();
        var inputs = Random(2, 5, 4, 2, 6, 3, perKey: false);
        AssertRefused(inputs with { Values = zeros(2, 5, 12) }, "[2, 5, 12]");
        AssertRefused(inputs with { Keys = zeros(2, 5, 3, 6), Queries = zeros(2, 5, 3, 6) }, "divide the 4 heads");
        AssertRefused(inputs with { Queries = zeros(2, 5, 2, 7) }, "[2, 5, 2, 7]");
        AssertRefused(inputs with { LogDecays = zeros(2, 5, 2) }, "decays is [2, 5, 4], not [2, 5, 2]");
        AssertRefused(inputs with { LogDecays = zeros(2, 5, 4, 3) }, "[2, 5, 4, 6]");
        AssertRefused(inputs with { Initial = zeros(2, 4, 3, 6) }, "the state is [2, 4, 6, 3]");
        Assert.Throws<ArgumentOutOfRangeException>(() => LinearAttention.Apply(inputs, 0));

        static void AssertRefused(LinearAttentionInputs inputs, string reason) =>
            Assert.Contains(reason, Assert.Throws<ArgumentException>(() => LinearAttention.Apply(inputs)).Message);
    }

    private static readonly string[] s_names = ["queries", "keys", "values", "decays", "initial states"];

    private static LinearAttentionInputs Random(
        int batch, int length, int heads, int groups, int keySize, int valueSize, bool perKey) => new()
        {
            Queries = randn([batch, length, groups, keySize], ScalarType.Float64),
            Keys = randn([batch, length, groups, keySize], ScalarType.Float64),
            Values = randn([batch, length, heads, valueSize], ScalarType.Float64),
            LogDecays = -(rand(perKey ? [batch, length, heads, keySize] : [batch, length, heads], ScalarType.Float64) * Scalars.Two),
            Initial = randn([batch, heads, keySize, valueSize], ScalarType.Float64),
        };

    private static Tensor[] Leaves(LinearAttentionInputs inputs, ScalarType type) =>
    [
        .. new[] { inputs.Queries, inputs.Keys, inputs.Values, inputs.LogDecays, inputs.Initial! }
            .Select(value => value.to(type).clone().detach().requires_grad_(true)),
    ];

    private static LinearAttentionInputs Of(Tensor[] leaves) => new()
    {
        Queries = leaves[0],
        Keys = leaves[1],
        Values = leaves[2],
        LogDecays = leaves[3],
        Initial = leaves[4],
    };

    private static Tensor Loss(LinearAttentionInputs inputs, Tensor forOutputs, Tensor forLast)
    {
        var (outputs, last) = LinearAttention.Apply(inputs, chunkLength: 4);
        return (outputs * forOutputs).sum().Plus((last * forLast).sum());
    }

    private static (Tensor Outputs, Tensor State) Stepped(LinearAttentionInputs inputs)
    {
        var heads = inputs.Values.shape[2];
        var shared = heads / inputs.Keys.shape[2];
        var (queries, keys) = (inputs.Queries.repeat_interleave(shared, 2), inputs.Keys.repeat_interleave(shared, 2));
        var decays = inputs.LogDecays.exp();
        var state = inputs.Initial!;
        var outputs = new List<Tensor>();
        for (long position = 0; position < inputs.Values.shape[1]; position++)
        {
            var decay = decays.select(1, position);
            var factor = decay.dim() == 3 ? decay.unsqueeze(-1) : decay.unsqueeze(-1).unsqueeze(-1);
            state = (state * factor).Plus(keys.select(1, position).unsqueeze(-1) * inputs.Values.select(1, position).unsqueeze(-2));
            outputs.Add(queries.select(1, position).unsqueeze(-2).matmul(state).squeeze(-2));
        }

        return (stack(outputs, 1), state);
    }
}
