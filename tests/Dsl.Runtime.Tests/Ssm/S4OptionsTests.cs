using System.ComponentModel;
using System.Data;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using SerpentDsl.Layers;
using SerpentDsl.Native;
using SerpentDsl.Ssm;
using SerpentDsl.Testing;
using static SerpentDsl.Runtime.Tests.Ssm.S4Layers;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Ssm;

/// <summary>The parameters and options of S4 and S4D, and what the layers ask of the optimizer.</summary>
public sealed class S4OptionsTests
{
    public static TheoryData<string, bool> Layers => S4Layers.All;

    [Theory]
    [MemberData(nameof(Layers))]
    public void The_stated_parameters_are_the_real_ones(string name, bool bidirectional)
    {
        using var scope = NewDisposeScope();
        using var layer = Make(name, bidirectional);
        var names = new Dictionary<string, int>
        {
            ["Directions"] = bidirectional ? 2 : 1,
            ["Features"] = 6,
            ["StateSize"] = 8,
            ["Copies"] = name == nameof(S4D) ? 0 : 2,
            ["DeltaTied"] = name == SharedS4D ? 0 : 1,
            ["Rank"] = 1,
        };

        // A dimension of 0 states a parameter that this layer does not have.
        var stated = layer.GetType().GetCustomAttributes<LayerParameterAttribute>()
            .Select(p => (p.Name, Shape: p.Shape.Select(size => (long)Evaluate(size, names)).ToArray()))
            .Where(p => !p.Shape.Contains(0))
            .ToDictionary(p => p.Name, p => p.Shape);
        Assert.Equal(layer.named_parameters().ToDictionary(p => p.name, p => p.parameter.shape), stated);
    }

    [Fact]
    public void A_bidirectional_S4_of_state_size_8_has_18_parameters_per_feature_and_24()
    {
        using var scope = NewDisposeScope();
        using var layer = MakeS4(features: 96, bidirectional: true, maxLength: 32, copies: 1);
        Assert.Equal((18 * 96) + 24, layer.parameters().Sum(parameter => parameter.numel()));
    }

    [Theory]
    [InlineData(typeof(S4BranchAttribute), typeof(S4))]
    [InlineData(typeof(S4DBranchAttribute), typeof(S4D))]
    public void Every_option_of_the_attribute_reaches_the_constructor_and_has_one_default(Type attribute, Type layer)
    {
        Assert.Equal(layer, attribute.GetCustomAttribute<BranchLayerAttribute>()!.Layer);
        var parameters = Assert.Single(layer.GetConstructors()).GetParameters();
        Assert.DoesNotContain(parameters, parameter => parameter.HasDefaultValue);
        string[] general = ["features", "bidirectional", "maxLength"];
        var options = BranchOptions.Of(attribute);
        Assert.Equal(
            options.Select(option => char.ToLowerInvariant(option.Name[0]) + option.Name[1..]).Order(),
            parameters.Select(parameter => parameter.Name!).Except(general).Order());
        Assert.All(
            options, option => Assert.Equal(option.PropertyType, option.GetCustomAttribute<DefaultValueAttribute>()!.Value!.GetType()));
    }

    [Fact]
    public void The_state_matrices_learn_at_their_own_rate_without_decay()
    {
        using var scope = NewDisposeScope();
        using var layer = MakeS4(6, true, 16, 1);
        var hints = (IOptimizerHints)layer.named_children().Single(child => child.name == "kernel").module;
        Assert.Equal(new OptimizerHint(2e-3, 0), hints.HintFor("A_real"));
        Assert.Equal(new OptimizerHint(2e-3, 0), hints.HintFor("A_imag"));
        Assert.Equal(new OptimizerHint(2e-3, 0), hints.HintFor("B"));
        Assert.Equal(new OptimizerHint(2e-3, 0), hints.HintFor("P"));
        Assert.Equal(new OptimizerHint(null, 0), hints.HintFor("inv_dt"));
        Assert.Equal(default, hints.HintFor("C"));
    }

    [Fact]
    public void A_shared_and_untied_S4D_has_a_step_for_every_mode_and_a_matrix_for_every_copy()
    {
        using var scope = NewDisposeScope();
        using var layer = Make(SharedS4D, bidirectional: false);
        var shapes = layer.named_parameters().ToDictionary(p => p.name, p => p.parameter.shape);
        Assert.Equal([6, 4], shapes["log_dt"]);
        Assert.Equal([2, 4], shapes["log_A_real"]);
        Assert.Equal([2, 4], shapes["A_imag"]);
        var hints = (IOptimizerHints)layer;
        Assert.Equal(new OptimizerHint(1e-3, 0), hints.HintFor("log_dt"));
    }

    [Fact]
    public void Features_that_share_a_matrix_have_the_impulse_response_of_separate_equal_ones()
    {
        using var scope = NewDisposeScope();
        using SequenceLayer shared = Make(SharedS4D, bidirectional: false), separate = new S4D(
            6,
            false,
            8,
            copies: 6,
            Initialisation.DiagonalInverse,
            Discretisation.ZeroOrderHold,
            deltaTied: false,
            1e-3,
            1e-1,
            1e-3,
            Activation.Gelu);
        Dictionary<string, Tensor> source = shared.state_dict(), target = separate.state_dict();
        using (no_grad())
        {
            source["log_A_real"][1].AddInPlace(0.25);
            foreach (var (key, value) in target)
            {
                var from = source[key];
                // Feature i uses copy i mod 2.
                value.copy_(from.shape[0] == 2 ? from.repeat(3, 1) : from);
            }
        }

        var u = randn(2, 13, 6);
        Tolerance.AssertClose(separate.forward(u, null), shared.forward(u, null), 1e-6, "y");
    }

    [Fact]
    public void Options_that_make_no_system_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Diagonal(initialisation: Initialisation.LegS));
        Assert.Throws<ArgumentException>(() => Diagonal(minDelta: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Diagonal(stateSize: 7));
        Assert.Contains("3 copies", Assert.Throws<ArgumentException>(() => Diagonal(copies: 3)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Diagonal(copies: -1));
        var untied = SsmFixture.Options(4, 8, 1, 2, 1, Initialisation.LegS, PositiveTransform.Exp) with { DeltaTied = false };
        Assert.Contains("S4D", Assert.Throws<ArgumentException>(() => new S4Kernel(untied)).Message);
        Assert.Throws<ArgumentException>(() => MakeS4(6, true, 16, copies: 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => MakeS4(6, true, 0, copies: 1));
    }

    private static S4D Diagonal(
        int stateSize = 8, int copies = 0, Initialisation initialisation = Initialisation.DiagonalLinear, double minDelta = 1e-3) =>
        new(
            4,
            false,
            stateSize,
            copies,
            initialisation,
            Discretisation.ZeroOrderHold,
            deltaTied: true,
            minDelta,
            1e-1,
            1e-3,
            Activation.None);

    private static int Evaluate(string expression, Dictionary<string, int> names)
    {
        var numbers = Regex.Replace(expression, "[A-Za-z]+", match => names[match.Value].ToString(CultureInfo.InvariantCulture));
        numbers = Regex.Replace(numbers, @"^(\w+) == (\w+) \? (.+) : (.+)$", "IIF($1 = $2, $3, $4)");
        using var table = new DataTable();
        return Convert.ToInt32(table.Compute(numbers, null), CultureInfo.InvariantCulture);
    }
}
