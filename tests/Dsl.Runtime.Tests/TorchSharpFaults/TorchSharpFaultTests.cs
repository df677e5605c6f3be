using System.Diagnostics;
using SerpentDsl.Testing;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.TorchSharpFaults;

/// <summary>
/// The faults of TorchSharp that this library works around, as docs/reference/torchsharp.md lists them. A test that fails here says that
/// the fault is mended: take the work-around out, and the row.
/// </summary>
public sealed class TorchSharpFaultTests
{
    [Fact]
    public void Saved_tensors_that_forward_made_in_a_scope_of_its_own_are_gone()
    {
        using var scope = NewDisposeScope();
        using var x = ones(3, requires_grad: true);
        Saving.WasThere = null;
        Saving.apply(x).sum().backward();
        Assert.False(Saving.WasThere);
    }

    [Theory]
    [InlineData(FatalFault.ExceptionInBackward)]
    [InlineData(FatalFault.MaterialisedGradientAfterScope)]
    public async Task These_end_the_process(FatalFault fault)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(TorchSharpFaultTests).Assembly.Location, fault.ToString()])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,

            // The runtime's dump of a crash, which would take seconds.
            Environment = { ["DOTNET_DbgEnableMiniDump"] = "0" },
        };
        using var child = Process.Start(start)!;
        var output = child.StandardOutput.ReadToEndAsync();
        var errors = await child.StandardError.ReadToEndAsync();
        await output;
        await child.WaitForExitAsync();
        Assert.NotEqual(0, child.ExitCode);
        Assert.Contains("Unhandled exception", errors);
    }

    [Fact]
    public void The_missing_gradient_of_an_unread_result_counts_as_live_for_ever()
    {
        using var x = ones(3, requires_grad: true);
        var before = LeakCheck.LiveTensors;
        using (NewDisposeScope())
        {
            Unread.apply(x)[0].sum().backward();
        }

        x.grad = null;
        Assert.True(LeakCheck.LiveTensors > before);
    }

    [Fact]
    public void Gradients_that_a_function_returns_live_until_the_scope_around_backward_ends()
    {
        using var scope = NewDisposeScope();
        Tensor x = ones(3, requires_grad: true), loss = Scaling.apply(x).sum();
        var before = LeakCheck.LiveTensors;
        loss.backward();
        Assert.True(LeakCheck.LiveTensors > before);
    }

    [Fact]
    public void What_a_function_saved_is_not_freed_by_backward()
    {
        using var scope = NewDisposeScope();
        Tensor x = ones(3, requires_grad: true), loss = Scaling.apply(x).sum();
        loss.backward();
        loss.backward();
        Assert.Equal(4, x.grad![0].item<float>());
    }

    [Fact]
    public void Zero_in_place_gives_a_second_tensor_to_dispose()
    {
        using var scope = NewDisposeScope();
        var x = ones(3);
        Assert.NotSame(x, x.zero_());
        Assert.Equal(0, x.sum().item<float>());
    }

    [Fact]
    public void An_optimizer_that_sets_gradients_to_zero_leaves_a_tensor_for_each_parameter()
    {
        using var linear = nn.Linear(4, 4);
        using var optimizer = optim.SGD(linear.parameters(), 0.1);
        using var input = ones(2, 4);
        using (var answer = linear.forward(input))
        using (var loss = answer.sum())
        {
            loss.backward();
        }

        var before = LeakCheck.LiveTensors;
        optimizer.zero_grad();
        Assert.Equal(before + 2, LeakCheck.LiveTensors);
        linear.zero_grad();
        Assert.Equal(before + 2, LeakCheck.LiveTensors);
    }

    [Fact]
    public void Truncated_normal_numbers_are_a_constant()
    {
        using var scope = NewDisposeScope();
        var x = nn.init.trunc_normal_(zeros(1000), 0, 1, -2, 2);
        Assert.Equal(0, x.std().item<float>(), 1e-6f);
    }

    [Fact]
    public void Unflatten_refuses_a_dimension_that_is_counted_from_the_end()
    {
        using var scope = NewDisposeScope();
        Assert.ThrowsAny<Exception>(() => zeros(2, 6).unflatten(-1, 2, 3));
    }

    [Fact]
    public void An_embedding_makes_a_new_parameter_whenever_its_weight_is_read()
    {
        using var scope = NewDisposeScope();
        using var embedding = nn.Embedding(3, 2);
        Assert.NotSame(embedding.weight, embedding.weight);
    }

    [Fact]
    public void A_batch_of_large_systems_is_solved_wrongly_by_several_threads()
    {
        // Whether it happens depends on the processor, so another version of libtorch is what has to show it.
        if (__version__ == "2.10.0.0")
        {
            return;
        }

        using var scope = NewDisposeScope();
        Tensor a = randn([4, 256, 256], ScalarType.Float64) + (32 * eye(256, dtype: ScalarType.Float64)),
            b = randn([4, 256, 3], ScalarType.Float64);
        Assert.ThrowsAny<Exception>(() => Assert.InRange((a.matmul(linalg.solve(a, b)) - b).abs().max().item<double>(), 0, 1e-9));
    }

    private sealed class Saving : autograd.SingleTensorFunction<Saving>
    {
        public static bool? WasThere { get; set; }

        public override string Name => nameof(Saving);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            using var scope = NewDisposeScope();
            var square = (Tensor)vars[0] * (Tensor)vars[0];
            ctx.save_for_backward([square]);
            return square.alias().MoveToOuterDisposeScope();
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
        {
            WasThere = ctx.get_saved_variables()[0] is not null;
            return [grad_output.alias()];
        }
    }

    private sealed class Unread : autograd.MultiTensorFunction<Unread>
    {
        public override string Name => nameof(Unread);

        public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
        {
            ctx.set_materialize_grads(false);
            return [(Tensor)vars[0] * 2, (Tensor)vars[0] * 3];
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs) => [grad_outputs[0] * 2];
    }

    private sealed class Scaling : autograd.SingleTensorFunction<Scaling>
    {
        public override string Name => nameof(Scaling);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            ctx.save_for_backward([(Tensor)vars[0]]);
            return (Tensor)vars[0] * 2;
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) =>
            [ctx.get_saved_variables()[0] * 2 * grad_output];
    }
}
