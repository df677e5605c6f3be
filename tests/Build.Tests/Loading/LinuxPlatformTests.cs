using SerpentDsl.Native;

namespace SerpentDsl.Build.Tests.Loading;

public sealed class LinuxPlatformTests
{
    [Theory]
    [InlineData("", "OMP_NUM_THREADS=3 GOMP_SPINCOUNT=1000")]
    [InlineData("OMP_NUM_THREADS=1", "GOMP_SPINCOUNT=1000")]
    [InlineData("OMP_WAIT_POLICY=passive", "OMP_NUM_THREADS=3")]
    [InlineData("GOMP_SPINCOUNT=5", "OMP_NUM_THREADS=3")]
    public void Variables_are_set_but_for_those_of_the_user(string user, string expected)
    {
        var wanted =
            LinuxPlatform.WantedVariables(name => user.Split('=')[0] == name ? user.Split('=')[1] : null, processors: 3);

        Assert.Equal(expected, string.Join(' ', wanted.Select(pair => $"{pair.Key}={pair.Value}")));
    }

    [Theory]
    [InlineData("/usr/lib/libjemalloc.so.2", "7f00 /usr/lib/libjemalloc.so.2\n", "jemalloc")]
    [InlineData("libmimalloc.so", "7f00 /opt/libmimalloc.so\n", "mimalloc")]
    [InlineData("/missing/libjemalloc.so.2", "7f00 /usr/lib/libc.so.6\n", null)]
    [InlineData(null, "7f00 /usr/lib/libjemalloc.so.2\n", null)]
    public void Another_allocator_counts_when_it_is_preloaded_and_loaded(string? preloaded, string maps, string? expected) =>
        Assert.Equal(expected, LinuxPlatform.OtherAllocator(preloaded, maps));

    [Fact]
    public void A_libstdcxx_that_is_too_old_is_named_with_its_cure()
    {
        LinuxPlatform platform = new();
        const string Refusal = "/lib/libstdc++.so.6: version `GLIBCXX_3.4.32' not found (required by /app/libLibTorchSharp.so)";

        var reason = platform.Reason($"Unable to load shared library 'LibTorchSharp' or one of its dependencies.\n{Refusal}\n");

        Assert.Equal(Refusal, reason);
        Assert.Contains("SerpentMendTorch", platform.Remedy(reason));
    }
}
