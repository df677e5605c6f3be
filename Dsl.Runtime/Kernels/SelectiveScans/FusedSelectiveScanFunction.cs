using static TorchSharp.torch;

namespace SerpentDsl.Kernels.SelectiveScans;

/// <summary>
/// <see cref="FusedSelectiveScan"/> with its gradients. Kept are the operands as they were given and the states at the chunks' beginnings.
/// </summary>
internal sealed class FusedSelectiveScanFunction : MultiFunction<FusedSelectiveScanFunction>
{
    private const string Present = "present", Softplus = "softplus";

    /// <inheritdoc/>
    public override string Name => nameof(FusedSelectiveScanFunction);

    /// <summary>As <see cref="SelectiveScan.Apply"/>, on checked operands.</summary>
    public static (Tensor Output, Tensor LastState) Apply(in SelectiveScanInputs inputs)
    {
        var results = apply(
            inputs.U, inputs.Delta, inputs.A, inputs.B, inputs.C, inputs.DeltaBias!, inputs.D!, inputs.Z!, inputs.Initial!, inputs.Lengths!, inputs.Softplus);
        return (results[0], results[1]);
    }

    /// <inheritdoc/>
    protected override List<Tensor> Compute(autograd.AutogradContext ctx, object[] vars)
    {
        Tensor?[] operands = [.. vars[..^1].Select(operand => operand as Tensor)];
        var inputs = Inputs(operands, (bool)vars[^1]);
        var (output, last) = FusedSelectiveScan.NewResults(inputs);
        var checkpoints = FusedSelectiveScan.NewCheckpoints(inputs);
        FusedSelectiveScan.Forward(inputs, output, last, checkpoints);
        ctx.Keep([.. operands.OfType<Tensor>(), checkpoints]);
        ctx.save_data(Present, operands.Select(operand => operand is not null).ToArray());
        ctx.save_data(Softplus, inputs.Softplus);
        return [output, last];
    }

    /// <inheritdoc/>
    protected override List<Tensor> Differentiate(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
    {
        var saved = ctx.get_saved_variables();
        var next = 0;
        Tensor?[] operands = [.. ((bool[])ctx.get_data(Present)).Select(present => present ? saved[next++] : null)];
        var gradients = FusedSelectiveScan.Backward(Inputs(operands, (bool)ctx.get_data(Softplus)), saved[next], grad_outputs[0], grad_outputs[1]);
        foreach (var tensor in saved)
        {
            tensor.Dispose();
        }

        return
        [
            gradients.U, gradients.Delta, gradients.A, gradients.B, gradients.C, gradients.DeltaBias!, gradients.D!, gradients.Z!, gradients.Initial!, null!, null!,
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
