using SerpentDsl.Native;
using SerpentDsl.Specs;
using static TorchSharp.torch;

namespace SerpentDsl.Generator.Tests;

/// <summary>Every norm at every place, every mixer, and both kinds of dropout.</summary>
public sealed class BackboneTests
{
    private static readonly string[] s_norms = ["Batch", "Layer", "Rms"];
    private static readonly string[] s_placements = ["After", "Before"];

    public static TheoryData<string, string, string> Options()
    {
        var mixers = Enum.GetNames<Mixer>();
        TheoryData<string, string, string> data = [];
        for (var i = 0; i < s_norms.Length * s_placements.Length; i++)
        {
            // Six norms and six mixers: each pair of a norm's place with two of them.
            data.Add(s_norms[i % 3], s_placements[i / 3], mixers[i]);
            data.Add(s_norms[i % 3], s_placements[i / 3], mixers[(i + 3) % mixers.Length]);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Options))]
    public void A_model_runs_learns_and_does_not_see_padding(string norm, string placement, string mixer)
    {
        using var scope = NewDisposeScope();
        var spec = SpecOf(
            $"Norm = Norm.{norm}, NormPlacement = NormPlacement.{placement}, Mixer = Mixer.{mixer}, FinalNorm = "
                + $"{(mixer == "None" ? "false" : "true")}");
        manual_seed(17);
        using var model = spec.Create();
        Assert.Equal(spec.Parameters, model.Module.parameters().Sum(parameter => parameter.numel()));
        var input = ModelInput.Draw(spec.Head, [16, 5, 11], 16);
        input.Through(model).Squared().sum().backward();
        foreach (var (name, parameter) in model.Module.named_parameters())
        {
            Assert.True(parameter.grad is { } gradient && gradient.count_nonzero().item<long>() > 0, name);
        }

        model.Module.eval();
        Tensor together = input.Through(model), alone = input.Row(1).Through(model), repadded = input.Repadded().Through(model);
        Assert.True(together[1].allclose(alone[0], 1e-4, 1e-5));
        Assert.True(together.allclose(repadded, 1e-4, 1e-5));
    }

    [Theory]
    [InlineData("Dropout = 0.25, DropoutTied = true", "SequenceDropout")]
    [InlineData("Dropout = 0.25", "Dropout")]
    public void Dropout_is_of_the_declared_kind(string options, string kind)
    {
        var spec = SpecOf(options);
        using var model = spec.Create();
        Assert.Equal(kind, spec.Layers.Single(layer => layer.Name == "blocks.0.dropout").Kind);
        Assert.Equal(kind, model.Module.named_modules().Single(entry => entry.name == "blocks.0.dropout").module.GetType().Name);
    }

    private static ArchitectureSpec SpecOf(string options) => GeneratedAssembly.SpecOf(
        Compiled.Of(
            Declared.Classifier(
                $"[Backbone(features: 6, depth: 2, {options})]\n[S4Branch(StateSize = 2)]\n"
                    + "[S4Branch(StateSize = 2, CompressionRate = 0.5, WindowSize = 3)]")),
        "Demo.Model");
}
