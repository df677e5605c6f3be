using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    namespace Modules
    {
        /// <summary>Zeroes whole channels of [batch, channels, length].</summary>
        public sealed class Dropout1d : ParameterLessModule<Tensor, Tensor>
        {
            internal Dropout1d(double p, bool inplace)
                : base(nameof(Dropout1d))
            {
                this.p = p;
                this.inplace = inplace;
            }

            public double p { get; set; }

            public bool inplace { get; set; }

            public override Tensor forward(Tensor tensor)
            {
                if (tensor.ndim != 3)
                    throw new ArgumentException($"Dropout1d takes [batch, channels, length], not [{string.Join(", ", tensor.shape)}].", nameof(tensor));
                return nn.functional.dropout1d(tensor, p, training, inplace);
            }
        }
    }

    public static partial class torch
    {
        public static partial class nn
        {
            public static Dropout1d Dropout1d(double p = 0.5, bool inplace = false) => new(p, inplace);
        }
    }
}
