using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static bool cuda_is_available() => cuda.is_available();

    public static class cuda
    {
        public static bool is_available() => Native.st_cuda_is_available();

        public static bool is_cudnn_available() => Native.st_cuda_cudnn_is_available();

        public static int device_count() => Native.st_cuda_device_count();

        public static void manual_seed(long seed) => NativeError.Check(Native.st_cuda_manual_seed(unchecked((ulong)seed), false));

        public static void manual_seed_all(long seed) => NativeError.Check(Native.st_cuda_manual_seed(unchecked((ulong)seed), true));

        /// <summary>Waits until the device (the current one when null) has finished everything it was given.</summary>
        public static void synchronize(Device? device = null) => NativeError.Check(Native.st_cuda_synchronize(device?.index ?? -1));
    }

    public static class backends
    {
        public static class cuda
        {
            public static class matmul
            {
                public static bool allow_tf32
                {
                    get => Native.st_cuda_allow_tf32();
                    set => NativeError.Check(Native.st_set_cuda_allow_tf32(value));
                }
            }
        }

        public static class cudnn
        {
            public static bool allow_tf32
            {
                get => Native.st_cudnn_allow_tf32();
                set => NativeError.Check(Native.st_set_cudnn_allow_tf32(value));
            }
        }
    }
}
