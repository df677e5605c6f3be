using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>
/// The step of AdamW over a group. Dense parameters on the CPU take it in one pass over their memory; what is
/// left goes through libtorch, together by its operators over lists of tensors, or alone.
/// </summary>
internal static class AdamUpdate
{
    public static void Run(IReadOnlyList<AdamEntry> entries, AdamSettings settings)
    {
        var remaining = settings.Amsgrad ? entries : AdamKernel.Run(entries, settings);
        foreach (var together in remaining.GroupBy(entry => entry.Number))
        {
            if (settings.Amsgrad || together.Count() == 1)
            {
                foreach (var entry in together)
                    Single(entry, settings);
            }
            else
            {
                Together([.. together], settings);
            }
        }
    }

    private static void Single(AdamEntry entry, AdamSettings settings)
    {
        var parameter = Real(entry.Parameter);
        var gradient = Gradient(entry);
        if (settings.Maximize)
            gradient = gradient.neg();
        if (settings.Shrinkage != 1)
            parameter.mul_(settings.Shrinkage);
        var average = Real(entry.Average);
        var square = Real(entry.Square);
        average.mul_(settings.Beta1).add_(gradient, alpha: 1 - settings.Beta1);
        square.mul_(settings.Beta2).addcmul_(gradient, gradient, value: 1 - settings.Beta2);
        if (settings.Amsgrad)
        {
            var maximum = Real(entry.Maximum!);
            square = maximum.copy_(maximum.maximum(square));
        }
        var denominator = square.sqrt().div_(settings.RootCorrection(entry.Number)).add_(settings.Epsilon);
        parameter.addcdiv_(average, denominator, value: settings.Step(entry.Number));
    }

    private static void Together(AdamEntry[] entries, AdamSettings settings)
    {
        var parameters = Array.ConvertAll(entries, entry => Real(entry.Parameter));
        var gradients = Array.ConvertAll(entries, Gradient);
        var averages = Array.ConvertAll(entries, entry => Real(entry.Average));
        var squares = Array.ConvertAll(entries, entry => Real(entry.Square));
        if (settings.Maximize)
            gradients = Foreach.Neg(gradients);
        if (settings.Shrinkage != 1)
            Foreach.Mul_(parameters, settings.Shrinkage);
        Foreach.Mul_(averages, settings.Beta1);
        Foreach.Add_(averages, gradients, 1 - settings.Beta1);
        Foreach.Mul_(squares, settings.Beta2);
        Foreach.Addcmul_(squares, gradients, gradients, 1 - settings.Beta2);
        var denominators = Foreach.Sqrt(squares);
        Foreach.Div_(denominators, settings.RootCorrection(entries[0].Number));
        Foreach.Add_(denominators, settings.Epsilon);
        Foreach.Addcdiv_(parameters, averages, denominators, settings.Step(entries[0].Number));
    }

    private static Tensor Gradient(AdamEntry entry)
    {
        var gradient = entry.Parameter.grad!;
        // A conjugate that libtorch has only noted has no real view.
        return gradient.is_complex() ? view_as_real(gradient.resolve_conj()) : gradient;
    }

    // A complex number is a pair of reals to the moments, as in PyTorch.
    private static Tensor Real(Tensor tensor) => tensor.is_complex() ? view_as_real(tensor) : tensor;
}
