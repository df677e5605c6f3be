using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A source of random numbers on one device.</summary>
    public class Generator : IDisposable
    {
        public Generator(ulong seed = 0, Device? device = null)
        {
            this.device = device ?? CPU;
            Handle = NativeError.Check(Native.st_generator_new(Native.PackDevice(this.device.type, this.device.index), seed));
        }

        internal Generator(nint handle, Device device)
        {
            Handle = handle;
            this.device = device;
        }

        ~Generator() => Dispose(false);

        /// <summary>The CPU's generator that operators use when none is given. Disposing it releases this reference only.</summary>
        public static Generator Default => ForDevice(CPU);

        public IntPtr Handle { get; private set; }

        public Device device { get; }

        internal static Generator ForDevice(Device device) =>
            new(NativeError.Check(Native.st_generator_default(Native.PackDevice(device.type, device.index))), device);

        public Tensor get_state()
        {
            var state = new Tensor(NativeError.Check(Native.st_generator_get_state(Live)));
            GC.KeepAlive(this);
            return state;
        }

        public void set_state(Tensor value)
        {
            NativeError.Check(Native.st_generator_set_state(Live, value.Handle));
            GC.KeepAlive(value);
            GC.KeepAlive(this);
        }

        public Generator manual_seed(long seed)
        {
            NativeError.Check(Native.st_generator_set_seed(Live, unchecked((ulong)seed)));
            GC.KeepAlive(this);
            return this;
        }

        public unsafe long seed()
        {
            ulong seed;
            NativeError.Check(Native.st_generator_reseed(Live, &seed));
            GC.KeepAlive(this);
            return unchecked((long)seed);
        }

        public long initial_seed()
        {
            long seed = unchecked((long)Native.st_generator_initial_seed(Live));
            GC.KeepAlive(this);
            return seed;
        }

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            if (Handle != 0)
            {
                Native.st_generator_free(Handle);
                Handle = 0;
            }
        }

        private nint Live => Handle != 0 ? Handle : throw new ObjectDisposedException(nameof(Generator));
    }
}
