using static TorchSharp.torch;

namespace TorchSharp.Compat.Tests.Core;

public sealed class OperatorTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Arithmetic_between_tensors()
    {
        var a = tensor(new[] { 7.0, -7.0 });
        var b = tensor(new[] { 2.0, 2.0 });
        Check.Close(a + b, [9, -5]);
        Check.Close(a - b, [5, -9]);
        Check.Close(a * b, [14, -14]);
        Check.Close(a / b, [3.5, -3.5]);
        Check.Close(a % b, [1, 1]);
        Check.Close(-a, [-7, 7]);
    }

    [Fact]
    public void Arithmetic_with_numbers_on_both_sides()
    {
        var a = tensor(new[] { 4.0, 8.0 });
        Check.Close(a + 1, [5, 9]);
        Check.Close(1 + a, [5, 9]);
        Check.Close(a - 1L, [3, 7]);
        Check.Close(1f - a, [-3, -7]);
        Check.Close(a * 2.0, [8, 16]);
        Check.Close(2.0 * a, [8, 16]);
        Check.Close(a / 2, [2, 4]);
        Check.Close(2 / a, [0.5, 0.25]);
        Check.Close(a % 3, [1, 2]);
        Check.Close(a.add(b(1), 10), [14, 18]);

        static Tensor b(double value) => tensor(value);
    }

    [Fact]
    public void Numbers_do_not_change_the_element_type_of_their_kind()
    {
        Assert.Equal(float32, (ones(1) * 2.0).dtype);
        Assert.Equal(int64, (arange(2) + 1).dtype);
        Assert.Equal(float32, (arange(2) + 1.5).dtype);
        Assert.Equal(float32, (arange(2) / 2).dtype);
        Assert.Equal(float32, (ones(1) + tensor(1.0)).dtype);
        Assert.Equal(complex64, (ones(1) * new System.Numerics.Complex(0, 1)).dtype);
    }

    [Fact]
    public void Comparisons_are_elementwise()
    {
        var a = tensor(new[] { 1, 2, 3 });
        Check.Close(a == 2, [0, 1, 0]);
        Check.Close(a != tensor(new[] { 1, 0, 3 }), [0, 1, 0]);
        Check.Close(a < 2, [1, 0, 0]);
        Check.Close(a <= 2, [1, 1, 0]);
        Check.Close(a > 2, [0, 0, 1]);
        Check.Close(a >= 2, [0, 1, 1]);
        Check.Close(2 < a, [0, 0, 1]);
        Check.Close(2 >= a, [1, 1, 0]);
        Assert.Equal(@bool, (a == 2).dtype);
        Assert.True(a.Equals(a.clone()));
        Assert.False(a.Equals(a + 1));
        Assert.True(a.equal(a.clone()).item<bool>());
        Assert.True(ones(2).allclose(ones(2) + 1e-7));
        Check.Close(isclose(ones(2), tensor(new[] { 1f, 1.1f })), [1, 0]);
        Check.Close(isin(a, tensor(new[] { 3, 1 })), [1, 0, 1]);
    }

    [Fact]
    public void Logic()
    {
        var a = tensor(new[] { true, true, false });
        var b = tensor(new[] { true, false, false });
        Check.Close(a & b, [1, 0, 0]);
        Check.Close(a | b, [1, 1, 0]);
        Check.Close(a ^ b, [0, 1, 0]);
        Check.Close(~a, [0, 0, 1]);
        Check.Close(logical_and(a, b), [1, 0, 0]);
        Check.Close(tensor(new[] { 5 }).bitwise_left_shift(tensor(new[] { 2 })), [20]);
    }

    [Fact]
    public void In_place_operations_return_the_same_object()
    {
        var a = tensor(new[] { 1.0, 4.0 });
        Assert.Same(a, a.add_(1));
        Assert.Same(a, a.mul_(tensor(2.0)));
        Check.Close(a, [4, 10]);
        Check.Close(a.sub_(2).div_(2), [1, 4]);
        Check.Close(a.sqrt_(), [1, 2]);
        Check.Close(a.pow_(3), [1, 8]);
        Check.Close(a.clamp_(min: 2, max: 5), [2, 5]);
        Check.Close(a.zero_(), [0, 0]);
        Check.Close(a.fill_(3), [3, 3]);
        Check.Close(a.copy_(tensor(new[] { 1.0, 2.0 })), [1, 2]);
        Check.Close(a.addcmul_(ones(2, dtype: float64), ones(2, dtype: float64), 2), [3, 4]);
        Check.Close(a.lerp_(zeros(2, dtype: float64), tensor(0.5)), [1.5, 2]);
        Check.Close(a.masked_fill_(a > 1.7, 0), [1.5, 0]);
    }

    [Fact]
    public void Division_rounds_as_told()
    {
        var a = tensor(new[] { 7.0, -7.0 });
        Check.Close(a.div(2, RoundingMode.floor), [3, -4]);
        Check.Close(a.div(tensor(2.0), RoundingMode.trunc), [3, -3]);
        Check.Close(a.floor_divide(2), [3, -4]);
        Check.Close(a.fmod(2), [1, -1]);
        Check.Close(a.remainder(2), [1, 1]);
    }

    [Fact]
    public void Scalars_convert_both_ways()
    {
        Scalar integer = 3;
        Scalar real = 2.5f;
        Scalar complex = new System.Numerics.Complex(1, -1);
        Assert.Equal(int64, integer.Type);
        Assert.Equal(float64, real.Type);
        Assert.Equal(complex128, complex.Type);
        Assert.Equal(3, integer.ToInt32());
        Assert.Equal(2.5, real.ToDouble());
        Assert.Equal(2, real.ToInt64());
        Assert.True(integer.ToBoolean());
        Assert.Equal(new System.Numerics.Complex(1, -1), complex.ToComplexFloat64());
        Assert.Equal(7.5, tensor(7.5).ToDouble());
        Assert.Equal(7, (int)tensor(7.9));
        Assert.Equal(4f, tensor(4L).ToSingle());
    }

    [Fact]
    public void Clamps_take_numbers_tensors_or_one_side()
    {
        var a = tensor(new[] { -2.0, 0.5, 3.0 });
        Check.Close(a.clamp(-1, 1), [-1, 0.5, 1]);
        Check.Close(a.clamp(min: 0), [0, 0.5, 3]);
        Check.Close(a.clamp(max: tensor(1.0)), [-2, 0.5, 1]);
        Check.Close(clamp_min(a, 0), [0, 0.5, 3]);
        Check.Close(maximum(a, tensor(0.0)), [0, 0.5, 3]);
        Check.Close(nan_to_num(tensor(new[] { double.NaN, double.PositiveInfinity }), 1, 2), [1, 2]);
    }
}
