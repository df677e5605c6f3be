using System.Numerics;
using static TorchSharp.torch;

namespace TorchSharp.Compat.Tests.Core;

public sealed class DataTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Items_need_the_exact_type()
    {
        Assert.Equal(2.5f, tensor(2.5f).item<float>());
        Assert.Equal(3L, tensor(new[] { 3L }).item<long>());
        Assert.True(tensor(true).item<bool>());
        Assert.Equal(new Complex(1, 2), tensor(new Complex(1, 2)).item<Complex>());
        Assert.Throws<ArgumentException>(() => tensor(2.5f).item<double>());
        Assert.Throws<ArgumentException>(() => ones(2).item<float>());
    }

    [Fact]
    public void The_accessor_follows_strides()
    {
        var x = arange(6).reshape(2, 3).T;
        var data = x.data<long>();
        Assert.Equal(6, data.Count);
        Assert.Equal([0, 3, 1, 4, 2, 5], data.ToArray());
        Assert.Equal([0, 3, 1, 4, 2, 5], data.ToList());
        Assert.Equal(4, data[1, 1]);
        Assert.Equal(4, data[3]);
        var matrix = Assert.IsType<long[,]>(data.ToNDArray());
        Assert.Equal(5, matrix[2, 1]);
        var part = new long[3];
        data.CopyTo(part, 1, 4);
        Assert.Equal([0, 2, 5], part);
        Assert.Throws<ArgumentException>(() => x.data<int>());
    }

    [Fact]
    public void The_accessor_writes_through()
    {
        var x = zeros(2, 2, dtype: float64);
        var columns = x.T;
        columns.data<double>().CopyFrom([1, 2, 3, 4]);
        Check.Close(x, [1, 3, 2, 4]);
        x.data<double>()[1, 0] = 9;
        Check.Close(x, [1, 3, 9, 4]);
        Assert.True(x.data<double>() == x.clone().data<double>());
    }

    [Fact]
    public void The_accessor_reads_leaves_that_require_gradients()
    {
        Assert.Equal([1f], ones(1, requires_grad: true).data<float>().ToArray());
    }

    [Fact]
    public void Bytes_are_the_memory_itself()
    {
        var x = tensor(new[] { 1, 256 });
        Assert.Equal([1, 0, 0, 0, 0, 1, 0, 0], x.bytes.ToArray());
        x.bytes = new byte[] { 2, 0, 0, 0, 3, 0, 0, 0 };
        Check.Close(x, [2, 3]);
        Assert.Throws<ArgumentException>(() => x.bytes = new byte[3]);
        Assert.Throws<InvalidOperationException>(() => { _ = arange(6).reshape(2, 3).T.bytes; });
    }

    [Fact]
    public void Streams_carry_the_bytes()
    {
        var x = rand(100, dtype: float64);
        var stream = new MemoryStream();
        x.WriteBytesToStream(stream, 64);
        Assert.Equal(800, stream.Length);
        stream.Position = 0;
        var y = zeros(100, dtype: float64);
        y.ReadBytesFromStream(stream, 100);
        Assert.True(x.Equals(y));
        Assert.Throws<EndOfStreamException>(() => y.ReadBytesFromStream(stream));
    }

    [Fact]
    public void Lazy_conjugates_are_resolved_or_refused()
    {
        var z = tensor(new Complex(1, 2)).conj();
        Assert.True(z.is_conj());
        Assert.Equal(new Complex(1, -2), z.item<Complex>());
        Assert.Equal(new Complex(1, -2), z.resolve_conj().data<Complex>()[0]);
    }

    [Fact]
    public void Complex_numbers_come_apart_and_together()
    {
        var z = complex(tensor(new[] { 1.0, 3 }), tensor(new[] { 2.0, 4 }));
        Assert.Equal(complex128, z.dtype);
        Check.Close(z.real, [1, 3]);
        Check.Close(imag(z), [2, 4]);
        Check.Is(view_as_real(z), [2, 2], 1, 2, 3, 4);
        Assert.True(view_as_complex(view_as_real(z)).Equals(z));
        Check.Close((z * z).real, [-3, -7]);
        Check.Close(z.conj().imag, [-2, -4]);
        Check.Close(z.abs(), [Math.Sqrt(5), 5]);
        Check.Close(polar(tensor(new[] { 2.0 }), tensor(new[] { Math.PI / 2 })).imag, [2]);
        Check.Close(z.angle(), [Math.Atan2(2, 1), Math.Atan2(4, 3)]);
        Check.Close((z * new Complex(0, 1)).real, [-2, -4]);
        Check.Close(z.reshape(1, 2).mH.imag, [-2, -4]);
        Check.Close(exp(z[0]).real, [Math.E * Math.Cos(2)]);
        z.real.fill_(0);
        Check.Close(z.abs(), [2, 4]);
    }
}
