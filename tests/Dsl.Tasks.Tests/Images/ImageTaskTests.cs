using SerpentDsl.Testing;

namespace SerpentDsl.Tasks.Tests;

public sealed class ImageTaskTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Reports _reports = new();

    public void Dispose() => _folder.Dispose();

    private SeriesSplits Load() => new Image().Load(new TaskContext(_folder["cache"], _folder["data"], _reports), default);

    private string Fault() => Assert.Throws<TaskDataException>(() => Load()).Message;

    [Fact]
    public void A_row_is_a_grey_image_and_a_tenth_of_each_class_is_held_out()
    {
        CifarFiles.WriteFolder(_folder["data/cifar-10-batches-bin"]);
        var splits = Load();
        Assert.Equal((180, 20, 40), (splits.Train.Count, splits.Validation.Count, splits.Test.Count));
        Assert.All(splits.Validation.CountBy(row => row.Targets.Span[0]), pair => Assert.Equal(2, pair.Value));
        Assert.Equal(10, splits.Labels!.Count);
        var task = new Image();
        Assert.All(splits.Train.Concat(splits.Test), row => Assert.Equal(task.MaxLength, row.Values.Length));

        // The image 7 of the test batch: the luma of (7, 50, 200) as the Python imaging library computes it.
        var row = splits.Test[7];
        Assert.Equal(7f, Assert.Single(row.Targets.ToArray()));
        Assert.Equal(((7 * 19_595) + (50 * 38_470) + (200 * 7_471) + 0x8000) >> 16, Assert.Single(row.Values.ToArray().Distinct()));
        Assert.Equal(new SeriesColumn("grey", 122.6, 61), Assert.Single(splits.Inputs));
    }

    [Fact]
    public void Archive_folder_and_cache_give_the_same_rows()
    {
        CifarFiles.WriteFolder(_folder["data/cifar-10-batches-bin"]);
        var ofFolder = Load();
        _reports.All.Clear();
        var cached = Load();
        Assert.Empty(_reports.All);
        Directory.Delete(_folder["data/cifar-10-batches-bin"], recursive: true);
        CifarFiles.WriteArchive(_folder["data/cifar-10-binary.tar.gz"], CifarFiles.Names);
        var ofArchive = Load();
        foreach (var other in new[] { cached, ofArchive })
        {
            AssertSame(ofFolder.Train, other.Train);
            AssertSame(ofFolder.Validation, other.Validation);
            AssertSame(ofFolder.Test, other.Test);
        }
    }

    [Fact]
    public void Grey_values_do_not_change_and_mix_colours_as_the_Python_imaging_library_does()
    {
        Assert.All(Enumerable.Range(0, 256), value => Assert.Equal(value, Luma.Of((byte)value, (byte)value, (byte)value)));
        Assert.Equal((76, 150, 29), (Luma.Of(255, 0, 0), Luma.Of(0, 255, 0), Luma.Of(0, 0, 255)));
    }

    [Fact]
    public void What_is_missing_is_told()
    {
        Directory.CreateDirectory(_folder["data"]);
        var message = Fault();
        Assert.Contains("cifar-10-binary.tar.gz", message);
        Assert.Contains("data fetch Image", message);

        CifarFiles.WriteFolder(_folder["data/cifar-10-batches-bin"]);
        File.Delete(_folder["data/cifar-10-batches-bin/data_batch_3.bin"]);
        Assert.Contains("no cifar-10-batches-bin/data_batch_3.bin", Fault());
        Directory.Delete(_folder["data/cifar-10-batches-bin"], recursive: true);

        CifarFiles.WriteArchive(_folder["data/cifar-10-binary.tar.gz"], CifarFiles.Names[..5]);
        Assert.Contains("has no test_batch.bin", Fault());
        File.Delete(_folder["data/cifar-10-binary.tar.gz"]);

        Directory.CreateDirectory(_folder["data/cifar-10-batches-py"]);
        message = Fault();
        Assert.Contains("for Python", message);
        Assert.Contains("binary form", message);
    }

    [Theory]
    [InlineData("cut", "not a whole number of images of 3,073 bytes")]
    [InlineData("empty", "has 0 bytes")]
    [InlineData("class", "image 3 has the class 10; classes are 0 … 9")]
    public void A_bad_file_is_named_with_its_fault(string fault, string reason)
    {
        CifarFiles.WriteFolder(_folder["data/cifar-10-batches-bin"]);
        var path = _folder["data/cifar-10-batches-bin/data_batch_2.bin"];
        var bytes = File.ReadAllBytes(path);
        bytes[3 * CifarFiles.ImageBytes] = fault == "class" ? (byte)10 : bytes[3 * CifarFiles.ImageBytes];
        File.WriteAllBytes(path, fault == "cut" ? bytes[..^5] : fault == "empty" ? [] : bytes);
        var message = Fault();
        Assert.Contains("data_batch_2.bin", message);
        Assert.Contains(reason, message);
        Assert.Empty(Directory.Exists(_folder["cache"])
            ? Directory.GetFiles(_folder["cache"], "*", SearchOption.AllDirectories)
            : []);
    }

    [Fact]
    public void A_damaged_archive_and_a_damaged_cache_are_noticed()
    {
        Directory.CreateDirectory(_folder["data"]);
        var path = _folder["data/cifar-10-binary.tar.gz"];
        CifarFiles.WriteArchive(path, CifarFiles.Names);
        var first = Load();
        var cache = Assert.Single(Directory.GetFiles(_folder["cache"], "*", SearchOption.AllDirectories));
        var bytes = File.ReadAllBytes(cache);
        bytes[^100] ^= 1;
        File.WriteAllBytes(cache, bytes);
        AssertSame(first.Test, Load().Test);
        Assert.Contains(_reports.All, report => report.Activity.Contains("making it again", StringComparison.Ordinal));

        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^2000]);
        Assert.Contains("cifar-10-binary.tar.gz", Fault());
    }

    private static void AssertSame(IReadOnlyList<SeriesExample> expected, IReadOnlyList<SeriesExample> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        foreach (var (wanted, found) in expected.Zip(actual))
        {
            Assert.Equal(wanted.Values.ToArray(), found.Values.ToArray());
            Assert.Equal(wanted.Targets.ToArray(), found.Targets.ToArray());
        }
    }
}
