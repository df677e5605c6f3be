using System.Diagnostics;
using SerpentDsl.Generator.CodeFixes;
using SerpentDsl.Layers;
using SerpentDsl.Testing;
using TorchSharp;

namespace SerpentDsl.Generator.Tests.CodeFixes;

/// <summary>
/// Code fixes as a user applies them without an editor: by <c>dotnet format analyzers</c> on a project that has the package.
/// </summary>
public sealed class DotnetFormatTests
{
    private const string Wrong = """
        using SerpentDsl;

        namespace Demo;

        [SequenceClassifier(vocabulary: 0, classes: 10, maxLength: 64)]
        [Backbone(features: 8, depth: 1)]
        [S4Branch(StateSize = 2000)]
        public sealed class Model
        {
        }

        """;

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task It_mends_a_declaration()
    {
        using TemporaryFolder folder = new();
        string source = Path.Combine(folder.Path, "Model.cs"), project = Path.Combine(folder.Path, "Demo.csproj");
        await File.WriteAllTextAsync(source, Wrong);
        await File.WriteAllTextAsync(project, $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
              </PropertyGroup>
              <ItemGroup>
                <Reference Include="{typeof(torch).Assembly.Location}" />
                <Reference Include="{typeof(SequenceLayer).Assembly.Location}" />
                <Analyzer Include="{typeof(ModelGenerator).Assembly.Location}" />
                <Analyzer Include="{typeof(DeclarationFix).Assembly.Location}" />
              </ItemGroup>
            </Project>
            """);
        await DotnetAsync(folder.Path, "restore", project);
        await DotnetAsync(
            folder.Path,
            "format",
            "analyzers",
            project,
            "--no-restore",
            "--severity",
            "error",
            "--diagnostics",
            "SDSL101",
            "SDSL102",
            "SDSL201");
        var expected = Wrong
            .Replace("vocabulary: 0", "vocabulary: 1", StringComparison.Ordinal)
            .Replace("StateSize = 2000", "StateSize = 1024", StringComparison.Ordinal)
            .Replace("sealed class", "sealed partial class", StringComparison.Ordinal);
        Assert.Equal(expected, await File.ReadAllTextAsync(source));
    }

    private static async Task DotnetAsync(string folder, params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // The test runner's own build settings are not the project's.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            start.Environment.Remove(name);
        }

        using var process = Process.Start(start)!;
        using CancellationTokenSource limit = new(s_limit);
        Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token), error = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', arguments)}: {await output}{await error}");
    }
}
