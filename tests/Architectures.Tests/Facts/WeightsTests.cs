namespace SerpentDsl.Architectures.Tests.Facts;

/// <summary>The tensors that the compiler knows of are those of the running model's checkpoints.</summary>
public sealed class WeightsTests
{
    public static TheoryData<string> Names => DeclaredArchitectures.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Names_shapes_and_types_are_those_of_the_state_dict(string name)
    {
        var spec = DeclaredArchitectures.Find(name);
        using var model = spec.Create();

        string[] actual =
        [
            .. model.Module.state_dict().Select(
                entry => $"{entry.Key} {entry.Value.dtype.ToString().ToLowerInvariant()} [{string.Join(", ", entry.Value.shape)}]")
        ];
        string[] stated = [.. spec.Weights.Select(weight => $"{weight.Name} {weight.Type} [{string.Join(", ", weight.Shape)}]")];
        Assert.Equal(actual.Order(StringComparer.Ordinal), stated.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_no_buffer_is_trained(string name)
    {
        var spec = DeclaredArchitectures.Find(name);
        using var model = spec.Create();

        Assert.Equal(
            model.Module.named_parameters().Select(entry => entry.name).Order(StringComparer.Ordinal),
            spec.Weights.Where(weight => !weight.IsBuffer).Select(weight => weight.Name).Order(StringComparer.Ordinal));
        Assert.Equal(
            spec.Parameters,
            spec.Weights.Where(weight => !weight.IsBuffer).Sum(weight => weight.Shape.Aggregate(1L, (product, size) => product * size)));
    }
}
