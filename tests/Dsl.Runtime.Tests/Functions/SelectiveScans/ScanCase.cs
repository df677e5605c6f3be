using SerpentDsl.Functions;
using SerpentDsl.Native;
using SerpentDsl.Testing;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Functions.SelectiveScans;

/// <summary>Random operands of a selective scan, as float64 leaves, and what comes of them on a path.</summary>
internal sealed class ScanCase
{
    private readonly SelectiveScanInputs _exact;
    private readonly Tensor _forOutput;
    private readonly Tensor _forState;

    public ScanCase(SelectiveScanInputs exact)
    {
        _exact = exact;
        _forOutput = randn(exact.U.shape, ScalarType.Float64);
        _forState = randn([exact.U.shape[0], .. exact.A.shape], ScalarType.Float64);
    }

    /// <summary>
    /// Everything there, negative A; <paramref name="b"/> and <paramref name="c"/> are numbers of groups, 0 for weights of the channels.
    /// </summary>
    public static ScanCase Random(long batch, long length, long features, long size, int b = 1, int c = 1) => new(new()
    {
        U = Normal(batch, length, features),
        Delta = Normal(batch, length, features),
        A = -(rand([features, size], ScalarType.Float64) * Scalars.Two) - Scalars.Of(0.05),
        B = Weights(b, batch, length, features, size),
        C = Weights(c, batch, length, features, size),
        DeltaBias = Normal(features),
        Softplus = true,
        D = Normal(features),
        Z = Normal(batch, length, features),
        Initial = Normal(batch, features, size),
    });

    public ScanCase With(Func<SelectiveScanInputs, SelectiveScanInputs> change) => new(change(_exact));

    /// <summary>The fused path against the plain one in double precision, values and gradients.</summary>
    public void AssertExact(double tolerance = 4e-6, Func<Tensor, Tensor>? layout = null)
    {
        Dictionary<string, Tensor> expected, actual = Run(ScalarType.Float32, layout);
        using (FusedKernels.Off())
        {
            expected = Run(ScalarType.Float64, null);
        }

        Assert.Equal(expected.Keys, actual.Keys);
        foreach (var (name, value) in expected)
        {
            Tolerance.AssertClose(value, actual[name], tolerance, name);
        }
    }

    /// <summary>Values, and gradients of a random linear loss.</summary>
    public Dictionary<string, Tensor> Run(ScalarType type, Func<Tensor, Tensor>? layout = null, bool onlyState = false)
    {
        Dictionary<string, Tensor> leaves = [];
        var inputs = _exact with
        {
            U = Leaf("u", _exact.U)!,
            Delta = Leaf("Δ", _exact.Delta)!,
            A = Leaf("A", _exact.A)!,
            B = Leaf("B", _exact.B)!,
            C = Leaf("C", _exact.C)!,
            DeltaBias = Leaf("bias", _exact.DeltaBias),
            D = Leaf("D", _exact.D),
            Z = Leaf("z", _exact.Z),
            Initial = Leaf("initial", _exact.Initial),
        };
        var (y, last) = SelectiveScan.Apply(inputs);
        if (_exact.Lengths is { } lengths)
        {
            y = SerpentDsl.Layers.SequenceMask.Apply(y, lengths);
        }

        var weights = _forOutput.to(type);
        var loss = (last * _forState.to(type)).sum();
        (onlyState ? loss : loss.Plus(((layout is null ? y : layout(y)) * (layout is null ? weights : layout(weights))).sum())).backward();
        Dictionary<string, Tensor> results = new() { ["y"] = y.detach(), ["last"] = last.detach() };
        foreach (var (name, leaf) in leaves)
        {
            results["gradient by " + name] = leaf.grad!;
        }

        return results;

        Tensor? Leaf(string name, Tensor? exact)
        {
            if (exact is null)
            {
                return null;
            }

            var leaf = exact.to(type).detach().clone().requires_grad_(true);
            leaves.Add(name, leaf);
            return layout is null ? leaf : layout(leaf);
        }
    }

    public SelectiveScanInputs In(ScalarType type) => _exact with
    {
        U = _exact.U.to(type),
        Delta = _exact.Delta.to(type),
        A = _exact.A.to(type),
        B = _exact.B.to(type),
        C = _exact.C.to(type),
        DeltaBias = _exact.DeltaBias?.to(type),
        D = _exact.D?.to(type),
        Z = _exact.Z?.to(type),
        Initial = _exact.Initial?.to(type),
    };

    private static Tensor Weights(int groups, long batch, long length, long features, long size) => groups switch
    {
        0 => Normal(features, size),
        1 => Normal(batch, length, size),
        _ => Normal(batch, length, groups, size),
    };

    private static Tensor Normal(params long[] shape) => randn(shape, ScalarType.Float64);
}
