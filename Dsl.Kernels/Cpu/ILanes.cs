namespace SerpentDsl.Kernels.Cpu;

/// <summary>
/// A vector of float32 lanes. Kernels are generic over the vector, so that one source becomes code for each register width; the JIT
/// compiles the source for every struct separately.
/// </summary>
/// <typeparam name="TSelf">The vector.</typeparam>
internal unsafe interface ILanes<TSelf>
    where TSelf : struct, ILanes<TSelf>
{
    /// <summary>How many lanes there are.</summary>
    static abstract int Count { get; }

    /// <summary>All lanes zero.</summary>
    static abstract TSelf Zero { get; }

    /// <summary>Reads <see cref="Count"/> floats; no alignment is needed.</summary>
    static abstract TSelf Load(float* source);

    /// <summary>Reads <see cref="Count"/> float64 numbers, each rounded; no alignment is needed.</summary>
    static abstract TSelf Round(double* source);

    /// <summary>Writes <see cref="Count"/> floats; no alignment is needed.</summary>
    static abstract void Store(TSelf value, float* target);

    /// <summary>One value in all lanes.</summary>
    static abstract TSelf Broadcast(float value);

    static abstract TSelf operator +(TSelf left, TSelf right);

    static abstract TSelf operator -(TSelf left, TSelf right);

    static abstract TSelf operator *(TSelf left, TSelf right);

    static abstract TSelf operator /(TSelf left, TSelf right);

    static abstract TSelf operator -(TSelf value);

    /// <summary>a · b + c, rounded once where the machine can.</summary>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

    /// <summary>c − a · b, rounded once where the machine can.</summary>
    static abstract TSelf MultiplyAddNegated(TSelf a, TSelf b, TSelf c);

    /// <summary>The greater of each pair; NaN where <paramref name="right"/> is NaN.</summary>
    static abstract TSelf Max(TSelf left, TSelf right);

    /// <summary>The lesser of each pair; NaN where <paramref name="right"/> is NaN.</summary>
    static abstract TSelf Min(TSelf left, TSelf right);

    /// <summary>Magnitudes.</summary>
    static abstract TSelf Abs(TSelf value);

    /// <summary>Square roots.</summary>
    static abstract TSelf Sqrt(TSelf value);

    /// <summary>
    /// In each lane <paramref name="then"/> where <paramref name="left"/> is less than <paramref name="right"/>, else
    /// <paramref name="otherwise"/>.
    /// </summary>
    static abstract TSelf WhereLess(TSelf left, TSelf right, TSelf then, TSelf otherwise);

    /// <summary>
    /// value · 2^n, where n is in the low bits of <paramref name="shifted"/> = n + 1.5·2²³. Nothing is checked: value and result must be
    /// normal numbers.
    /// </summary>
    static abstract TSelf ScaleByPower(TSelf value, TSelf shifted);

    /// <summary>Splits positive normal numbers into 2^n · m with √½ ≤ m &lt; √2.</summary>
    /// <returns>n and m.</returns>
    static abstract (TSelf Exponent, TSelf Mantissa) Split(TSelf value);

    /// <summary>Every lane of even index exchanged with its neighbour: of complex numbers, real with imaginary parts.</summary>
    static abstract TSelf SwapPairs(TSelf value);

    /// <summary>The lanes of even index, each twice: of complex numbers, the real parts.</summary>
    static abstract TSelf EvenTwice(TSelf value);

    /// <summary>The lanes of odd index, each twice: of complex numbers, the imaginary parts.</summary>
    static abstract TSelf OddTwice(TSelf value);

    /// <summary>Adds each lane to a float64 sum of its own, <see cref="Count"/> of them.</summary>
    static abstract void AddTo(double* sums, TSelf value);

    /// <summary>The sum over the lanes, always in the same order.</summary>
    static abstract float Sum(TSelf value);
}
