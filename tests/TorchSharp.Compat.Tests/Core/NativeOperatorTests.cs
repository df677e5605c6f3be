using System.Reflection;
using System.Runtime.InteropServices;
using TorchSharp.Interop;

namespace TorchSharp.Compat.Tests.Core;

/// <summary>The layer below the public API.</summary>
public sealed class NativeOperatorTests
{
    private static IEnumerable<Operator> All() => typeof(torch).Assembly.GetTypes()
        .Where(type => !type.ContainsGenericParameters)
        .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
        .Where(member => member.FieldType == typeof(Operator))
        .Select(member => (Operator)member.GetValue(null)!);

    [Fact]
    public void Every_operator_exists_in_this_libtorch()
    {
        var missing = new List<string>();
        int found = 0;
        foreach (var op in All())
        {
            try
            {
                op.Resolve();
                found++;
            }
            catch (ExternalException exception)
            {
                missing.Add(exception.Message);
            }
        }
        Assert.Empty(missing);
        Assert.True(found > 400, $"only {found} operators were looked up");
    }

    [Fact]
    public void An_unknown_operator_is_named()
    {
        var error = Assert.Throws<ExternalException>(() => new Operator("aten::no_such_thing", "Tensor").Call());
        Assert.Contains("aten::no_such_thing.Tensor", error.Message);
        Assert.Contains(torch.__version__, error.Message);
    }

    [Fact]
    public void A_missing_or_wrong_argument_shows_the_schema()
    {
        Assert.Contains("aten::matmul(Tensor self, Tensor other)", Assert.Throws<ExternalException>(() => Op.Matmul.Call()).Message);
        var error = Assert.Throws<ExternalException>(() => Op.Matmul.Call("text", 1));
        Assert.Contains("'self'", error.Message);
        using var x = torch.ones(1);
        Assert.Contains("too many", Assert.Throws<ExternalException>(() => Op.Exp.Call(x, x)).Message);
    }

    [Fact]
    public void Long_lists_are_passed_whole()
    {
        using var scope = torch.NewDisposeScope();
        var many = Enumerable.Range(0, 500).Select(i => torch.tensor(new[] { (double)i })).ToArray();
        Assert.Equal(500 * 499 / 2, torch.cat(many).sum().item<double>());
        Assert.Equal(500, torch.cat(many).split(Enumerable.Repeat(1L, 500).ToArray()).Length);
    }
}
