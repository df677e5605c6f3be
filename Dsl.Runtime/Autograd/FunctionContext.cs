using static TorchSharp.torch;

namespace SerpentDsl.Autograd;

/// <summary>The values that the forward pass of one call keeps for the backward pass.</summary>
public sealed class FunctionContext
{
    // A list, because for a few entries it needs less memory than a dictionary.
    private readonly List<(string Name, object Value)> _values = [];
    private readonly List<Tensor> _kept = [];

    internal FunctionContext(BackwardPass pass) => Pass = pass;

    /// <summary>
    /// Tensors that the forward pass kept, in the order of <see cref="Save"/>; null where null was given. Every read makes new tensors, in
    /// the current dispose scope.
    /// </summary>
    public List<Tensor> Saved => Native!.get_saved_variables();

    /// <summary>The pass of the thread that ran forward.</summary>
    internal BackwardPass Pass { get; }

    /// <summary>TorchSharp's own context; null where no gradient is wanted, and then nothing is kept.</summary>
    internal autograd.AutogradContext? Native { get; set; }

    /// <summary>Shape, type and device of each result, for the zeros that replace a missing gradient.</summary>
    internal (long[] Shape, ScalarType Type, Device Device)[] Results { get; set; } = [];

    /// <summary>How many arguments the call had.</summary>
    internal int Arguments { get; set; }

    /// <summary>A value, not a tensor, that the forward pass kept.</summary>
    /// <param name="name">Its name; set it once.</param>
    /// <exception cref="KeyNotFoundException">The forward pass did not set it.</exception>
    public object this[string name]
    {
        get
        {
            foreach (var (known, value) in _values)
            {
                if (known == name)
                {
                    return value;
                }
            }

            throw new KeyNotFoundException($"The forward pass kept no '{name}'.");
        }
        set => _values.Add((name, value));
    }

    /// <summary>Keeps tensors for the backward pass: arguments, results or others. Call it at most once.</summary>
    /// <param name="tensors">The tensors; null entries stay null.</param>
    public void Save(params ReadOnlySpan<Tensor?> tensors)
    {
        foreach (var tensor in tensors)
        {
            _kept.Add(tensor!);
        }
    }

    /// <summary>Hands the kept tensors to TorchSharp, which reads the list once the results are part of the graph.</summary>
    internal void HandOver() => Native!.save_for_backward(_kept);
}
