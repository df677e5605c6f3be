using TorchSharp;
using Xunit;

namespace SerpentDsl.Testing;

/// <summary>A test that needs a CUDA device: it runs with SERPENT_TEST_GPU=1 where libtorch sees one.</summary>
public sealed class CudaFactAttribute : FactAttribute
{
    public CudaFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("SERPENT_TEST_GPU") != "1")
        {
            Skip = "needs a CUDA device: set SERPENT_TEST_GPU=1 where one is, and build with -p:TorchDevice=cuda";
        }
        else if (!torch.cuda.is_available())
        {
            Skip = "libtorch sees no CUDA device here";
        }
    }
}
