using static TorchSharp.torch;

namespace SerpentDsl.Layers;

/// <summary>Shape checks that sequence layers make before they call into the native library.</summary>
internal static class SequenceShape
{
    /// <summary>Refuses anything but a floating-point <c>[batch, length, features]</c> with fitting <c>[batch]</c> lengths.</summary>
    /// <param name="layer">Name of the layer, for the message.</param>
    /// <param name="x">The tensor to check; must be <c>[batch, length, features]</c>.</param>
    /// <param name="lengths">True lengths; must be int64 <c>[batch]</c>, or null.</param>
    /// <param name="features">The width that the layer was made for.</param>
    /// <param name="half">Whether the layer computes in 16 bits, too.</param>
    /// <exception cref="ArgumentException">The tensor has another shape or type.</exception>
    public static void Check(string layer, Tensor x, Tensor? lengths, long features, bool half = false)
    {
        CheckType(layer, x, half);
        if (x.dim() != 3 || x.shape[2] != features)
        {
            throw new ArgumentException($"{layer} reads [batch, length, {features}], not {Text(x)}.", nameof(x));
        }

        CheckLengths(layer, x, lengths);
    }

    /// <summary>Refuses an empty batch or length, and lengths that are not one int64 per sequence on the same device.</summary>
    /// <param name="layer">Name of the layer, for the message.</param>
    /// <param name="x">A tensor whose first dimensions are <c>[batch, length]</c>.</param>
    /// <param name="lengths">True lengths; must be int64 <c>[batch]</c>, or null.</param>
    /// <exception cref="ArgumentException">A shape, a length, a type or a device does not fit.</exception>
    public static void CheckLengths(string layer, Tensor x, Tensor? lengths)
    {
        if (x.dim() < 2 || x.shape[0] == 0 || x.shape[1] == 0)
        {
            throw new ArgumentException($"{layer} needs at least one sequence of at least one position, not {Text(x)}.", nameof(x));
        }

        if (lengths is null)
        {
            return;
        }

        if (lengths.dtype != ScalarType.Int64 || lengths.dim() != 1 || lengths.shape[0] != x.shape[0])
        {
            throw new ArgumentException(
                $"{layer} needs one Int64 length for each of the {x.shape[0]} sequences of {Text(x)}, not {lengths.dtype} {Text(lengths)}.",
                nameof(lengths));
        }

        if (lengths.device_type != x.device_type)
        {
            throw new ArgumentException(
                $"{layer}: the lengths are on {lengths.device}, the sequences on {x.device}; move one of them.", nameof(lengths));
        }
    }

    /// <summary>Refuses a tensor of another shape.</summary>
    /// <param name="name">What the message calls it.</param>
    /// <param name="x">The tensor; null passes.</param>
    /// <param name="shape">The shape it must have.</param>
    /// <exception cref="ArgumentException">The tensor has another shape.</exception>
    public static void Require(string name, Tensor? x, params long[] shape)
    {
        if (x is not null && !x.shape.SequenceEqual(shape))
        {
            throw new ArgumentException($"{name} is [{string.Join(", ", shape)}], not {Text(x)}.", name);
        }
    }

    /// <summary>
    /// Refuses what <see cref="CheckLengths"/> refuses, and on the CPU lengths that are not from 0 to the length of the piece.
    /// </summary>
    /// <param name="layer">Name of the layer, for the message.</param>
    /// <param name="x">A tensor whose first dimensions are <c>[batch, length]</c>.</param>
    /// <param name="lengths">True lengths; must be int64 <c>[batch]</c>, or null.</param>
    /// <exception cref="ArgumentException">A shape, a length, a type or a device does not fit.</exception>
    public static void CheckPiece(string layer, Tensor x, Tensor? lengths)
    {
        CheckLengths(layer, x, lengths);
        if (lengths is null || lengths.device_type != TorchSharp.DeviceType.CPU)
        {
            return;
        }

        using var least = lengths.min();
        using var greatest = lengths.max();
        var (shortest, longest) = (least.item<long>(), greatest.item<long>());
        if (shortest < 0 || longest > x.shape[1])
        {
            throw new ArgumentException(
                $"{layer}: a length of {(shortest < 0 ? shortest : longest)} is outside 0 to {x.shape[1]}, the length of the piece.",
                nameof(lengths));
        }
    }

    /// <summary>Refuses anything but the next position of every sequence, <c>[batch, features]</c>.</summary>
    /// <param name="layer">Name of the layer, for the message.</param>
    /// <param name="u">The tensor to check; must be <c>[batch, features]</c>.</param>
    /// <param name="features">The width that the layer was made for.</param>
    /// <param name="half">Whether the layer computes in 16 bits, too.</param>
    /// <exception cref="ArgumentException">The tensor has another shape or type.</exception>
    public static void CheckStep(string layer, Tensor u, long features, bool half = false)
    {
        CheckType(layer, u, half);
        if (u.dim() != 2 || u.size(0) == 0 || u.size(1) != features)
        {
            throw new ArgumentException($"{layer} steps over [batch, {features}], not {Text(u)}.", nameof(u));
        }
    }

    /// <summary>Refuses a tensor whose last dimension is not the features; the dimensions before it are free.</summary>
    /// <param name="layer">Name of the layer, for the message.</param>
    /// <param name="x">The tensor to check; must be <c>[…, features]</c>.</param>
    /// <param name="features">The width that the layer was made for.</param>
    /// <exception cref="ArgumentException">The tensor has another shape or type.</exception>
    public static void CheckFeatures(string layer, Tensor x, long features)
    {
        if (x.dim() < 2 || x.shape[^1] != features || x.shape.Contains(0))
        {
            throw new ArgumentException($"{layer} reads [batch, …, {features}], not {Text(x)}.", nameof(x));
        }
    }

    /// <summary>
    /// Refuses types that a layer does not compute in. Most layers compute in complex numbers or by Fourier transforms, for which libtorch
    /// has no 16-bit types.
    /// </summary>
    /// <param name="layer">Name of the layer, for the message.</param>
    /// <param name="x">An input or a parameter of the layer.</param>
    /// <param name="half">Whether the layer computes in 16 bits, too.</param>
    /// <exception cref="ArgumentException">The tensor has another type.</exception>
    public static void CheckType(string layer, Tensor x, bool half = false)
    {
        var type = x.dtype;
        if (type is not (ScalarType.Float32 or ScalarType.Float64) && !(half && type is ScalarType.BFloat16 or ScalarType.Float16))
        {
            throw new ArgumentException(
                half ? $"{layer} computes in floating-point numbers, not {type}." : $"{layer} computes in float32 and float64, not {type}.",
                nameof(x));
        }
    }

    /// <summary>A shape as text, <c>[2, 16, 8]</c>.</summary>
    /// <param name="x">The tensor.</param>
    public static string Text(Tensor x) => $"[{string.Join(", ", x.shape)}]";
}
