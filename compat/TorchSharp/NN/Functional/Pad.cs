using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly Operator PadOperator = new("aten::pad");

            /// <summary>Pairs of amounts before and after, the last dimension first; negative amounts crop.</summary>
            public static Tensor pad(Tensor input, long[] pad, PaddingModes mode = PaddingModes.Constant, double value = 0) => mode switch
            {
                PaddingModes.Reflect => PadOperator.Call(input, pad, "reflect"),
                PaddingModes.Replicate => PadOperator.Call(input, pad, "replicate"),
                PaddingModes.Circular => PadOperator.Call(input, pad, "circular"),
                _ => PadOperator.Call(input, pad, "constant", value),
            };

            public static Tensor pad(Tensor input, (long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, new[] { pad.Item1, pad.Item2 }, mode, value);

            public static Tensor pad(Tensor input, (long, long, long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, new[] { pad.Item1, pad.Item2, pad.Item3, pad.Item4 }, mode, value);

            /// <summary>The same amount on both sides of every dimension.</summary>
            public static Tensor pad(Tensor input, long pad, PaddingModes mode = PaddingModes.Constant, double value = 0)
            {
                var sides = new long[2 * input.ndim];
                Array.Fill(sides, pad);
                return functional.pad(input, sides, mode, value);
            }
        }
    }
}
