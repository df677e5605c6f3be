using SerpentDsl.Io;
using SerpentDsl.Layers;
using SerpentDsl.Native;
using SerpentDsl.Testing;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Layers;

public sealed class StreamStateTests
{
    [Fact]
    public void Paths_batch_and_bytes_are_those_of_the_whole_tree()
    {
        using var state = Make();
        Assert.Equal(["blocks.0.ssm.x", "blocks.0.ssm.n", "blocks.1.x", "blocks.1.n"], state.All().Select(entry => entry.Path));
        Assert.Equal(3, state.Batch);
        // Per layer: complex64 [3, 2] and int64 [3].
        Assert.Equal(2 * ((3 * 2 * 8) + (3 * 8)), state.Bytes);
        Assert.Equal("Demo.Model", state.Architecture);
        Assert.Single(state.Child(1).Constants);
    }

    [Fact]
    public void A_copy_is_a_value_of_its_own_that_shares_constants()
    {
        var state = Make();
        using var copy = state.Copy();
        Layer(state).Replace(1, tensor(new[] { 7L, 8, 9 }));
        Assert.Equal([1, 2, 3], Layer(copy)[1].data<long>().ToArray());
        Layer(copy).Constants[0].fill_(Scalars.Of(5));
        Assert.Equal(5, Layer(state).Constants[0].item<float>());
        state.Dispose();
        Assert.Equal(5, Layer(copy).Constants[0].item<float>());
        Assert.Equal([1, 2, 3], Layer(copy)[1].data<long>().ToArray());
        Assert.Equal("Demo.Model", copy.Architecture);
    }

    [Fact]
    public void Rooms_stay_until_another_kind_is_asked_for_and_are_no_part_of_the_value()
    {
        var before = LeakCheck.LiveTensors;
        using (Tensor like = zeros(1), other = zeros(1, ScalarType.Float64))
        {
            using var state = Make();
            Tensor room;
            using (NewDisposeScope())
            {
                room = state.Room(2, 5, like);
            }

            Assert.Equal([3, 5], room.shape);
            Assert.Same(room, state.Room(2, 5, like));
            Assert.NotSame(room, state.Room(0, 5, like));
            Assert.Equal(ScalarType.Float64, state.Room(2, 5, other).dtype);
            Assert.Equal([3, 6], state.Room(2, 6, like).shape);
            using var copy = state.Copy();
            Assert.NotSame(state.Room(0, 5, like), copy.Room(0, 5, like));
            Assert.Equal(4, state.All().Count());
        }

        Assert.Equal(before, LeakCheck.LiveTensors);
    }

    [Fact]
    public void Rows_are_reset_one_by_one_or_all_even_where_they_are_not_finite()
    {
        using var scope = NewDisposeScope();
        using var state = Make();
        Layer(state).Replace(0, complex(full([3, 2], Scalars.Of(float.NaN)), ones(3, 2)));
        state.Reset(tensor(new[] { false, true, false }));
        Assert.Equal([1, 0, 3], Layer(state)[1].data<long>().ToArray());
        Assert.Equal(0, Layer(state)[0][1].abs().sum().item<float>());
        Assert.True(Layer(state)[0][0].real.isnan().all().item<bool>());
        Assert.Equal([1, 0, 3], state.Child(1)[1].data<long>().ToArray());
        state.Reset();
        Assert.All(state.All(), entry => Assert.Equal(0, entry.Value.count_nonzero().item<long>()));
    }

    [Fact]
    public void A_reset_writes_into_no_tensor_that_an_output_may_share()
    {
        using var scope = NewDisposeScope();
        using var state = Make();
        var output = Layer(state)[1].alias();
        state.Reset();
        Assert.Equal([1, 2, 3], output.data<long>().ToArray());
    }

    [Fact]
    public void Kept_rows_go_on_and_the_others_go_back()
    {
        using var scope = NewDisposeScope();
        using var state = Make();
        using var before = state.Copy();
        foreach (var layer in new[] { Layer(state), state.Child(1) })
        {
            layer.Replace(0, complex(full([3, 2], Scalars.Of(9f)), zeros(3, 2)));
            layer.Replace(1, tensor(new[] { 7L, 8, 9 }));
        }

        state.KeepRows(tensor(new[] { true, false, true }), before);
        Assert.Equal([7, 2, 9], Layer(state)[1].data<long>().ToArray());
        Assert.Equal([7, 2, 9], state.Child(1)[1].data<long>().ToArray());
        Assert.Equal(9, Layer(state)[0][0, 0].real.item<float>());
        Assert.Equal(Layer(before)[0][1, 1].imag.item<float>(), Layer(state)[0][1, 1].imag.item<float>());
    }

    [Fact]
    public void Replacing_takes_over_what_fits_and_nothing_else()
    {
        using var scope = NewDisposeScope();
        using var state = Make();
        var same = Layer(state)[1];
        Layer(state).Replace(1, same);
        Assert.False(same.IsInvalid);
        Assert.Contains(
            "'n' is Int64 [3]", Assert.Throws<ArgumentException>(() => Layer(state).Replace(1, zeros([4], ScalarType.Int64))).Message);
        Assert.Contains("Float32 [3]", Assert.Throws<ArgumentException>(() => Layer(state).Replace(1, zeros(3))).Message);
        using var real = StreamState.Of(("x", zeros(2)));
        real.Replace(0, ones(2).requires_grad_(true) * Scalars.Two);
        Assert.False(real[0].requires_grad);
        Assert.Equal(2, real[0][0].item<float>());
    }

    [Fact]
    public void Parts_must_agree_in_batch_and_differ_in_name()
    {
        using var scope = NewDisposeScope();
        Assert.Contains("'b' [2, …]", Assert.Throws<ArgumentException>(() => StreamState.Of(("a", zeros(3)), ("b", zeros(2)))).Message);
        Assert.Contains("'a' []", Assert.Throws<ArgumentException>(() => StreamState.Of(("a", zeros([])))).Message);
        Assert.Contains("'a'", Assert.Throws<ArgumentException>(() => StreamState.Of(("a", zeros(3)), ("a", zeros(3)))).Message);
        Assert.Contains(nameof(StreamState.Empty), Assert.Throws<ArgumentException>(() => StreamState.Of([], [], [])).Message);
        using var empty = StreamState.Empty(4);
        Assert.Equal((4, 0), (empty.Batch, empty.Bytes));
        Assert.Equal(4, StreamState.Of(("echo", empty)).Batch);
    }

    [Fact]
    public void A_state_of_something_else_is_refused()
    {
        using var state = Make();
        Layer(state).CheckLayer("S4", 3, "x", "n");
        state.CheckLayer("Model", 3, "blocks.0", "blocks.1");
        state.CheckModel("Demo.Model", 3);
        Assert.Contains("(x), not of (x, n)", Assert.Throws<ArgumentException>(() => Layer(state).CheckLayer("S4", 3, "x")).Message);
        Assert.Throws<ArgumentException>(() => Layer(state).CheckLayer("S4", 3, "n", "x"));
        Assert.Contains(
            "3 sequences, the input of 2", Assert.Throws<ArgumentException>(() => Layer(state).CheckLayer("S4", 2, "x", "n")).Message);
        Assert.Contains("Demo.Other", Assert.Throws<ArgumentException>(() => state.CheckModel("Demo.Other", 3)).Message);
        Assert.Throws<ArgumentException>(() => state.CheckModel("Demo.Model", 1));
        Assert.Contains("a layer", Assert.Throws<ArgumentException>(() => Layer(state).CheckModel("Demo.Model", 3)).Message);
    }

    [Fact]
    public void Rows_of_another_type_or_size_are_refused_before_anything_changes()
    {
        using var scope = NewDisposeScope();
        using var state = Make();
        Assert.Contains("Bool [3]", Assert.Throws<ArgumentException>(() => state.Reset(tensor(new[] { 1L, 0, 1 }))).Message);
        Assert.Throws<ArgumentException>(() => state.Reset(tensor(new[] { true, false })));
        using var other = StreamState.Of(("x", zeros(3)));
        Assert.Throws<ArgumentException>(() => state.KeepRows(tensor(new[] { true, false, true }), other));
        Assert.Equal([1, 2, 3], Layer(state)[1].data<long>().ToArray());
    }

    [Fact]
    public void A_saved_state_is_loaded_bit_for_bit()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var state = Make();
        using var other = Make();
        state.Save(folder["state.safetensors"]);
        Assert.Equal(["state.safetensors"], folder.Files);
        other.Reset();
        other.Load(folder["state.safetensors"]);
        Assert.All(state.All().Zip(other.All()), pair => Assert.Equal(pair.First.Value, pair.Second.Value));
        Assert.Equal(state.All().Select(entry => entry.Value.dtype), other.All().Select(entry => entry.Value.dtype));
    }

    [Fact]
    public void A_file_of_another_state_is_refused_with_every_difference()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var state = Make();
        using var other = StreamState.OfModel(
            "Demo.Other",
            ("blocks.0", StreamState.Of(("ssm", StreamState.Of(("x", zeros(3, 5)), ("n", zeros(3)))))),
            ("blocks.2", StreamState.Of(("x", zeros(3)))));
        other.Save(folder["other"]);
        var message = Assert.Throws<SafetensorsException>(() => state.Load(folder["other"])).Message;
        foreach (var part in new[]
        {
            "Demo.Other",
            "Demo.Model",
            "reshaped: blocks.0.ssm.x is [3, 5] in the file, [3, 2, 2] here",
            "retyped: blocks.0.ssm.n is F32 in the file, Int64 here",
            "missing in the file: blocks.1.x [3, 2, 2]", "unexpected in the file: blocks.2.x",
        })
        {
            Assert.Contains(part, message);
        }

        Assert.Equal([1, 2, 3], Layer(state)[1].data<long>().ToArray());
        Assert.Throws<SafetensorsException>(() => state.Load(folder["absent"]));
    }

    [Fact]
    public void A_state_outlives_the_scope_it_was_made_in_and_leaves_nothing_behind()
    {
        using var folder = new TemporaryFolder();
        LeakCheck.AssertFlat(
            () =>
            {
                StreamState state;
                using (NewDisposeScope())
                {
                    state = Make();
                }

                using var copy = state.Copy();
                using var rows = tensor(new[] { true, false, true });
                copy.Reset(rows);
                state.KeepRows(rows, copy);
                state.Save(folder["state"]);
                copy.Load(folder["state"]);
                copy.Reset();
                Assert.Equal([1, 2, 3], Layer(state)[1].data<long>().ToArray());
                state.Dispose();
            },
            steps: 20,
            warmUp: 5);
    }

    private static StreamState Layer(StreamState state) => state.Child(0).Child(0);

    private static StreamState Make()
    {
        using var scope = NewDisposeScope();
        return StreamState.OfModel("Demo.Model", ("blocks.0", StreamState.Of(("ssm", One()))), ("blocks.1", One()));
    }

    private static StreamState One() =>
        StreamState.Of([ones([])], [], [("x", complex(ones(3, 2), full([3, 2], Scalars.Of(2f)))), ("n", tensor(new[] { 1L, 2, 3 }))]);
}
