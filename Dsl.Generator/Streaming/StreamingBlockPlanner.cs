using System.Collections.Generic;
using System.Linq;
using SerpentDsl.Generator.Check;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Plan;

namespace SerpentDsl.Generator.Streaming;

/// <summary>
/// Plans <c>Step</c> and <c>Chunk</c> of a block: the same modules as in its forward pass, each branch going on from its part of the state.
/// Dropout is left out, because it does nothing outside of training.
/// </summary>
internal sealed class StreamingBlockPlanner
{
    private readonly Architecture _architecture;
    private readonly StreamForm _form;
    private readonly string _torch;
    private readonly List<Step> _steps = [];

    private StreamingBlockPlanner(Architecture architecture, StreamForm form, string torch)
    {
        _architecture = architecture;
        _form = form;
        _torch = torch;
    }

    private string Whole => Shape(_architecture.Features);

    /// <summary>The parts of a block's state, one for each branch.</summary>
    public static EquatableArray<StreamPart> PartsOf(Architecture architecture) => architecture.Branches
        .Select(branch => branch.Compression is null
            ? new StreamPart($"branch{branch.Index}_ssm", $"branch{branch.Index}_ssm.NewState(batch)")
            : new StreamPart($"branch{branch.Index}_compression", $"branch{branch.Index}_compression.NewState(batch, branch{branch.Index}_ssm)"))
        .ToEquatableArray();

    public static StreamMethod Plan(Architecture architecture, StreamForm form, string torch, string streamInput)
    {
        StreamingBlockPlanner planner = new(architecture, form, torch);
        string result = planner.PlanSteps();
        string names = string.Join(", ", PartsOf(architecture).Select(part => $"\"{part.Name}\""));
        return StreamMethod.Of(
            planner._steps,
            result,
            form == StreamForm.Step ? $"{streamInput}.CheckValues(u, Shapes.Features);" : $"{streamInput}.CheckValues(u, lengths, Shapes.Features);",
            $"state.CheckLayer(nameof(Block), u.shape[0], [{names}]);");
    }

    private string PlanSteps()
    {
        string input = _architecture.NormFirst ? Normalise("u") : "u";
        string output = Join(_architecture.Branches.Select(branch => PlanBranch(branch, input)).ToArray());
        if (_architecture.Mixer is not null)
        {
            output = Add("mixed", $"mixer.call({output})", [output], Whole);
        }

        string summed = Add("summed", $"u + {output}", ["u", output], Whole, _architecture.Branches.Count > 1 ? "Skip connection." : "");
        return _architecture.NormFirst ? summed : Normalise(summed);
    }

    private string PlanBranch(Branch branch, string input)
    {
        string prefix = $"branch{branch.Index}", state = $"state.Child({branch.Index})", inner = Shape(branch.Features);
        string result = prefix + "Output";
        if (branch.Compression is not null)
        {
            return Add(
                result,
                Call($"{prefix}_compression", input, $"{prefix}_ssm, {state}"),
                [input],
                $"{Whole} -> {inner}, what the last point gave",
                $"Branch {branch.Index}: {branch.LayerName} over the resampled points, as they come.");
        }

        string heading = $"Branch {branch.Index}: {branch.LayerName} over every position.";
        if (branch.Features != _architecture.Features)
        {
            input = Add(prefix + "Projected", $"{prefix}_projection.call({input})", [input], $"{Whole} -> {inner}", heading);
            heading = "";
        }

        return Add(result, Call($"{prefix}_ssm", input, state), [input], inner, heading);
    }

    private string Join(string[] outputs)
    {
        if (outputs.Length == 1)
        {
            return outputs[0];
        }

        string widths = string.Join(" + ", _architecture.Branches.Select(branch => branch.Features));
        return Add("joined", $"{_torch}.cat([{string.Join(", ", outputs)}], dim: -1)", outputs, $"{widths} -> {Whole}", "Side by side, in the order of the attributes.");
    }

    private string Normalise(string input) =>
        Add("normed", _form == StreamForm.Step ? $"norm.Step({input})" : $"norm.call({input}, lengths)", [input], Whole);

    private string Call(string module, string input, string rest) =>
        _form == StreamForm.Step ? $"{module}.Step({input}, {rest})" : $"{module}.Chunk({input}, lengths, {rest})";

    private string Add(string result, string code, string[] reads, string margin, string heading = "")
    {
        _steps.Add(new Step(result, code, new(reads), margin, heading));
        return result;
    }

    private string Shape(int features) => _form == StreamForm.Step ? $"[B, {features}]" : $"[B, L, {features}]";
}
