using SerpentDsl.Autograd;
using static TorchSharp.torch;

namespace SerpentDsl.Functions;

/// <summary>
/// <see cref="FusedSelectiveScan"/> with its gradients. The function keeps the operands as they were given and the states at the chunks'
/// beginnings.
/// </summary>
internal sealed class FusedSelectiveScanFunction : MultiResultFunction<FusedSelectiveScanFunction>
{
    private const string Present = "present", Softplus = "softplus";

    /// <summary>As <see cref="SelectiveScan.Apply"/>, on checked operands.</summary>
    /// <param name="inputs">Operands that are read.</param>
    /// <param name="givesState">Whether the last state is a result too.</param>
    /// <returns>Outputs and, with <paramref name="givesState"/>, the state after each sequence.</returns>
    public static List<Tensor> Apply(in SelectiveScanInputs inputs, bool givesState) => apply(
        inputs.U, inputs.Delta, inputs.A, inputs.B, inputs.C, inputs.DeltaBias!, inputs.D!, inputs.Z!, inputs.Initial!, inputs.Lengths!,
        inputs.Softplus, givesState);

    /// <inheritdoc/>
    protected override List<Tensor> Forward(FunctionContext context, object[] arguments)
    {
        Tensor?[] operands = [.. arguments[..^2].Select(operand => operand as Tensor)];
        var (inputs, givesState) = (Inputs(operands, (bool)arguments[^2]), (bool)arguments[^1]);
        var (output, last) = FusedSelectiveScan.NewResults(inputs);
        var checkpoints = FusedSelectiveScan.NewCheckpoints(inputs);
        FusedSelectiveScan.Forward(inputs, output, last, checkpoints);
        context.Save([.. operands.OfType<Tensor>(), checkpoints]);
        context[Present] = operands.Select(operand => operand is not null).ToArray();
        context[Softplus] = inputs.Softplus;
        return givesState ? [output, last] : [output];
    }

    /// <inheritdoc/>
    protected override List<Tensor> Backward(FunctionContext context, List<Tensor> gradients)
    {
        var saved = context.Saved;
        var next = 0;
        Tensor?[] operands = [.. ((bool[])context[Present]).Select(present => present ? saved[next++] : null)];
        var results = FusedSelectiveScan.Backward(
            Inputs(operands, (bool)context[Softplus]), saved[next], gradients[0], gradients.ElementAtOrDefault(1));

        return
        [
            results.U, results.Delta, results.A, results.B, results.C, results.DeltaBias!, results.D!, results.Z!, results.Initial!, null!,
            null!, null!,
        ];
    }

    private static SelectiveScanInputs Inputs(Tensor?[] operands, bool softplus) => new()
    {
        U = operands[0]!,
        Delta = operands[1]!,
        A = operands[2]!,
        B = operands[3]!,
        C = operands[4]!,
        DeltaBias = operands[5],
        D = operands[6],
        Z = operands[7],
        Initial = operands[8],
        Lengths = operands[9],
        Softplus = softplus,
    };
}
