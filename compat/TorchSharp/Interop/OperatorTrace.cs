namespace TorchSharp.Interop;

/// <summary>Told of a call of an operator.</summary>
/// <param name="called">The operator.</param>
/// <param name="arguments">What it was given.</param>
/// <param name="result">Its result, or the first of several; borrowed.</param>
internal delegate void OperatorTrace(Operator called, ReadOnlySpan<Arg> arguments, torch.Tensor result);
