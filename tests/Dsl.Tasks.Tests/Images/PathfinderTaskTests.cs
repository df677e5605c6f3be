using SerpentDsl.Testing;

namespace SerpentDsl.Tasks.Tests;

public sealed class PathfinderTaskTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Reports _reports = new();

    public void Dispose() => _folder.Dispose();

    private SeriesSplits Load(bool rebuild = false) =>
        new Pathfinder().Load(new TaskContext(_folder["cache"], _folder["data"], _reports) { Rebuild = rebuild }, default);

    private string Fault() => Assert.Throws<TaskDataException>(() => Load()).Message;

    private string Official() => _folder["data/pathfinder32"];

    [Fact]
    public void The_official_folder_gives_every_image_once_with_its_class()
    {
        PathfinderFiles.Write(Official(), 32);
        var splits = Load();
        Assert.Equal((32, 4, 4), (splits.Train.Count, splits.Validation.Count, splits.Test.Count));
        SeriesExample[] all = [.. splits.Train, .. splits.Validation, .. splits.Test];
        Assert.Equal(Enumerable.Range(0, 40), all.Select(row => (int)row.Values.Span[0]).Order());
        Assert.All(all, row => Assert.Equal((int)row.Values.Span[0] % 2, row.Targets.Span[0]));
        // Row by row: the pixel at x = 5, y = 3.
        Assert.All(all, row => Assert.Equal((7 * 5) + (11 * 3), row.Values.Span[(3 * 32) + 5]));
        Assert.All(all, row => Assert.Equal(new Pathfinder().MaxLength, row.Values.Length));
        Assert.Equal(["apart", "joined"], splits.Labels);
        Assert.Equal(new SeriesColumn("grey", 0, 255), Assert.Single(splits.Inputs));
    }

    [Fact]
    public void PathX_reads_images_of_128_pixels()
    {
        PathfinderFiles.Write(_folder["data/pathfinder128"], 128, lists: 1);
        var splits = new PathX().Load(new TaskContext(_folder["cache"], _folder["data"], null), default);
        Assert.Equal(10, splits.Train.Count + splits.Validation.Count + splits.Test.Count);
        Assert.Equal(16_384, splits.Train[0].Values.Length);
    }

    [Fact]
    public void Without_the_folder_the_message_names_it_and_the_task_that_draws()
    {
        Directory.CreateDirectory(_folder["data"]);
        var message = Fault();
        Assert.Contains("pathfinder32/curv_contour_length_14", message);
        Assert.Contains("DrawnPathfinder", message);
    }

    [Theory]
    [InlineData("missing", "there is no such file")]
    [InlineData("empty", "it is empty")]
    [InlineData("cut", "it is not an intact PNG file")]
    [InlineData("bit", "it is not an intact PNG file (CRC calculated")]
    [InlineData("text", "it is not an intact PNG file (The provided stream did not start with the PNG header")]
    [InlineData("size", "it has 64 × 32 pixels; 32 × 32 are needed")]
    [InlineData("huge", "bytes, too many for such an image")]
    public void A_bad_image_is_named_with_its_fault(string fault, string reason)
    {
        PathfinderFiles.Write(Official(), 32);
        var path = PathfinderFiles.ImageOf(Official(), 2, 6);
        var bytes = File.ReadAllBytes(path);
        switch (fault)
        {
            case "missing":
                File.Delete(path);
                break;
            case "empty":
                File.WriteAllBytes(path, []);
                break;
            case "cut":
                File.WriteAllBytes(path, bytes[..(bytes.Length / 2)]);
                break;
            case "bit":
                bytes[bytes.Length / 2] ^= 1;
                File.WriteAllBytes(path, bytes);
                break;
            case "text":
                File.WriteAllText(path, "version https://git-lfs.github.com/spec/v1\n");
                break;
            case "size":
                PathfinderFiles.WriteImage(path, 64, 32, 1);
                break;
            default:
                File.WriteAllBytes(path, new byte[2 << 20]);
                break;
        }

        var message = Fault();
        Assert.Contains("1 of the 40 images", message);
        Assert.Contains(Path.Combine("imgs", "2", "sample_6.png"), message);
        Assert.Contains(reason, message);
    }

    [Fact]
    public void Of_many_bad_images_the_first_few_are_named()
    {
        PathfinderFiles.Write(Official(), 64);
        var message = Fault();
        Assert.Contains("40 of the 40 images", message);
        Assert.Contains("and 35 more", message);
    }

    [Theory]
    [InlineData("imgs/0 sample_0.png 0", "the row has 3 cells")]
    [InlineData("imgs/0 sample_0.png 0 2", "the class is '2'; it is 0 or 1")]
    [InlineData("../../.. passwd 0 1", "is outside of the folder")]
    public void A_bad_row_of_a_list_is_named_with_its_line(string row, string reason)
    {
        PathfinderFiles.Write(Official(), 32);
        File.AppendAllText(PathfinderFiles.ListOf(Official(), 1), row + "\n");
        var message = Fault();
        Assert.Contains("1.npy, line 11", message);
        Assert.Contains(reason, message);
    }

    [Fact]
    public void Missing_empty_and_binary_lists_are_refused()
    {
        PathfinderFiles.Write(Official(), 32, lists: 1);
        File.WriteAllBytes(PathfinderFiles.ListOf(Official(), 0), [0x93, .. "NUMPY"u8, 1, 0]);
        Assert.Contains("is a NumPy array", Fault());
        File.WriteAllText(PathfinderFiles.ListOf(Official(), 0), "");
        Assert.Contains("name no image", Fault());
        File.Delete(PathfinderFiles.ListOf(Official(), 0));
        Assert.Contains("has no lists of images", Fault());
    }

    [Fact]
    public void Changed_lists_and_sizes_make_another_cache_and_a_check_reads_again()
    {
        PathfinderFiles.Write(Official(), 32);
        Load();
        _reports.All.Clear();
        Load();
        Assert.Empty(_reports.All);
        Load(rebuild: true);
        Assert.NotEmpty(_reports.All);
        File.WriteAllText(PathfinderFiles.ListOf(Official(), 3), "imgs/3 sample_0.png 0 1\n");
        Assert.Equal(31, Load() is var splits ? splits.Train.Count + splits.Validation.Count + splits.Test.Count : 0);
    }
}
