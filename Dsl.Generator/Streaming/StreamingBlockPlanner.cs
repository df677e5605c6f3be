using System.Collections.Generic;
using System.Linq;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Model;
using SerpentDsl.Generator.Plan;

namespace SerpentDsl.Generator.Streaming;

/// <summary>
/// Plans <c>Step</c> and <c>Chunk</c> of a block: the same modules as in its forward pass, each branch with its part of the state.
/// A piece has dropout for states for training. A step writes each value into a
/// scratch buffer of the state, and the last value into the caller's memory.
/// </summary>
internal sealed class StreamingBlockPlanner
{
    private readonly Architecture _architecture;
    private readonly StreamForm _form;
    private readonly TypeNames _types;
    private readonly string _torch, _stepType, _scalars;
    private readonly List<Step> _steps = [];
    private int _buffers;

    private StreamingBlockPlanner(Architecture architecture, StreamForm form, TypeNames types, StreamingNames names)
    {
        _architecture = architecture;
        _form = form;
        _types = types;
        var torch = types.Of(KnownTypes.Torch);
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

    public static StreamMethod Plan(Architecture architecture, StreamForm form, TypeNames types, StreamingNames names)
    {
        StreamingBlockPlanner planner = new(architecture, form, types, names);
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

        output = Drop(output, "dropped");
        var (function, skip, part) = (_architecture.SkipActivation, _architecture.SkipNorm, _architecture.FeedForward);
        var hasNorm = !_architecture.NormFirst || skip is not null;
        var summed = Sum(
            "summed", "u", output, isLast: !hasNorm && function is null && part is null,
            _architecture.Branches.Count > 1 ? "Skip connection." : "");
        if (function is not null)
        {
            summed = Activate(function, summed, isLast: !hasNorm && part is null);
        }

        if (!_architecture.NormFirst)
        {
            summed = Normalise(summed, isLast: part is null);
        }
        else if (skip is not null)
        {
            summed = Normalise(summed, part is null, "skip_norm", "skipNormed");
        }

        return part is null ? summed : PlanFeedForward(summed);
    }

    private string PlanFeedForward(string input)
    {
        const string norm = "feed_forward_norm", normed = "forwardNormed";
        var isFirst = _architecture.NormFirst;
        var read = isFirst ? Normalise(input, isLast: false, norm, normed) : input;
        var output = Add(
            "forwarded", IsStep ? $"feed_forward.Step({read}, {Scratch()})" : $"feed_forward.call({read})", [read], Whole,
            "Feed-forward part.");
        var summed = Sum("forwardSummed", input, Drop(output, "forwardDropped"), isLast: isFirst);
        return isFirst ? summed : Normalise(summed, isLast: true, norm, normed);
    }

    // A step has no dropout, which does nothing outside of training.
    private string Drop(string output, string result) => IsStep || _architecture.Dropout == 0
        ? output
        : Add(result, $"state.IsForTraining ? dropout.call({output}) : {output}.alias()", [output], $"{Whole}, only in training");

    private string Sum(string result, string input, string output, bool isLast, string heading = "") => Add(
        result,
        IsStep ? $"{_stepType}.Add({input}, {output}, {Target(isLast)})" : BlockPlanner.Sum(output, _scalars, input),
        [input, output],
        Whole,
        heading);

    private string Activate(string function, string input, bool isLast)
    {
        var name = $"{_types.Of(KnownTypes.PointwiseFunction)}.{function}";
        var code = IsStep
            ? $"{_types.Of(KnownTypes.Pointwise)}.Step({name}, {input}, {Target(isLast)})"
            : BlockPlanner.Apply(_types, function, input);
        return Add("activated", code, [input], Whole);
    }

    private string Target(bool isLast) => isLast ? "output" : Scratch();

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

        if (_architecture.NormFirst && branch.ReadsSkip && branch.ReadsBlockInput(_architecture.Features))
        {
            var code = IsStep
                ? $"{prefix}_ssm.Step({input}, {state}, u, {Scratch(width)})"
                : $"{prefix}_ssm.Chunk({input}, lengths, {state}, u)";
            return Add(result, code, ["u", input], inner, heading);
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

    private string Normalise(string input, bool isLast = false, string norm = "norm", string result = "normed") =>
        Add(result, IsStep ? $"{norm}.Step({input}, {Target(isLast)})" : $"{norm}.call({input}, lengths)", [input], Whole);

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
