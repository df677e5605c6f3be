using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Recurrences;

/// <summary>
/// Systems x ← A x + B u, y = C x of four real states with dense matrices; of fewer, filled up with zeros. As x + (E x + B u) with E = A −
/// I, and the effect of rounding E on A over a chunk is taken back at the chunk's end, as in <see cref="ModeBlock{TLanes}"/>.
/// </summary>
/// <typeparam name="TLanes">The vector.</typeparam>
internal readonly unsafe partial struct FourStates<TLanes> : ISystemBlock<FourStates<TLanes>, TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    /// <summary>States of a system.</summary>
    public const int Size = 4;

    private const int Square = Size * Size;

    /// <summary>E, then B, C and the drift over a chunk.</summary>
    private const int Constants = (2 * Square) + (2 * Size);

    private readonly int _states;
    private readonly float* _constants;
    private readonly float* _gradients;
    private readonly float* _trace;
    private readonly float* _adjoints;

    private FourStates(ModeShape shape, ModePointers at, int direction, int first, float* memory)
    {
        var lanes = TLanes.Count;
        _states = shape.Modes;
        _constants = memory;
        _gradients = _constants + (Constants * lanes);
        _trace = _gradients + ((Square + (2 * Size)) * lanes);
        _adjoints = _trace + (Size * (ModeShape.Chunk + 1) * lanes);
        new Span<float>(_constants, Constants * lanes).Clear();
        Span<double> exact = stackalloc double[Square], rounded = stackalloc double[Square], work = stackalloc double[Square];
        for (var lane = 0; lane < Math.Min(lanes, shape.Features - first); lane++)
        {
            exact.Clear();
            rounded.Clear();
            var system = at.Systems + ((long)(first + lane) * _states * (_states + 1));
            var output = at.OutputMatrices + ((((long)direction * shape.Features) + first + lane) * _states);
            for (var i = 0; i < _states; i++)
            {
                for (var j = 0; j < _states; j++)
                {
                    var value = system[(i * (_states + 1)) + j];
                    _constants[(((i * Size) + j) * lanes) + lane] = (float)value;
                    (exact[(i * Size) + j], rounded[(i * Size) + j]) = (value, (float)value);
                }

                _constants[((Square + i) * lanes) + lane] = (float)system[(i * (_states + 1)) + _states];
                _constants[((Square + Size + i) * lanes) + lane] = (float)output[i];
            }

            for (var steps = 1; steps < ModeShape.Chunk; steps *= 2)
            {
                Double(exact, work);
                Double(rounded, work);
            }

            for (var i = 0; i < Square; i++)
            {
                _constants[((Square + (2 * Size) + i) * lanes) + lane] = (float)(exact[i] - rounded[i]);
            }
        }
    }

    /// <inheritdoc/>
    public float* Gradients => _gradients;

    /// <inheritdoc/>
    public static int States(ModeShape shape) => Size;

    /// <inheritdoc/>
    public static long Floats(ModeShape shape) =>
        (long)TLanes.Count * (Constants + Square + (2 * Size) + (Size * ((2 * ModeShape.Chunk) + 1)));

    /// <inheritdoc/>
    public static FourStates<TLanes> Pack(ModeShape shape, ModePointers at, int direction, int first, float* memory) =>
        new(shape, at, direction, first, memory);

    /// <inheritdoc/>
    public void Clear() => new Span<float>(_gradients, (Square + (2 * Size)) * TLanes.Count).Clear();

    /// <inheritdoc/>
    public void Run(float* states, float* u, float* y, int count) => Sweep(states, u, y, null, count);

    /// <summary>
    /// Runs over a chunk; or, where there is a trace, stores there the states after every position and leaves the others as they are.
    /// </summary>
    private void Sweep(float* states, float* u, float* y, float* trace, int count)
    {
        var lanes = TLanes.Count;
        float* e = _constants, b = e + (Square * lanes), c = b + (Size * lanes);
        TLanes e0 = TLanes.Load(e), e1 = TLanes.Load(e + lanes), e2 = TLanes.Load(e + (2 * lanes)), e3 = TLanes.Load(e + (3 * lanes));
        TLanes e4 = TLanes.Load(e + (4 * lanes)),
            e5 = TLanes.Load(e + (5 * lanes)),
            e6 = TLanes.Load(e + (6 * lanes)),
            e7 = TLanes.Load(e + (7 * lanes));
        TLanes e8 = TLanes.Load(e + (8 * lanes)),
            e9 = TLanes.Load(e + (9 * lanes)),
            eA = TLanes.Load(e + (10 * lanes)),
            eB = TLanes.Load(e + (11 * lanes));
        TLanes eC = TLanes.Load(e + (12 * lanes)),
            eD = TLanes.Load(e + (13 * lanes)),
            eE = TLanes.Load(e + (14 * lanes)),
            eF = TLanes.Load(e + (15 * lanes));
        TLanes b0 = TLanes.Load(b), b1 = TLanes.Load(b + lanes), b2 = TLanes.Load(b + (2 * lanes)), b3 = TLanes.Load(b + (3 * lanes));
        TLanes c0 = TLanes.Load(c), c1 = TLanes.Load(c + lanes), c2 = TLanes.Load(c + (2 * lanes)), c3 = TLanes.Load(c + (3 * lanes));
        TLanes x0 = TLanes.Load(states),
            x1 = TLanes.Load(states + lanes),
            x2 = TLanes.Load(states + (2 * lanes)),
            x3 = TLanes.Load(states + (3 * lanes));
        var (s0, s1, s2, s3) = (x0, x1, x2, x3);
        for (var t = 0; t < count; t++)
        {
            var v = TLanes.Load(u + (t * lanes));
            (x0, x1, x2, x3) = (
                TLanes.MultiplyAdd(
                    e3,
                    x3,
                    TLanes.MultiplyAdd(e2, x2, TLanes.MultiplyAdd(e1, x1, TLanes.MultiplyAdd(b0, v, TLanes.MultiplyAdd(e0, x0, x0))))),
                TLanes.MultiplyAdd(
                    e7,
                    x3,
                    TLanes.MultiplyAdd(e6, x2, TLanes.MultiplyAdd(e4, x0, TLanes.MultiplyAdd(b1, v, TLanes.MultiplyAdd(e5, x1, x1))))),
                TLanes.MultiplyAdd(
                    eB,
                    x3,
                    TLanes.MultiplyAdd(e9, x1, TLanes.MultiplyAdd(e8, x0, TLanes.MultiplyAdd(b2, v, TLanes.MultiplyAdd(eA, x2, x2))))),
                TLanes.MultiplyAdd(
                    eE,
                    x2,
                    TLanes.MultiplyAdd(eD, x1, TLanes.MultiplyAdd(eC, x0, TLanes.MultiplyAdd(b3, v, TLanes.MultiplyAdd(eF, x3, x3))))));
            if (y != null)
            {
                var sum = TLanes.MultiplyAdd(c1, x1, TLanes.MultiplyAdd(c0, x0, TLanes.Load(y + (t * lanes))));
                TLanes.Store(sum + TLanes.MultiplyAdd(c3, x3, c2 * x2), y + (t * lanes));
            }

            if (trace != null)
            {
                trace += Size * lanes;
                TLanes.Store(x0, trace);
                TLanes.Store(x1, trace + lanes);
                TLanes.Store(x2, trace + (2 * lanes));
                TLanes.Store(x3, trace + (3 * lanes));
            }
        }

        if (trace != null)
        {
            return;
        }

        TLanes.Store(x0, states);
        TLanes.Store(x1, states + lanes);
        TLanes.Store(x2, states + (2 * lanes));
        TLanes.Store(x3, states + (3 * lanes));
        if (count == ModeShape.Chunk)
        {
            Correct(states, s0, s1, s2, s3, row: Size, column: 1);
        }
    }

    /// <summary>Adds the drift of a chunk, or its transpose, times the state at its beginning.</summary>
    private void Correct(float* states, TLanes s0, TLanes s1, TLanes s2, TLanes s3, int row, int column)
    {
        var lanes = TLanes.Count;
        var drift = _constants + ((Square + (2 * Size)) * lanes);
        for (var i = 0; i < Size; i++)
        {
            var d = drift + (i * row * lanes);
            var sum = TLanes.MultiplyAdd(TLanes.Load(d + (column * lanes)), s1, TLanes.Load(d) * s0);
            sum = TLanes.MultiplyAdd(
                TLanes.Load(d + (3 * column * lanes)), s3, TLanes.MultiplyAdd(TLanes.Load(d + (2 * column * lanes)), s2, sum));
            Add(states + (i * lanes), sum);
        }
    }

    private static void Add(float* at, TLanes value) => TLanes.Store(TLanes.Load(at) + value, at);

    /// <summary>E of twice as many steps: (I + E)² − I = 2E + E².</summary>
    private static void Double(Span<double> e, Span<double> work)
    {
        for (var i = 0; i < Size; i++)
        {
            for (var j = 0; j < Size; j++)
            {
                var sum = 2 * e[(i * Size) + j];
                for (var k = 0; k < Size; k++)
                {
                    sum += e[(i * Size) + k] * e[(k * Size) + j];
                }

                work[(i * Size) + j] = sum;
            }
        }

        work.CopyTo(e);
    }
}
