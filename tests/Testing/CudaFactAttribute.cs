using TorchSharp;
using Xunit;

namespace SerpentDsl.Testing;

/// <summary>A test that needs a CUDA device. It runs if SERPENT_TEST_GPU=1 and libtorch finds a device; else it is skipped.</summary>
public sealed class CudaFactAttribute : FactAttribute
{
    public CudaFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("SERPENT_TEST_GPU") != "1")
        {
            Skip = "needs a CUDA device: on a machine with one, set SERPENT_TEST_GPU=1 and build with -p:TorchDevice=cuda";
        }
        else if (!torch.cuda.is_available())
        {
            Skip = "libtorch finds no CUDA device; build with -p:TorchDevice=cuda, on a machine with a device";
        }
    }
}
