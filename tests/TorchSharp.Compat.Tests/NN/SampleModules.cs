using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Compat.Tests.NN;

/// <summary>A base class whose private field must be found from a derived class.</summary>
internal abstract class SampleBase : nn.Module<Tensor, Tensor>
{
    private readonly Parameter hidden;

    protected SampleBase(string name)
        : base(name) => hidden = new Parameter(ones(2));

    public Parameter Hidden => hidden;
}

/// <summary>One of everything that registration has a rule for.</summary>
internal sealed class Sample : SampleBase
{
    public readonly Linear first;
    public readonly Parameter scale;

    [ComponentName(Name = "renamed")]
    private readonly Parameter _internalName;

    private readonly Linear second;
    private readonly Tensor table;
    private readonly Linear? absent;
    private readonly Linear[] ignored;
    private readonly List<Parameter> ignoredToo;
    private readonly int number = 3;

    public Sample()
        : base(nameof(Sample))
    {
        first = nn.Linear(2, 3);
        second = nn.Linear(3, 1, hasBias: false);
        scale = new Parameter(ones(1));
        _internalName = new Parameter(zeros(4));
        table = arange(5);
        ignored = [nn.Linear(1, 1)];
        ignoredToo = [new Parameter(ones(1))];
        absent = null;
        RegisterComponents();
    }

    public Parameter InternalName => _internalName;

    public Tensor Table => table;

    public Linear Second => second;

    public int Ignored => ignored.Length + ignoredToo.Count + number + (absent is null ? 0 : 1);

    public override Tensor forward(Tensor input)
    {
        using var hiddenLayer = first.call(input);
        using var output = second.call(hiddenLayer);
        return output * scale;
    }
}

/// <summary>Registers by hand.</summary>
internal sealed class Manual : nn.Module
{
    public Manual()
        : base(nameof(Manual))
    {
    }

    public void Register() => RegisterComponents();
}
