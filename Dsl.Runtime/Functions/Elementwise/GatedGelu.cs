using SerpentDsl.Autograd;
using SerpentDsl.Kernels.Activations;
using static TorchSharp.torch;

namespace SerpentDsl.Functions;

/// <summary>
/// A gate that reads the GELU g of its inputs, whole: values times σ(W g + b). float32 on the CPU. The backward pass keeps the inputs and
/// the products of the matrices with g, and computes g again; gradients of g meet in place.
/// </summary>
/// <typeparam name="TForm">The form of the GELU.</typeparam>
internal sealed class GatedGelu<TForm> : SingleResultFunction<GatedGelu<TForm>>
    where TForm : struct, IGeluForm
{
    private const string Value = "value";

    /// <summary>Applies the gate.</summary>
    /// <param name="x">Inputs, <c>[…, features]</c>.</param>
    /// <param name="value">Which values are gated.</param>
    /// <param name="gate">W <c>[features, features]</c> and b <c>[features]</c>.</param>
    /// <param name="projection">V and its bias, the same; null: nothing is projected.</param>
    /// <returns>The inputs' shape, owned by the caller.</returns>
    public static Tensor Apply(Tensor x, GatedValue value, (Tensor Weight, Tensor Bias) gate, (Tensor Weight, Tensor Bias)? projection) =>
        apply(x, gate.Weight, gate.Bias, projection?.Weight!, projection?.Bias!, value);

    /// <inheritdoc/>
    protected override Tensor Evaluate(FunctionContext context, object[] arguments)
    {
        var (x, weight, bias, value) = (
            TensorMemory.Plain((Tensor)arguments[0]), (Tensor)arguments[1], (Tensor)arguments[2], (GatedValue)arguments[5]);
        Tensor g = FusedGelu<TForm>.Values(x), z = nn.functional.linear(g, weight, bias);
        var projected = value == GatedValue.Projection ? nn.functional.linear(g, (Tensor)arguments[3], (Tensor)arguments[4]) : null;
        context.Save(projected is null ? [x, weight, z] : [x, weight, z, (Tensor)arguments[3], projected]);
        context[Value] = value;
        return FusedGate.Values(projected ?? (value == GatedValue.Inputs ? x : g), z);
    }

    /// <inheritdoc/>
    protected override List<Tensor> Differentiate(FunctionContext context, Tensor gradient)
    {
        var saved = context.Saved;
        var (x, weight, z, value) = (saved[0], saved[1], saved[2], (GatedValue)context[Value]);
        Tensor g = FusedGelu<TForm>.Values(x), rows = Rows(g);
        var (forValue, forZ) = FusedGate.Gradients(
            value == GatedValue.Inputs ? x : value == GatedValue.Gelu ? g : saved[4], z, TensorMemory.Plain(gradient));
        Tensor forGate = Rows(forZ), forGated = Rows(forValue);
        var forG = value == GatedValue.Gelu ? forGated.addmm_(forGate, weight) : forGate.mm(weight);
        Tensor? forProjection = null, forProjectionBias = null;
        if (value == GatedValue.Projection)
        {
            forG.addmm_(forGated, saved[3]);
            (forProjection, forProjectionBias) = (forGated.t().mm(rows), forGated.sum([0]));
        }

        // The inputs' own part is there already; else the gradient of g is not needed any more.
        var forX = value == GatedValue.Inputs ? forValue : forG;
        FusedGelu<TForm>.Gradients(x, forG, forX, adds: value == GatedValue.Inputs);
        return
        [
            forX.view(x.shape),
            forGate.t().mm(rows),
            forGate.sum([0]),
            forProjection!,
            forProjectionBias!,
            null!,
        ];
    }

    private static Tensor Rows(Tensor x) => x.view(-1, x.shape[^1]);
}
