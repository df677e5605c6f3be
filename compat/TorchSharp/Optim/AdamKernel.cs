using System.Numerics;
using System.Runtime.CompilerServices;
using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>
/// The step in one pass over memory, without operators in between: for contiguous parameters on the CPU, float32 or
/// float64, or complex, which is pairs of these. A small parameter costs a few calls instead of nine operators.
/// </summary>
internal static unsafe class AdamKernel
{
    // Below this many elements a second thread costs more than it saves.
    private const long ElementsPerTask = 1 << 15;

    private enum Kind
    {
        Other,
        Single,
        Double,
    }

    /// <summary>Takes the step for every entry it can, and returns the others.</summary>
    public static List<AdamEntry> Run(IReadOnlyList<AdamEntry> entries, AdamSettings settings)
    {
        var others = new List<AdamEntry>();
        foreach (var entry in entries)
        {
            if (!TryRun(entry, settings))
                others.Add(entry);
        }
        return others;
    }

    private static bool TryRun(AdamEntry entry, AdamSettings settings)
    {
        var gradient = Native.st_tensor_grad(entry.Parameter.Handle);
        try
        {
            var kind = KindOf(entry.Parameter.Handle, out var elements);
            if (kind == Kind.Other
                || !Fits(gradient, kind, elements)
                || !Fits(entry.Average.Handle, kind, elements)
                || !Fits(entry.Square.Handle, kind, elements))
                return false;
            var (parameter, slope) = (Native.st_tensor_data(entry.Parameter.Handle), Native.st_tensor_data(gradient));
            var (average, square) = (Native.st_tensor_data(entry.Average.Handle), Native.st_tensor_data(entry.Square.Handle));
            if (kind == Kind.Single)
                InParts(new Memory<float>((float*)parameter, (float*)slope, (float*)average, (float*)square, elements), new(settings, entry.Number));
            else
                InParts(new Memory<double>((double*)parameter, (double*)slope, (double*)average, (double*)square, elements), new(settings, entry.Number));
            NativeError.Check(Native.st_tensor_bump_version(entry.Parameter.Handle));
            NativeError.Check(Native.st_tensor_bump_version(entry.Average.Handle));
            NativeError.Check(Native.st_tensor_bump_version(entry.Square.Handle));
            GC.KeepAlive(entry.Parameter);
            GC.KeepAlive(entry.Average);
            GC.KeepAlive(entry.Square);
            return true;
        }
        finally
        {
            Native.st_tensor_free(gradient);
        }
    }

    // Real elements; a complex one counts twice.
    private static Kind KindOf(nint tensor, out long elements)
    {
        elements = Native.st_tensor_numel(tensor);
        if (Native.st_tensor_layout(tensor) != 0 || (byte)Native.st_tensor_device(tensor) != (byte)DeviceType.CPU || !Native.st_tensor_is_contiguous(tensor))
            return Kind.Other;
        var type = (ScalarType)Native.st_tensor_dtype(tensor);
        if (type is ScalarType.ComplexFloat32 or ScalarType.ComplexFloat64)
        {
            if (Native.st_tensor_is_conj(tensor))
                return Kind.Other;
            elements *= 2;
        }
        return type switch
        {
            ScalarType.Float32 or ScalarType.ComplexFloat32 => Kind.Single,
            ScalarType.Float64 or ScalarType.ComplexFloat64 => Kind.Double,
            _ => Kind.Other,
        };
    }

    private static bool Fits(nint tensor, Kind kind, long elements) =>
        KindOf(tensor, out var found) == kind && found == elements && !Native.st_tensor_is_neg(tensor);

    private static void InParts<T>(Memory<T> memory, Coefficients<T> coefficients)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var parts = Math.Min(get_num_threads(), memory.Elements / ElementsPerTask);
        if (parts <= 1)
        {
            Step(memory, coefficients);
            return;
        }
        // Element by element: the result does not depend on where the parts meet.
        var size = (memory.Elements + parts - 1) / parts;
        Parallel.For(0, parts, part => Step(memory.Slice(part * size, Math.Min(size, memory.Elements - (part * size))), coefficients));
    }

    // Compiled fully at once: the first steps of a run are as long as the later ones.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Step<T>(Memory<T> memory, Coefficients<T> c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T* parameter = memory.Parameter;
        T* slope = memory.Slope;
        T* average = memory.Average;
        T* square = memory.Square;
        long i = 0;
        if (typeof(T) == typeof(float) || typeof(T) == typeof(double))
        {
            for (; i <= memory.Elements - Vector<T>.Count; i += Vector<T>.Count)
            {
                var p = Vector.Load(parameter + i) * c.Shrinkage;
                var g = Vector.Load(slope + i) * c.Sign;
                var m = Fused(g, new(c.AverageWeight), Vector.Load(average + i) * c.Beta1);
                var v = (g * c.SquareWeight * g) + (Vector.Load(square + i) * c.Beta2);
                var root = (Vector.SquareRoot(v) / new Vector<T>(c.RootCorrection)) + new Vector<T>(c.Epsilon);
                Vector.Store(m, average + i);
                Vector.Store(v, square + i);
                Vector.Store(p + (m * c.Step / root), parameter + i);
            }
        }
        for (; i < memory.Elements; i++)
        {
            var p = parameter[i] * c.Shrinkage;
            var g = slope[i] * c.Sign;
            var m = T.FusedMultiplyAdd(g, c.AverageWeight, average[i] * c.Beta1);
            var v = (g * c.SquareWeight * g) + (square[i] * c.Beta2);
            average[i] = m;
            square[i] = v;
            parameter[i] = p + (m * c.Step / ((T.Sqrt(v) / c.RootCorrection) + c.Epsilon));
        }
    }

    // The vector form exists for the two types only, the scalar one for all.
    private static Vector<T> Fused<T>(Vector<T> left, Vector<T> right, Vector<T> addend) =>
        typeof(T) == typeof(float)
            ? Vector.FusedMultiplyAdd(left.As<T, float>(), right.As<T, float>(), addend.As<T, float>()).As<float, T>()
            : Vector.FusedMultiplyAdd(left.As<T, double>(), right.As<T, double>(), addend.As<T, double>()).As<double, T>();

    private readonly record struct Memory<T>(nint ParameterAddress, nint SlopeAddress, nint AverageAddress, nint SquareAddress, long Elements)
        where T : unmanaged
    {
        public Memory(T* parameter, T* slope, T* average, T* square, long elements)
            : this((nint)parameter, (nint)slope, (nint)average, (nint)square, elements)
        {
        }

        public T* Parameter => (T*)ParameterAddress;

        public T* Slope => (T*)SlopeAddress;

        public T* Average => (T*)AverageAddress;

        public T* Square => (T*)SquareAddress;

        public Memory<T> Slice(long start, long elements) =>
            new(Parameter + start, Slope + start, Average + start, Square + start, elements);
    }

    /// <summary>The numbers of the step in the parameter's precision.</summary>
    private readonly struct Coefficients<T>(AdamSettings settings, long number)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public readonly T Sign = T.CreateTruncating(settings.Maximize ? -1.0 : 1.0);
        public readonly T Shrinkage = T.CreateTruncating(settings.Shrinkage);
        public readonly T Beta1 = T.CreateTruncating(settings.Beta1);
        public readonly T AverageWeight = T.CreateTruncating(1 - settings.Beta1);
        public readonly T Beta2 = T.CreateTruncating(settings.Beta2);
        public readonly T SquareWeight = T.CreateTruncating(1 - settings.Beta2);
        public readonly T RootCorrection = T.CreateTruncating(settings.RootCorrection(number));
        public readonly T Epsilon = T.CreateTruncating(settings.Epsilon);
        public readonly T Step = T.CreateTruncating(settings.Step(number));
    }
}
