using System.Globalization;
using System.Text.Json;
using SerpentDsl.Architectures.Lra;
using SerpentDsl.Experiments.Catalogue;
using SerpentDsl.Experiments.Commands.Common;
using SerpentDsl.Experiments.PaperTables;
using SerpentDsl.Experiments.Runs;
using SerpentDsl.Experiments.Sweeps;
using SerpentDsl.Experiments.Tests.Commands;
using SerpentDsl.Experiments.Tests.Models;
using SerpentDsl.Testing;

namespace SerpentDsl.Experiments.Tests.PaperTables;

/// <summary>The command <c>table</c>, with a protocol of its own: two cells of Table 1 that take seconds.</summary>
public sealed class TableCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _protocol;

    public TableCommandTests()
    {
        _protocol = _folder["own.json"];
        File.WriteAllText(_protocol, """
            {
              "name": "own", "about": "For a test.", "seeds": [1, 2],
              "rows": [{ "table": 1, "model": "control", "baseline": "S4" }],
              "tables": [
                {
                  "name": "lengths", "title": "By length", "columns": ["short", "long"],
                  "rows": [{ "model": "plain" }, { "model": "longer", "baseline": ["plain", "other"] }, { "model": "other" }]
                }
              ],
              "cells": [
                { "table": 1, "model": "S4", "column": "ListOps", "architecture": "MeanMajority", "options": { "max-steps": 2 } },
                { "table": 1, "model": "SeRpEnt+S4", "column": "ListOps", "architecture": "MeanMajority", "options": { "max-steps": 3 } },
                { "table": 1, "model": "control", "column": "ListOps", "architecture": "MeanMajority", "options": { "max-steps": 5 } },
                { "table": "lengths", "model": "plain", "column": "short", "architecture": "MeanMajority", "options": { "max-steps": 2 } },
                { "table": "lengths", "model": "longer", "column": "short", "architecture": "MeanMajority", "options": { "max-steps": 4 } }
              ]
            }
            """);
    }

    public void Dispose() => _folder.Dispose();

    private (int Code, string Output, string Errors) Table(params string[] args) =>
        Cli.Run(["table", "1", "--protocol", _protocol, "--runs", _folder["runs"], .. args]);

    private void Train(int seed, int steps) => Assert.Equal(0, Cli.Run(
        "train", nameof(MeanMajority), "--out", _folder[$"runs/{seed}-{steps}"], "--max-steps", $"{steps}", "--seed", $"{seed}", "--device",
        "cpu").Code);

    [Fact]
    public void A_cell_holds_the_runs_of_its_recipe()
    {
        Train(seed: 1, steps: 2);
        Train(seed: 1, steps: 3);
        Train(seed: 2, steps: 3);
        Train(seed: 1, steps: 4);
        var (code, printed, _) = Table("--json");
        Assert.Equal(0, code);
        JsonElement[] cells = [.. JsonDocument.Parse(printed).RootElement[0].GetProperty("cells").EnumerateArray()];
        var plain = Cell("S4");
        Assert.Equal([2], plain.GetProperty("missingSeeds").EnumerateArray().Select(seed => seed.GetInt32()));
        var first = RunStore.Read(_folder["runs/1-2"])!.Result!.Test!.Accuracy!.Value;
        Assert.Equal(first, plain.GetProperty("accuracy").GetProperty("value").GetDouble());
        var resampled = Cell("SeRpEnt+S4");
        Assert.Equal(0, resampled.GetProperty("missingSeeds").GetArrayLength());
        double[] both = [.. new[] { "1-3", "2-3" }.Select(run => RunStore.Read(_folder[$"runs/{run}"])!.Result!.Test!.Accuracy!.Value)];
        Assert.Equal(both.Average(), resampled.GetProperty("accuracy").GetProperty("value").GetDouble(), 1e-12);
        Assert.Equal(Math.Abs(both[0] - both[1]) / 2, resampled.GetProperty("accuracy").GetProperty("standardError").GetDouble(), 1e-12);

        var markdown = Table("--markdown").Output;
        Assert.Contains("# Results: protocol own", markdown);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"{100 * both.Average():F1} ± "), markdown);
        Assert.Contains("SeRpEnt+S4 against S4: one seed does not decide on ListOps.", markdown);
        Assert.Contains("best rule, validation rows", markdown);
        Assert.Contains("--fill \"S4 ListOps\"", markdown);

        JsonElement Cell(string model) =>
            cells.Single(cell => cell.GetProperty("model").GetString() == model && cell.GetProperty("column").GetString() == "ListOps");
    }

    [Fact]
    public void What_is_missing_is_trained_in_processes_of_its_own()
    {
        Train(seed: 1, steps: 2);
        var runner = new RunnerProcess("dotnet", [typeof(TableCommandTests).Assembly.Location]);
        string[] call = ["table", "1", "--protocol", _protocol, "--runs", _folder["runs"], "--seeds", "1", "--fill"];
        Assert.Equal(0, runner.Run([.. call, "S4 ListOps, serpent+s4"], _folder["log"], default));
        Assert.Contains("MeanMajority-seed1: finished", File.ReadAllText(_folder["log"]));
        Assert.Equal([2, 3], RunStore.Scan(_folder["runs"]).Select(run => run.PlannedSteps));
        var (code, output, errors) = Table("--seeds", "1", "--fill", "SeRpEnt+S4 ListOps");
        Assert.Equal(0, code);
        Assert.Contains("Nothing is missing in these cells.", output + errors);
    }

    [Fact]
    public void A_protocol_adds_rows_and_tables()
    {
        Train(seed: 1, steps: 2);
        Train(seed: 2, steps: 2);
        Train(seed: 1, steps: 4);
        Train(seed: 2, steps: 4);
        Train(seed: 1, steps: 5);
        Assert.Contains("| control |", Table("--markdown").Output);

        var (code, markdown, _) = Cli.Run(
            ["table", "lengths", "--protocol", _protocol, "--runs", _folder["runs"], "--markdown"]);
        Assert.Equal(0, code);
        Assert.Contains("## By length", markdown);
        Assert.Contains("| model | short | long | average |", markdown);
        Assert.Contains("longer against plain: ", markdown);
        Assert.Contains("| longer − plain | short |", markdown);
        Assert.Contains("| longer long |  | not in the protocol own |", markdown);

        // Both have the same parameters; the cost stands beside the baseline's.
        var cost = markdown.Split('\n').Single(line => line.StartsWith("| longer short |", StringComparison.Ordinal)
            && line.Contains("1.00x", StringComparison.Ordinal));
        Assert.Contains(" 1.00x |", cost);
    }

    [Theory]
    [InlineData("there is no table 3; there are 1, 2", """ "rows": [{ "table": 3, "model": "x" }] """)]
    [InlineData("the baseline 'y' is not another row of table 1", """ "rows": [{ "table": 1, "model": "x", "baseline": "y" }] """)]
    [InlineData("table 1 has two rows 'S4'", """ "rows": [{ "table": 1, "model": "S4" }] """)]
    [InlineData("has a comma", """ "rows": [{ "table": 1, "model": "S4, again" }] """)]
    [InlineData("the paper has a table 2", """ "tables": [{ "name": "2", "title": "x", "columns": ["c"], "rows": [{ "model": "x" }] }] """)]
    [InlineData("'title' is missing", """ "tables": [{ "name": "x", "columns": ["c"], "rows": [{ "model": "x" }] }] """)]
    public void A_mistake_in_rows_and_tables_is_explained(string problem, string members)
    {
        File.WriteAllText(_protocol, $$"""
            {
              "name": "own", "about": "For a test.", "seeds": [1], {{members}},
              "cells": [{ "table": 1, "model": "S4", "column": "ListOps", "architecture": "MeanMajority" }]
            }
            """);
        var (code, _, errors) = Table();
        Assert.Equal(2, code);
        Assert.Contains(problem, errors);
    }

    [Fact]
    public void A_table_that_the_protocol_does_not_have_is_explained()
    {
        var (code, _, errors) = Cli.Run("table", "3", "--protocol", _protocol);
        Assert.Equal(2, code);
        Assert.Contains("There is no table 3 in the protocol own; there are 1, 2, lengths.", errors);
    }

    [Theory]
    [InlineData("There is no cell 'S4 LitsOps'. Did you mean", "--fill", "S4, S4 LitsOps")]
    [InlineData(
        "The protocol own does not train S5 on ListOps; it has S4 ListOps, SeRpEnt+S4 ListOps, control ListOps", "--fill", "S5 ListOps")]
    [InlineData("cannot be combined", "--fill", "all", "--json")]
    [InlineData("--seeds is 0; it must be at least 1.", "--seeds", "0")]
    public void Bad_input_is_explained(string problem, params string[] args)
    {
        var (code, _, errors) = Table(args);
        Assert.Equal(2, code);
        Assert.Contains(problem, errors);
    }

    [Fact]
    public void The_protocols_that_come_with_the_runner_are_sound()
    {
        Assert.Equal(["full", "resampling", "small"], Protocol.Names);
        foreach (var name in Protocol.Names)
        {
            var protocol = Protocol.Load(
                name, new TrainCallReader(new ArchitectureCatalogue([typeof(S4ListOps).Assembly]), new TrainArguments()));
            Assert.Equal(protocol.Cells.Count, protocol.Cells.DistinctBy(cell => (cell.Table, cell.Title)).Count());
            Assert.All(protocol.FilledTables.SelectMany(table => table.Columns), column =>
                Assert.Contains(protocol.Cells, cell => cell.Column == column));
            Assert.Equal(protocol.Cells.Count, protocol.Cells.DistinctBy(cell => (cell.Table, cell.Recipe)).Count());
        }
    }
}
