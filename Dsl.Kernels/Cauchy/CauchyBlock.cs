using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Cauchy;

/// <summary>
/// Cauchy sums of as many features as there are lanes, four nodes at a time: g = Σ_n x_n/(it − w_n) + its conjugate partner, as
/// it·Σ Re(x_n) R_n − Σ Re(x_n w̄_n) R_n with R = 2/((it − w)(it − w̄)), and the Woodbury correction of the low-rank rows.
/// </summary>
/// <remarks>
/// R is divided and the numerators are multiplied by a power of two, so that neither slow modes nor late nodes leave the range of float32.
/// A complex number at every of the four nodes is eight vectors: re and im at the first node, then at the second. Lanes without a feature
/// repeat the last feature; their results are not read.
/// </remarks>
/// <typeparam name="TLanes">The vector.</typeparam>
internal readonly unsafe partial struct CauchyBlock<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    /// <summary>Nodes at a time.</summary>
    public const int Width = 4;

    /// <summary>Vectors of one complex number per node.</summary>
    private const int Vectors = 2 * Width;

    /// <summary>Limit of |2/R| after scaling: its square is still a float32.</summary>
    private const double Greatest = 1e17;

    private readonly CauchyShape _shape;
    private readonly float _scale;
    private readonly float* _high;
    private readonly float* _low;
    private readonly float* _drift;
    private readonly float* _numerators;
    private readonly float* _resolvent;
    private readonly float* _sums;
    private readonly float* _matrix;
    private readonly float* _forMatrix;
    private readonly float* _forSums;
    private readonly float* _forNumerators;
    private readonly float* _forModes;

    /// <summary>Packs the modes of a block of features.</summary>
    /// <param name="data">All features.</param>
    /// <param name="first">The block's first.</param>
    /// <param name="backward">Whether gradients will be computed; the gradients start at zero.</param>
    public CauchyBlock(in CauchyData data, int first, bool backward)
    {
        _shape = data.Shape;
        var (lanes, modes, numerators, pairs) = (TLanes.Count, _shape.Modes, _shape.Numerators, _shape.Pairs);
        int perMode = 3 + numerators + Vectors + (backward ? numerators + 2 : 0),
            perStep = Vectors * (numerators + pairs) * (backward ? 2 : 1);
        var free = Scratch.Floats((long)lanes * ((modes * perMode) + perStep));
        _high = Take(modes);
        _low = Take(modes);
        _drift = Take(modes);
        _numerators = Take(modes * numerators);
        _resolvent = Take(modes * Vectors);
        _sums = Take(Vectors * numerators);
        _matrix = Take(Vectors * pairs);
        if (backward)
        {
            _forMatrix = Take(Vectors * pairs);
            _forSums = Take(Vectors * numerators);
            _forNumerators = Take(modes * numerators);
            _forModes = Take(modes * 2);
            new Span<float>(_forNumerators, lanes * modes * (numerators + 2)).Clear();
        }

        var last = Math.Min(lanes, _shape.Features - first) - 1;
        double greatest = data.NodesHigh[_shape.FiniteBins - 1];
        for (var n = 0; n < modes; n++)
        {
            for (var lane = 0; lane <= last; lane++)
            {
                greatest = Math.Max(greatest, data.Magnitude[((long)n * _shape.Features) + first + lane]);
            }
        }

        _scale = (float)Math.ScaleB(1, Math.Clamp(Math.ILogB(Greatest / (greatest * greatest)), -60, 60));
        for (var n = 0; n < modes; n++)
        {
            for (var lane = 0; lane < lanes; lane++)
            {
                var at = ((long)n * _shape.Features) + first + Math.Min(lane, last);
                var magnitude = data.Magnitude[at];
                _high[(n * lanes) + lane] = (float)magnitude;
                _low[(n * lanes) + lane] = (float)(magnitude - (float)magnitude);
                _drift[(n * lanes) + lane] = (float)(-data.Damping[at] * _scale);
            }

            for (var q = 0; q < numerators; q++)
            {
                var row = data.Numerators + ((((long)n * numerators) + q) * _shape.Features) + first;
                for (var lane = 0; lane < lanes; lane++)
                {
                    _numerators[(((n * numerators) + q) * lanes) + lane] = row[Math.Min(lane, last)] * _scale;
                }
            }
        }

        float* Take(int vectors)
        {
            var taken = free;
            free += (long)vectors * TLanes.Count;
            return taken;
        }
    }

    /// <summary>The result of <see cref="Spectrum"/> for an output: eight vectors.</summary>
    /// <param name="row">Input of the output.</param>
    /// <param name="column">Channel of the output.</param>
    public float* Output(int row, int column) => Element(_matrix, row, column);

    /// <summary>Where <see cref="Gradients"/> reads an output's gradient: eight vectors, zero at nodes that do not count.</summary>
    /// <param name="row">Input of the output.</param>
    /// <param name="column">Channel of the output.</param>
    public float* OutputGradient(int row, int column) => Element(_forMatrix, row, column);

    /// <summary>
    /// Gradients of the numerators so far, <c>[modes, numerators]</c> vectors, then the gradients of |w| and −Re w, <c>[modes, 2]</c>.
    /// </summary>
    public float* ModeGradients => _forNumerators;

    /// <summary>Computes the transforms at four nodes.</summary>
    /// <param name="high">t, rounded, at each.</param>
    /// <param name="low">The rounding error of t.</param>
    public void Spectrum(float* high, float* low)
    {
        Eliminate(high, low);
        int inputs = _shape.Rows - _shape.Rank, channels = _shape.Columns - _shape.Rank;
        for (var row = 0; row < inputs; row++)
        {
            for (var column = 0; column < channels; column++)
            {
                Rotate(Element(_matrix, row, column), high, 0.5f);
            }
        }
    }

    /// <summary>Adds four nodes to the gradients of the modes, given the gradients of the outputs.</summary>
    /// <param name="high">t, rounded, at each.</param>
    /// <param name="low">The rounding error of t.</param>
    public void Gradients(float* high, float* low)
    {
        Eliminate(high, low);
        var (inputs, channels) = (_shape.Rows - _shape.Rank, _shape.Columns - _shape.Rank);
        for (var row = 0; row < inputs; row++)
        {
            for (var column = 0; column < channels; column++)
            {
                Rotate(Element(_forMatrix, row, column), high, -0.5f);
            }
        }

        for (var k = 0; k < _shape.Rank; k++)
        {
            for (var node = 0; node < Width; node++)
            {
                Reinstate(inputs + k, channels + k, node);
            }
        }

        var lanes = TLanes.Count;
        for (var pair = 0; pair < _shape.Pairs; pair++)
        {
            var g = _forMatrix + (pair * Vectors * lanes);
            float* direct = _forSums + (2 * pair * Vectors * lanes), damped = direct + (Vectors * lanes);
            for (var node = 0; node < Width; node++)
            {
                TLanes t = TLanes.Broadcast(high[node]),
                    re = TLanes.Load(g + (2 * node * lanes)),
                    im = TLanes.Load(g + (((2 * node) + 1) * lanes));
                TLanes.Store(t * im, direct + (2 * node * lanes));
                TLanes.Store(-(t * re), direct + (((2 * node) + 1) * lanes));
                TLanes.Store(-re, damped + (2 * node * lanes));
                TLanes.Store(-im, damped + (((2 * node) + 1) * lanes));
            }
        }

        AddModeGradients(high);
    }

    /// <summary>Turns the sums of <see cref="Gradients"/> into gradients of the packed numbers.</summary>
    public void Finish()
    {
        var (lanes, modes, numerators) = (TLanes.Count, _shape.Modes, _shape.Numerators);
        var scale = TLanes.Broadcast(_scale);
        for (var i = 0; i < modes * numerators; i++)
        {
            TLanes.Store(TLanes.Load(_forNumerators + (i * lanes)) * scale, _forNumerators + (i * lanes));
        }

        for (var n = 0; n < modes; n++)
        {
            var sums = _forModes + (2 * n * lanes);
            TLanes.Store(-(TLanes.Load(sums) * scale * TLanes.Load(_high + (n * lanes))), sums);
            TLanes.Store(-(TLanes.Load(sums + lanes) * scale), sums + lanes);
        }
    }
}
