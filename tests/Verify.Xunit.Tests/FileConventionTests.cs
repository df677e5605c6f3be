namespace VerifyXunit.Tests;

/// <summary>Which files are read and written.</summary>
public sealed class FileConventionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public Task The_verified_file_stands_beside_the_test_under_its_name() => Verify("as verified");

    [Fact]
    public Task A_folder_is_relative_to_the_test() => Verify("in a folder").UseDirectory("Snapshots");

    [Fact]
    public async Task A_first_text_is_received_and_refused()
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(() => Run("new text", "New"));
        Assert.Equal(["New.received.txt"], _folder.Files);
        Assert.Equal("new text", _folder.Read("New.received.txt"));
        Assert.Contains("New:", error.Message);
        Assert.Contains("New.received.txt", error.Message);
        Assert.Contains("new text", error.Message);
    }

    [Fact]
    public async Task The_verified_text_passes_and_removes_what_was_received_before()
    {
        _folder.Write("Same.verified.txt", "same");
        _folder.Write("Same.received.txt", "older");
        var result = await Run("same", "Same");
        Assert.Equal(["Same.verified.txt"], _folder.Files);
        Assert.Equal("same", result.Text);
    }

    [Fact]
    public async Task Another_text_is_received_and_refused_with_both_texts()
    {
        _folder.Write("Other.verified.txt", "before");
        var error = await Assert.ThrowsAnyAsync<Exception>(() => Run("after", "Other"));
        Assert.Equal(["Other.received.txt", "Other.verified.txt"], _folder.Files);
        Assert.Equal("before", _folder.Read("Other.verified.txt"));
        Assert.Contains("NotEqual:", error.Message);
        Assert.Contains("before", error.Message);
        Assert.Contains("after", error.Message);
    }

    [Fact]
    public async Task An_empty_verified_file_counts_as_none()
    {
        _folder.Write("Empty.verified.txt", "");
        var error = await Assert.ThrowsAnyAsync<Exception>(() => Run("text", "Empty"));
        Assert.Contains("New:", error.Message);
        Assert.Equal(["Empty.received.txt"], _folder.Files);
    }

    [Fact]
    public async Task Accepting_everything_writes_the_verified_file()
    {
        await Verify("accepted").UseDirectory(_folder.Path).UseFileName("Accepted").DisableDiff().AutoVerify();
        Assert.Equal(["Accepted.verified.txt"], _folder.Files);
        Assert.Equal("accepted", _folder.Read("Accepted.verified.txt"));
    }

    [Fact]
    public async Task The_extension_is_the_file_s()
    {
        _folder.Write("Code.verified.cs", "class C;");
        await Verify("class C;", "cs").UseDirectory(_folder.Path).UseFileName("Code");
        Assert.Equal(["Code.verified.cs"], _folder.Files);
    }

    [Theory]
    [InlineData(3, "a")]
    [InlineData(4, "b/c")]
    public async Task Parameters_are_part_of_the_name(int count, string text)
    {
        var expected = $"FileConventionTests.Parameters_are_part_of_the_name_count={count}_text={text.Replace('/', '-')}.verified.txt";
        _folder.Write(expected, "parametrised");
        await Verify("parametrised").UseDirectory(_folder.Path).UseParameters(count, text);
        Assert.Equal([expected], _folder.Files);
    }

    [Fact]
    public async Task A_text_can_stand_for_the_parameters()
    {
        const string expected = "FileConventionTests.A_text_can_stand_for_the_parameters_first.verified.txt";
        _folder.Write(expected, "text");
        await Verify("text").UseDirectory(_folder.Path).UseTextForParameters("first");
        Assert.Equal([expected], _folder.Files);
    }

    [Fact]
    public async Task Two_verifications_of_one_name_are_refused()
    {
        _folder.Write("Twice.verified.txt", "text");
        await Run("text", "Twice");
        var error = await Assert.ThrowsAnyAsync<Exception>(() => Run("text", "Twice"));
        Assert.Contains("prefix has already been used", error.Message);
        await Verify("text").UseDirectory(_folder.Path).UseFileName("Twice").DisableRequireUniquePrefix();
    }

    private async Task<VerifyResult> Run(string text, string name) =>
        await Verify(text).UseDirectory(_folder.Path).UseFileName(name).DisableDiff();
}
