using System.Numerics;
using static TorchSharp.torch;

namespace TorchSharp.Compat.Tests.Core;

public sealed class CreationTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Element_types_follow_the_dotnet_type()
    {
        Assert.Equal(float64, tensor(1.0).dtype);
        Assert.Equal(float64, tensor(new[] { 1.0 }).dtype);
        Assert.Equal(float32, tensor(1f).dtype);
        Assert.Equal(int64, tensor(1L).dtype);
        Assert.Equal(int32, tensor(1).dtype);
        Assert.Equal(uint8, tensor((byte)1).dtype);
        Assert.Equal(@bool, tensor(true).dtype);
        Assert.Equal(float16, tensor(new[] { (Half)1 }).dtype);
        Assert.Equal(complex128, tensor(new Complex(1, 2)).dtype);
        Assert.Equal(complex64, tensor((1f, 2f)).dtype);
        Assert.Equal(int16, tensor(new short[] { 1 }).dtype);
        Assert.Equal(int8, tensor(new sbyte[] { 1 }).dtype);
    }

    [Fact]
    public void A_given_dtype_converts()
    {
        var x = tensor(new[] { 1.9, -2.9 }, dtype: int64);
        Assert.Equal(int64, x.dtype);
        Check.Is(x, [2], 1, -2);
    }

    [Fact]
    public void Arrays_keep_their_shape()
    {
        Check.Is(tensor(new[] { 1, 2, 3 }), [3], 1, 2, 3);
        Check.Is(tensor(new float[,] { { 1, 2 }, { 3, 4 }, { 5, 6 } }), [3, 2], 1, 2, 3, 4, 5, 6);
        Check.Is(tensor(new double[,,] { { { 1, 2 } }, { { 3, 4 } } }), [2, 1, 2], 1, 2, 3, 4);
        Check.Is(tensor(new long[,,,] { { { { 7 } } } }), [1, 1, 1, 1], 7);
        Check.Is(tensor(new List<float> { 1, 2, 3, 4 }, 2, 2), [2, 2], 1, 2, 3, 4);
        Check.Is(tensor(new[] { 1f, 2f, 3f, 4f, 5f, 6f }, new long[] { 2, 3 }), [2, 3], 1, 2, 3, 4, 5, 6);
        Check.Is(tensor(new Memory<double>([1, 2]), [1, 2]), [1, 2], 1, 2);
        Check.Is(from_array(new int[,] { { 1, 2 } }), [1, 2], 1, 2);
        Check.Is(as_tensor(new[] { 1.5, 2.5 }), [2], 1.5, 2.5);
    }

    [Fact]
    public void A_shape_that_takes_more_than_the_data_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => tensor(new[] { 1f, 2f, 3f }, new long[] { 2, 2 }));
        Assert.Contains("4", error.Message);
        Assert.Contains("3", error.Message);
    }

    [Fact]
    public void A_tensor_copies_its_array()
    {
        float[] data = [1, 2];
        var x = tensor(data);
        data[0] = 9;
        Check.Is(x, [2], 1, 2);
    }

    [Fact]
    public void Frombuffer_takes_a_part()
    {
        Check.Is(frombuffer(new[] { 1f, 2f, 3f, 4f }, float32, count: 2, offset: 1), [2], 2, 3);
        Assert.Throws<ArgumentOutOfRangeException>(() => frombuffer(new[] { 1f }, float32, count: 2));
    }

    [Fact]
    public void Filled_tensors()
    {
        Check.Is(zeros(2, 1), [2, 1], 0, 0);
        Check.Is(ones([3]), [3], 1, 1, 1);
        Check.Is(ones(1, 1, 2, 1), [1, 1, 2, 1], 1, 1);
        Check.Is(full([2], 2.5), [2], 2.5, 2.5);
        Assert.Equal(float32, full([2], 2.5).dtype);
        Assert.Equal(int64, full([2], 2).dtype);
        Assert.Equal([4, 5], empty(4, 5).shape);
        Check.Is(eye(2, 3), [2, 3], 1, 0, 0, 0, 1, 0);
        Check.Is(eye(2), [2, 2], 1, 0, 0, 1);
        var x = ones(2, dtype: float64);
        Assert.Equal(float64, zeros_like(x).dtype);
        Check.Is(full_like(x, 3), [2], 3, 3);
        Check.Is(x.new_zeros(1, 2), [1, 2], 0, 0);
        Assert.Equal(float64, x.new_full([2], 7).dtype);
        Check.Is(ones_like(x, dtype: int32), [2], 1, 1);
    }

    [Fact]
    public void Sequences()
    {
        Check.Is(arange(3), [3], 0, 1, 2);
        Assert.Equal(int64, arange(3).dtype);
        Assert.Equal(float32, arange(0.0, 1.0, 0.5).dtype);
        Check.Is(arange(1, 2, 0.5), [2], 1, 1.5);
        Check.Is(linspace(0, 1, 3), [3], 0, 0.5, 1);
        Check.Is(logspace(0, 2, 3), [3], 1, 10, 100);
        Check.Is(tril_indices(2, 2), [2, 3], 0, 1, 1, 0, 0, 1);
        Check.Is(triu_indices(2, 2, 1), [2, 1], 0, 1);
        Check.Is(hann_window(4), [4], 0, 0.5, 1, 0.5);
    }

    [Fact]
    public void The_default_dtype_rules_the_factories()
    {
        try
        {
            set_default_dtype(float64);
            Assert.Equal(float64, ones(1).dtype);
            Assert.Equal(float64, rand(1).dtype);
            Assert.Equal(float64, linspace(0, 1, 2).dtype);
            Assert.Equal(float64, full([1], 0.5).dtype);
            Assert.Equal(int64, arange(3).dtype);
            Assert.Throws<ArgumentException>(() => set_default_dtype(int32));
        }
        finally
        {
            set_default_dtype(float32);
        }
        Assert.Equal(float32, ones(1).dtype);
    }

    [Fact]
    public void Conversions()
    {
        var x = tensor(new[] { 1.5f, 0f });
        Assert.Equal(float64, x.@double().dtype);
        Assert.Equal(float64, x.to(float64).dtype);
        Assert.Equal(complex64, x.cfloat().dtype);
        Check.Is(x.@long(), [2], 1, 0);
        Check.Is(x.@bool(), [2], 1, 0);
        Check.Is(x.to(CPU), [2], 1.5, 0);
        Check.Is(x.to("cpu"), [2], 1.5, 0);
        Check.Is(x.type_as(tensor(1L)), [2], 1, 0);
        var source = ones(1);
        var moved = source.to(float64, disposeAfter: true);
        Assert.True(source.IsInvalid);
        Check.Is(moved, [1], 1);
        var copy = moved.to(float64, copy: true);
        copy.fill_(5);
        Check.Is(moved, [1], 1);
    }

    [Fact]
    public void Type_rules_can_be_asked()
    {
        Assert.Equal(float32, result_type(tensor(1), tensor(new[] { 1f })));
        Assert.Equal(float64, promote_types(float64, int32));
        Assert.True(can_cast(int32, float32));
        Assert.False(can_cast(float32, int32));
        Assert.Equal(Math.ScaleB(1, -23), finfo(float32).eps);
        Assert.Equal(double.MaxValue, finfo(float64).max);
        Assert.True(is_complex(complex64) && is_floating_point(float16) && is_integral(@bool));
    }

    [Fact]
    public void Devices_parse_and_print()
    {
        Assert.Equal("cuda:1", new Device("cuda:1").ToString());
        Assert.Equal("cpu", device("cpu").ToString());
        Assert.Equal(DeviceType.CUDA, new Device("cuda").type);
        Assert.Equal(DeviceType.CPU, ones(1).device_type);
        if (!cuda.is_available())
        {
            Assert.False(TryInitializeDeviceType(DeviceType.CUDA));
            Assert.Throws<InvalidOperationException>(() => ones(1, device: "cuda"));
            Assert.Throws<InvalidOperationException>(() => ones(1).cuda());
        }
    }
}
