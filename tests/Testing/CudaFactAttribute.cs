using TorchSharp;
using Xunit;

namespace SerpentDsl.Testing;

/// <summary>A test that needs a CUDA device: it runs under <c>./test.sh --gpu</c> where libtorch sees one.</summary>
public sealed class CudaFactAttribute : FactAttribute
{
    public CudaFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("SERPENT_TEST_GPU") != "1")
        {
            Skip = "needs a CUDA device: run ./test.sh --gpu where one is";
        }
        else if (!torch.cuda.is_available())
        {
            Skip = "libtorch sees no CUDA device here";
        }
    }
}
