using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.SelectiveScans;

/// <summary>The work before and after the recurrence at each position, for one register of channels: step sizes, skip and gate.</summary>
/// <typeparam name="TLanes">The register.</typeparam>
internal readonly unsafe ref partial struct ScanEnds<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    private readonly ref readonly ScanOperands _operands;
    private readonly int _sequence;
    private readonly int _channel;
    private readonly int _width;

    /// <summary>Selects channels of a sequence.</summary>
    /// <param name="operands">Operands that are read.</param>
    /// <param name="sequence">The sequence.</param>
    /// <param name="channel">First channel.</param>
    /// <param name="width">Number of channels.</param>
    public ScanEnds(in ScanOperands operands, int sequence, int channel, int width)
    {
        _operands = ref operands;
        (_sequence, _channel, _width) = (sequence, channel, width);
    }

    /// <summary>Writes zeros from a position on.</summary>
    /// <param name="rows">Array that is written, if there is one.</param>
    /// <param name="from">First position.</param>
    public void Clear(in Rows rows, int from)
    {
        for (var l = from; rows.Exists && l < _operands.Shape.Length; l++)
        {
            new Span<float>(rows.Pointer(_sequence, l, _channel), _width).Clear();
        }
    }

    private void Gather(in Rows rows, int from, int count, int ahead, float* target) =>
        Channels<TLanes>.Gather(rows.Pointer(_sequence, from, _channel), rows.PositionStride, count, _width, ahead, target);

    private void Scatter(float* source, int from, int count, int ahead, in Rows rows) =>
        Channels<TLanes>.Scatter(source, count, _width, ahead, rows.Pointer(_sequence, from, _channel), rows.PositionStride);

    private TLanes OfChannels(float* values) => values is null ? TLanes.Zero : Channels<TLanes>.Load(values + _channel, _width);
}
