using System.Numerics;
using SerpentDsl.Native;
using SerpentDsl.Ssm;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Theory;

/// <summary>
/// Extracts the diagonal systems of a model's layers, with the inputs that each layer reads when the model runs. S4 is left out: its state
/// matrix is not diagonal, so Proposition 1 does not apply.
/// </summary>
internal static class LayerSystems
{
    /// <summary>Smallest sequence length: one element is left out between two others.</summary>
    private const int FewestElements = 3;

    /// <summary>Runs a model and extracts the systems of its layers.</summary>
    /// <param name="model">The model.</param>
    /// <param name="run">Runs the model over one sequence.</param>
    public static IReadOnlyList<SystemGroup> Of(nn.Module model, Action run)
    {
        var groups = new List<SystemGroup>();
        var hooks = new List<Action>();
        foreach (var (name, module) in model.named_modules())
        {
            switch (module)
            {
                case S4D s4d:
                    hooks.Add(s4d.register_forward_pre_hook(
                        (_, u, lengths) => Watch(u, lengths, seen => Add(name, s4d, OfS4D(s4d, seen)))).remove);
                    break;
                case S5 s5:
                    hooks.Add(
                        s5.register_forward_pre_hook((_, u, lengths) => Watch(u, lengths, seen => Add(name, s5, OfS5(s5, seen)))).remove);
                    break;
                case Mamba mamba:
                    // The projection x_proj reads the inputs of the scan, and computes Δ (before its own projection) and B.
                    var selection = (Linear)mamba.named_children().Single(child => child.name == "x_proj").module;
                    hooks.Add(selection.register_forward_hook((_, x, selected) =>
                    {
                        Watch(x, null, seen => Add(name, mamba, OfMamba(mamba, seen, selected[0].cpu().to(ScalarType.Float64))));
                        return selected;
                    }).remove);
                    break;
            }
        }

        try
        {
            run();
        }
        finally
        {
            foreach (var remove in hooks)
            {
                remove();
            }
        }

        return groups;

        void Add(string name, nn.Module layer, List<SampledSystem> systems) => groups.Add(new SystemGroup(name, layer.GetName(), systems));
    }

    /// <summary>Passes the sequence of a batch of one to a callback, if it is long enough, and returns the arguments unchanged.</summary>
    private static (Tensor U, Tensor? Lengths) Watch(Tensor u, Tensor? lengths, Action<Tensor> look)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var seen = lengths is null ? u[0] : u[0].narrow(0, 0, lengths[0].item<long>());
        if (seen.shape[0] >= FewestElements)
        {
            look(seen.cpu().to(ScalarType.Float64));
        }

        return (u, lengths);
    }

    /// <summary>
    /// One system for each feature, with B = 1 and the feature's Δ as the interval of all elements. Where every mode has its own Δ_n, the
    /// interval of every element is 1, and mode n has the decay Δ_n a_n and the input Δ_n u.
    /// </summary>
    private static List<SampledSystem> OfS4D(nn.Module layer, Tensor u)
    {
        var state = layer.state_dict();
        double[,] decay = Matrix(state["log_A_real"]), frequency = Matrix(state["A_imag"]), inputs = Matrix(u);
        var logDelta = Matrix(state["log_dt"].reshape(inputs.GetLength(1), -1));
        int copies = decay.GetLength(0), modes = decay.GetLength(1), length = inputs.GetLength(0);
        var isTied = logDelta.GetLength(1) == 1;
        var systems = new List<SampledSystem>();
        for (var feature = 0; feature < inputs.GetLength(1); feature++)
        {
            int row = feature, copy = feature % copies;
            double[] factors = [.. Enumerable.Range(0, modes).Select(n => isTied ? 1.0 : Math.Exp(logDelta[row, n]))];
            systems.Add(new SampledSystem(
                [.. Enumerable.Range(0, modes).Select(n => factors[n] * new Complex(-Math.Exp(decay[copy, n]), frequency[copy, n]))],
                [.. Enumerable.Range(0, length).Select(l => factors.Select(factor => new Complex(factor * inputs[l, row], 0)).ToArray())],
                [.. Enumerable.Repeat(isTied ? Math.Exp(logDelta[row, 0]) : 1.0, length)],
                Euler: false));
        }

        return systems;
    }

    /// <summary>
    /// One system over all features. Δ differs between modes, so the interval of every element is 1, and mode n has the decay Δ_n Λ_n and
    /// the
    /// input Δ_n B_n.
    /// </summary>
    private static List<SampledSystem> OfS5(nn.Module layer, Tensor u)
    {
        var state = layer.state_dict();
        double[,] real = Matrix(state["Lambda_re"].unsqueeze(1)), imaginary = Matrix(state["Lambda_im"].unsqueeze(1));
        var logStep = Matrix(state["log_step"].view(-1, 1));
        var realInput = Matrix(u.mm(state["B"].select(2, 0).cpu().to(ScalarType.Float64).t()));
        var imaginaryInput = Matrix(u.mm(state["B"].select(2, 1).cpu().to(ScalarType.Float64).t()));
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

    /// <summary>One real system for each channel, by Euler's rule. B and the intervals depend on the input.</summary>
    private static List<SampledSystem> OfMamba(nn.Module layer, Tensor x, Tensor selected)
    {
        var state = layer.state_dict();
        Tensor widen = state["dt_proj.weight"].cpu().to(ScalarType.Float64), bias = state["dt_proj.bias"].cpu().to(ScalarType.Float64);
        var (channels, rank) = (widen.shape[0], widen.shape[1]);
        double[,] logDecay = Matrix(state["A_log"]), inputs = Matrix(x);
        int states = logDecay.GetLength(1), length = inputs.GetLength(0);
        var b = Matrix(selected.narrow(1, rank, states));
        var delta = Matrix(nn.functional.linear(selected.narrow(1, 0, rank), widen, bias).Softplus());
        return
        [
            .. Enumerable.Range(0, (int)channels).Select(channel => new SampledSystem(
                [.. Enumerable.Range(0, states).Select(n => new Complex(-Math.Exp(logDecay[channel, n]), 0))],
                [.. Enumerable.Range(0, length).Select(
                    l => Enumerable.Range(0, states).Select(n => new Complex(b[l, n] * inputs[l, channel], 0)).ToArray())],
                [.. Enumerable.Range(0, length).Select(l => delta[l, channel])],
                Euler: true)),
        ];
    }

    private static double[,] Matrix(Tensor values)
    {
        using var scope = NewDisposeScope();
        var (rows, columns) = (values.shape[0], values.shape[1]);
        var flat = values.detach().cpu().to(ScalarType.Float64).contiguous().data<double>().ToArray();
        var matrix = new double[rows, columns];
        Buffer.BlockCopy(flat, 0, matrix, 0, flat.Length * sizeof(double));
        return matrix;
    }
}
