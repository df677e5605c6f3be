using System.Numerics;
using SerpentDsl.Ssm;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Theory;

/// <summary>
/// The diagonal systems of a model's layers, over the inputs that the layers really see. S4's state matrix is not diagonal: the proposition says
/// nothing of it.
/// </summary>
internal static class LayerSystems
{
    /// <summary>Fewest elements that a layer must see for one to be left out between others.</summary>
    private const int FewestElements = 3;

    /// <summary>Runs a model and takes the systems of its layers.</summary>
    /// <param name="model">The model.</param>
    /// <param name="run">Runs it over one sequence.</param>
    public static IReadOnlyList<SystemGroup> Of(nn.Module model, Action run)
    {
        var groups = new List<SystemGroup>();
        var hooks = new List<Action>();
        foreach ((string name, nn.Module module) in model.named_modules())
        {
            Func<nn.Module, Tensor, IReadOnlyList<SampledSystem>>? systems = module switch
            {
                S4D => OfS4D,
                S5 => OfS5,
                _ => null,
            };
            if (systems is not null)
            {
                var layer = (Layers.SequenceLayer)module;
                hooks.Add(layer.register_forward_pre_hook((_, u, lengths) =>
                {
                    using IDisposable noGradient = no_grad();
                    using DisposeScope scope = NewDisposeScope();
                    Tensor seen = lengths is null ? u[0] : u[0].narrow(0, 0, lengths[0].item<long>());
                    if (seen.shape[0] >= FewestElements)
                    {
                        groups.Add(new SystemGroup(name, layer.GetName(), systems(layer, seen.cpu().to(ScalarType.Float64))));
                    }

                    return (u, lengths);
                }).remove);
            }
        }

        try
        {
            run();
        }
        finally
        {
            foreach (Action remove in hooks)
            {
                remove();
            }
        }

        return groups;
    }

    /// <summary>One system for each feature, B = 1, an interval Δ of its own that all elements share.</summary>
    private static List<SampledSystem> OfS4D(nn.Module layer, Tensor u)
    {
        Dictionary<string, Tensor> state = layer.state_dict();
        double[,] decay = Matrix(state["log_A_real"]), frequency = Matrix(state["A_imag"]), inputs = Matrix(u);
        double[,] logDelta = Matrix(state["log_dt"].unsqueeze(1));
        int modes = decay.GetLength(1), length = inputs.GetLength(0);
        var systems = new List<SampledSystem>();
        for (int feature = 0; feature < decay.GetLength(0); feature++)
        {
            int row = feature;
            systems.Add(new SampledSystem(
                [.. Enumerable.Range(0, modes).Select(n => new Complex(-Math.Exp(decay[row, n]), frequency[row, n]))],
                [.. Enumerable.Range(0, length).Select(l => Enumerable.Repeat(new Complex(inputs[l, row], 0), modes).ToArray())],
                [.. Enumerable.Repeat(Math.Exp(logDelta[row, 0]), length)],
                Euler: false));
        }

        return systems;
    }

    /// <summary>
    /// One system over all features. Δ differs from mode to mode, so time is counted in steps: the system Δ_n Λ_n, Δ_n B_n has the interval 1.
    /// </summary>
    private static List<SampledSystem> OfS5(nn.Module layer, Tensor u)
    {
        Dictionary<string, Tensor> state = layer.state_dict();
        double[,] real = Matrix(state["Lambda_re"].unsqueeze(1)), imaginary = Matrix(state["Lambda_im"].unsqueeze(1));
        double[,] logStep = Matrix(state["log_step"].view(-1, 1));
        double[,] realInput = Matrix(u.mm(state["B"].select(2, 0).cpu().to(ScalarType.Float64).t()));
        double[,] imaginaryInput = Matrix(u.mm(state["B"].select(2, 1).cpu().to(ScalarType.Float64).t()));
        int modes = real.GetLength(0), length = realInput.GetLength(0);
        double[] step = [.. Enumerable.Range(0, modes).Select(n => Math.Exp(logStep[n, 0]))];
        return
        [
            new SampledSystem(
                [.. Enumerable.Range(0, modes).Select(n => step[n] * new Complex(real[n, 0], imaginary[n, 0]))],
                [.. Enumerable.Range(0, length).Select(l =>
                    Enumerable.Range(0, modes).Select(n => step[n] * new Complex(realInput[l, n], imaginaryInput[l, n])).ToArray())],
                [.. Enumerable.Repeat(1.0, length)],
                Euler: false),
        ];
    }

    private static double[,] Matrix(Tensor values)
    {
        using DisposeScope scope = NewDisposeScope();
        (long rows, long columns) = (values.shape[0], values.shape[1]);
        double[] flat = values.detach().cpu().to(ScalarType.Float64).contiguous().data<double>().ToArray();
        var matrix = new double[rows, columns];
        Buffer.BlockCopy(flat, 0, matrix, 0, flat.Length * sizeof(double));
        return matrix;
    }
}
