using System.Collections.Generic;
using System.Linq;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Model;
using SerpentDsl.Generator.Plan;

namespace SerpentDsl.Generator.Streaming;

/// <summary>
/// Plans <c>Step</c> and <c>Chunk</c> of a block: the same modules as in its forward pass, each branch with its part of the state.
/// A step has no dropout, which does nothing outside of training; a piece has it for states for training. A step writes each value into a
/// scratch buffer of the state, and the last value into the caller's memory.
/// </summary>
internal sealed class StreamingBlockPlanner
{
    private readonly Architecture _architecture;
    private readonly StreamForm _form;
    private readonly string _torch, _stepType, _scalars;
    private readonly List<Step> _steps = [];
    private int _buffers;

    private StreamingBlockPlanner(Architecture architecture, StreamForm form, string torch, StreamingNames names)
    {
        _architecture = architecture;
        _form = form;
        (_torch, _stepType, _scalars) = (torch, names.Step, names.Scalars);
    }

    private bool IsStep => _form == StreamForm.Step;

    private string Whole => Shape(_architecture.Features);

    /// <summary>The parts of a block's state, one for each branch.</summary>
    public static EquatableArray<StreamPart> PartsOf(Architecture architecture) => architecture.Branches
        .Select(branch => branch.Compression is null
            ? new StreamPart($"branch{branch.Index}_ssm", $"branch{branch.Index}_ssm.NewState(batch)")
            : new StreamPart(
                $"branch{branch.Index}_compression", $"branch{branch.Index}_compression.NewState(batch, branch{branch.Index}_ssm)"))
        .ToEquatableArray();

    public static StreamMethod Plan(Architecture architecture, StreamForm form, string torch, StreamingNames names)
    {
        StreamingBlockPlanner planner = new(architecture, form, torch, names);
        var result = planner.PlanSteps();
        var parts = string.Join(", ", PartsOf(architecture).Select(part => $"\"{part.Name}\""));
        return form == StreamForm.Step
            ? StreamMethod.Of(
                form,
                planner._steps,
                result,
                $"{names.Input}.CheckValues(u, Shapes.Features);",
                $"state.CheckLayer(nameof(Block), u.size(0), [{parts}]);",
                $"{names.Step}.CheckOutput(output, u.size(0), Shapes.Features);")
            : StreamMethod.Of(
                form,
                planner._steps,
                result,
                $"{names.Input}.CheckValues(u, lengths, Shapes.Features);",
                $"state.CheckLayer(nameof(Block), u.shape[0], [{parts}]);");
    }

    private string PlanSteps()
    {
        var input = _architecture.NormFirst ? Normalise("u") : "u";
        var output = Join(_architecture.Branches.Select(branch => PlanBranch(branch, input)).ToArray());
        if (_architecture.Mixer is { } mixer)
        {
            var step = mixer.IsLinear ? $"{_stepType}.Linear(mixer, {output}, " : $"mixer.Step({output}, ";
            output = Add("mixed", IsStep ? $"{step}{Scratch()})" : $"mixer.call({output})", [output], Whole);
        }

        if (!IsStep && _architecture.Dropout > 0)
        {
            output = Add(
                "dropped", $"state.IsForTraining ? dropout.call({output}) : {output}.alias()", [output], $"{Whole}, only in training");
        }

        var isLast = _architecture.NormFirst;
        var summed = Add(
            "summed",
            IsStep ? $"{_stepType}.Add(u, {output}, {(isLast ? "output" : Scratch())})" : BlockPlanner.Sum(output, _scalars),
            ["u", output],
            Whole,
            _architecture.Branches.Count > 1 ? "Skip connection." : "");
        return isLast ? summed : Normalise(summed, isLast: true);
    }

    private string PlanBranch(Branch branch, string input)
    {
        string prefix = $"branch{branch.Index}", state = $"state.Child({branch.Index})", inner = Shape(branch.Features),
        width = $"Shapes.Branch{branch.Index}Features";
        var result = prefix + "Output";
        if (branch.Compression is not null)
        {
            return Add(
                result,
                Call($"{prefix}_compression", input, $"{prefix}_ssm, {state}", width),
                [input],
                $"{Whole} -> {inner}, what the last point gave",
                $"Branch {branch.Index}: {branch.LayerName} over the resampled points, as they come.");
        }

        var heading = $"Branch {branch.Index}: {branch.LayerName} over every position.";
        if (branch.Features != _architecture.Features)
        {
            var projection = prefix + "_projection";
            input = Add(
                prefix + "Projected",
                IsStep ? $"{_stepType}.Linear({projection}, {input}, {Scratch(width)})" : $"{projection}.call({input})",
                [input],
                $"{Whole} -> {inner}",
                heading);
            heading = "";
        }

        return Add(result, Call($"{prefix}_ssm", input, state, width), [input], inner, heading);
    }

    private string Join(string[] outputs)
    {
        if (outputs.Length == 1)
        {
            return outputs[0];
        }

        string widths = string.Join(
            " + ", _architecture.Branches.Select(branch => branch.Features)), all = $"[{string.Join(", ", outputs)}]";
        return Add(
            "joined",
            IsStep ? $"{_stepType}.Join({all}, {Scratch()})" : $"{_torch}.cat({all}, dim: -1)",
            outputs,
            $"{widths} -> {Whole}",
            "Side by side, in the order of the attributes.");
    }

    private string Normalise(string input, bool isLast = false) =>
        Add("normed", IsStep ? $"norm.Step({input}, {(isLast ? "output" : Scratch())})" : $"norm.call({input}, lengths)", [input], Whole);

    private string Call(string module, string input, string rest, string width) =>
        IsStep ? $"{module}.Step({input}, {rest}, {Scratch(width)})" : $"{module}.Chunk({input}, lengths, {rest})";

    // The expression for the next scratch buffer of the state.
    private string Scratch(string width = "Shapes.Features") => $"state.Room({_buffers++}, {width}, output)";

    private string Add(string result, string code, string[] reads, string margin, string heading = "")
    {
        _steps.Add(new Step(result, code, new(reads), margin, heading));
        return result;
    }

    private string Shape(int features) => IsStep ? $"[B, {features}]" : $"[B, L, {features}]";
}
