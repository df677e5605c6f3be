using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Discrete Fourier transforms; <c>fft_</c> is named so because of the class, and is not in place.</summary>
    public static partial class fft
    {
        public static Tensor fft_(Tensor input, long n = -1, long dim = -1, FFTNormType norm = FFTNormType.Backward) =>
            Op.FftFft.Call(input, Length(n), dim, NameOf(norm));

        public static Tensor ifft(Tensor input, long n = -1, long dim = -1, FFTNormType norm = FFTNormType.Backward) =>
            Op.FftIfft.Call(input, Length(n), dim, NameOf(norm));

        public static Tensor rfft(Tensor input, long n = -1, long dim = -1, FFTNormType norm = FFTNormType.Backward) =>
            Op.FftRfft.Call(input, Length(n), dim, NameOf(norm));

        public static Tensor irfft(Tensor input, long n = -1, long dim = -1, FFTNormType norm = FFTNormType.Backward) =>
            Op.FftIrfft.Call(input, Length(n), dim, NameOf(norm));

        public static Tensor hfft(Tensor input, long n = -1, long dim = -1, FFTNormType norm = FFTNormType.Backward) =>
            Op.FftHfft.Call(input, Length(n), dim, NameOf(norm));

        public static Tensor ihfft(Tensor input, long n = -1, long dim = -1, FFTNormType norm = FFTNormType.Backward) =>
            Op.FftIhfft.Call(input, Length(n), dim, NameOf(norm));

        public static Tensor fft2(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) =>
            Op.FftFft2.Call(input, s, dim is null ? Arg.Default : dim, NameOf(norm));

        public static Tensor ifft2(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) =>
            Op.FftIfft2.Call(input, s, dim is null ? Arg.Default : dim, NameOf(norm));

        public static Tensor rfft2(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) =>
            Op.FftRfft2.Call(input, s, dim is null ? Arg.Default : dim, NameOf(norm));

        public static Tensor irfft2(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) =>
            Op.FftIrfft2.Call(input, s, dim is null ? Arg.Default : dim, NameOf(norm));

        public static Tensor hfft2(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) =>
            Op.FftHfft2.Call(input, s, dim is null ? Arg.Default : dim, NameOf(norm));

        public static Tensor ihfft2(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) =>
            Op.FftIhfft2.Call(input, s, dim is null ? Arg.Default : dim, NameOf(norm));

        public static Tensor fftn(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) =>
            Op.FftFftn.Call(input, s, dim, NameOf(norm));

        public static Tensor ifftn(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) =>
            Op.FftIfftn.Call(input, s, dim, NameOf(norm));

        public static Tensor rfftn(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) =>
            Op.FftRfftn.Call(input, s, dim, NameOf(norm));

        public static Tensor irfftn(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) =>
            Op.FftIrfftn.Call(input, s, dim, NameOf(norm));

        public static Tensor hfftn(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) =>
            Op.FftHfftn.Call(input, s, dim, NameOf(norm));

        public static Tensor ihfftn(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) =>
            Op.FftIhfftn.Call(input, s, dim, NameOf(norm));

        public static Tensor fftshift(Tensor input, long[]? dim = null) => Op.FftFftshift.Call(input, dim);

        public static Tensor ifftshift(Tensor input, long[]? dim = null) => Op.FftIfftshift.Call(input, dim);

        public static Tensor fftfreq(long n, double d = 1, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            WithGrad(Op.FftFftfreq.Call(n, d, dtype ?? get_default_dtype(), Arg.None, InitializeDevice(device)), requires_grad);

        public static Tensor rfftfreq(long n, double d = 1, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            WithGrad(Op.FftRfftfreq.Call(n, d, dtype ?? get_default_dtype(), Arg.None, InitializeDevice(device)), requires_grad);

        private static Arg Length(long n) => n < 0 ? Arg.None : n;

        private static string NameOf(FFTNormType norm) => norm switch
        {
            FFTNormType.Backward => "backward",
            FFTNormType.Forward => "forward",
            FFTNormType.Ortho => "ortho",
            _ => throw new ArgumentOutOfRangeException(nameof(norm), norm, "Not a normalisation of the Fourier transform."),
        };
    }
}
