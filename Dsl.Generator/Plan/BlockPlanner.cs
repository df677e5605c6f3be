using System.Collections.Generic;
using System.Linq;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Model;

namespace SerpentDsl.Generator.Plan;

/// <summary>
/// Plans one block: <c>norm(u + concat_r branch_r(u))</c>, or with the norm first <c>u + concat_r branch_r(norm(u))</c>; then its
/// feed-forward part, if it has one.
/// </summary>
internal sealed class BlockPlanner
{
    /// <summary>A longer constructor call has one argument per line.</summary>
    private const int LongestCreation = 100;

    private readonly Architecture _architecture;
    private readonly TypeNames _types;
    private readonly string _torch;
    private readonly List<Field> _fields = [];
    private readonly List<Step> _steps = [];

    private BlockPlanner(Architecture architecture, TypeNames types)
    {
        _architecture = architecture;
        _types = types;
        _torch = types.Of(KnownTypes.Torch);
    }

    private string Whole => Shape("L", _architecture.Features);

    public static (List<Field> Fields, List<Step> Steps, string Result) Plan(Architecture architecture, TypeNames types)
    {
        BlockPlanner planner = new(architecture, types);
        var result = planner.PlanSteps();
        return (planner._fields, planner._steps, result);
    }

    /// <summary>The skip connection. <c>u + output</c> would make a Scalar that a garbage collection can free during the call.</summary>
    public static string Sum(string output, string scalars, string input = "u") => $"{input}.add({output}, {scalars}.One)";

    /// <summary>The call that applies a function elementwise.</summary>
    public static string Apply(TypeNames types, string function, string input) =>
        $"{types.Of(KnownTypes.Pointwise)}.Apply({types.Of(KnownTypes.PointwiseFunction)}.{function}, {input})";

    /// <summary>The expression that makes a norm.</summary>
    public static string NewNorm(Architecture architecture, TypeNames types, string norm) => types.Of("global::" + norm) is var type &&
        architecture.NormEpsilon is not null && norm != MetadataNames.NormLayer("Batch")
            ? $"new {type}(Shapes.Features, Shapes.NormEpsilon)"
            : $"new {type}(Shapes.Features)";

    private string PlanSteps()
    {
        var input = _architecture.NormFirst ? Normalise("u") : "u";
        var output = Join(_architecture.Branches.Select(branch => PlanBranch(branch, input)).ToArray());
        if (_architecture.Mixer is { } mixer)
        {
            var mixerType = _types.Of("global::" + mixer.Type);
            var creation = mixer switch
            {
                { IsLinear: true } => $"{_torch}.nn.Linear(Shapes.Features, Shapes.Features)",
                { GeluGate: { } gate } => $"new {mixerType}(Shapes.Features, geluGate: {(gate ? "true" : "false")})",
                _ => $"new {mixerType}(Shapes.Features)",
            };
            _fields.Add(new(mixerType, "mixer", creation));
            output = Add("mixed", $"mixer.call({output})", [output], Whole);
        }

        if (_architecture.Dropout > 0)
        {
            var tied = _architecture.DropoutTied;
            var dropout = _types.Of(tied ? KnownTypes.SequenceDropout : KnownTypes.Dropout);
            _fields.Add(new(dropout, "dropout", tied ? $"new {dropout}(Shapes.Dropout)" : $"{_torch}.nn.Dropout(Shapes.Dropout)"));
            output = Add("dropped", $"dropout.call({output})", [output], tied ? $"{Whole}, one mask for all positions" : Whole);
        }

        var summed = Add(
            "summed",
            Sum(output, _types.Of(KnownTypes.Scalars)),
            ["u", output],
            Whole,
            _architecture.Branches.Count > 1 ? "Skip connection." : "");
        if (_architecture.SkipActivation is { } function)
        {
            summed = Add("activated", Apply(_types, function, summed), [summed], Whole);
        }

        if (!_architecture.NormFirst)
        {
            summed = Normalise(summed);
        }
        else if (_architecture.SkipNorm is { } skip)
        {
            summed = Normalise(summed, "skip_norm", "skipNormed", skip.Type);
        }

        return _architecture.FeedForward is { } part ? PlanFeedForward(part, summed) : summed;
    }

    /// <summary><c>norm(x + feed_forward(x))</c>, or with the norm first <c>x + feed_forward(norm(x))</c>.</summary>
    private string PlanFeedForward(FeedForwardPart part, string input)
    {
        const string norm = "feed_forward_norm", normed = "forwardNormed";
        var type = _types.Of(KnownTypes.FeedForward);
        var read = _architecture.NormFirst ? Normalise(input, norm, normed, _architecture.Norm) : input;
        var function = $"{_types.Of(KnownTypes.PointwiseFunction)}.{part.Activation}";
        _fields.Add(
            new(
                type, "feed_forward", New(
                    type, ["Shapes.Features", "Shapes.FeedForward", function, $"dropout: {Numbers.Literal(part.Dropout)}"])));
        var output = Add("forwarded", $"feed_forward.call({read})", [read], Whole, "Feed-forward part.");
        if (_architecture.Dropout > 0)
        {
            output = Add("forwardDropped", $"dropout.call({output})", [output], Whole);
        }

        var summed = Add("forwardSummed", Sum(output, _types.Of(KnownTypes.Scalars), input), [input, output], Whole);
        return _architecture.NormFirst ? summed : Normalise(summed, norm, normed, _architecture.Norm);
    }

    private string PlanBranch(Branch branch, string input)
    {
        var prefix = $"branch{branch.Index}";
        var type = _types.Of(branch.LayerType, branch.LayerName);
        var heading = branch.Compression is { } resampled
            ? $"Branch {branch.Index}: {branch.LayerName} over at most {Numbers.Grouped(resampled.MaxPoints)} resampled points."
            : $"Branch {branch.Index}: {branch.LayerName} over every position.";
        if (branch.Compression is { } compression)
        {
            return PlanResampled(branch, compression, input, prefix, type, heading);
        }

        var inner = Shape("L", branch.Features);
        if (branch.Features != _architecture.Features)
        {
            var field = prefix + "_projection";
            _fields.Add(
                new(_types.Of(KnownTypes.Linear), field, $"{_torch}.nn.Linear(Shapes.Features, Shapes.Branch{branch.Index}Features)"));
            var projected = Add(prefix + "Projected", $"{field}.call({input})", [input], $"{Whole} -> {inner}", heading);
            var mask = _types.Of(KnownTypes.SequenceMask);
            input = Add(prefix + "Input", $"{mask}.Apply({projected}, lengths)", [projected], "zero at padding, where the bias is not");
            heading = "";
        }

        _fields.Add(new(type, prefix + "_ssm", Creation(branch, type, "Shapes.MaxLength")));
        return _architecture.NormFirst && branch.ReadsSkip && branch.ReadsBlockInput(_architecture.Features)
            ? Add(prefix + "Output", $"{prefix}_ssm.call({input}, lengths, u)", ["u", input], inner, heading)
            : Add(prefix + "Output", $"{prefix}_ssm.call({input}, lengths)", [input], inner, heading);
    }

    private string PlanResampled(Branch branch, Compression compression, string input, string prefix, string type, string heading)
    {
        var shapes = $"Shapes.Branch{branch.Index}";
        var compressionType = _types.Of("global::" + _architecture.CompressionType);
        string points = Shape("K", branch.Features), inner = Shape("L", branch.Features);
        string[] arguments =
        [
            "features: Shapes.Features",
            $"branchFeatures: {shapes}Features",
            $"compressionRate: {shapes}CompressionRate",
            $"windowSize: {shapes}Window",
            $"timeBasis: {shapes}TimeBasis",
            .. compression.Options.Count == 0 ? [] : new[] { $"options: {NewOptions(compression)}" },
        ];
        _fields.Add(new(compressionType, prefix + "_compression", New(compressionType, arguments)));
        _fields.Add(new(type, prefix + "_ssm", Creation(branch, type, $"{shapes}MaxPoints")));
        var resampled = Add(
            prefix + "Points",
            $"{prefix}_compression.call({input}, lengths)",
            [input],
            $"{Whole} -> {points}, K <= {Numbers.Grouped(compression.MaxPoints)}",
            heading);
        var states = Add(prefix + "States", $"{prefix}_ssm.call({resampled}.Features, {resampled}.Counts)", [resampled], points);
        return Add(prefix + "Output", $"{resampled}.Decompress({states})", [resampled, states], $"{points} -> {inner}");
    }

    private string NewOptions(Compression compression)
    {
        var type = _types.Of(KnownTypes.CompressionOptions);
        var values = compression.Options.Select(option => $"{option.Name} = {Code(option.Value)}").ToArray();
        var line = $"new {type} {{ {string.Join(", ", values)} }}";
        return line.Length <= LongestCreation ? line : $"new {type}\n    {{\n        {string.Join(",\n        ", values)},\n    }}";
    }

    private string Join(string[] outputs)
    {
        if (outputs.Length == 1)
        {
            return outputs[0];
        }

        var widths = string.Join(" + ", _architecture.Branches.Select(branch => branch.Features));
        return Add(
            "joined", $"{_torch}.cat([{string.Join(", ", outputs)}], dim: -1)", outputs, $"{widths} -> {Whole}",
            "Side by side, in the order of the attributes.");
    }

    private string Normalise(string input) => Normalise(input, "norm", "normed", _architecture.Norm);

    private string Normalise(string input, string field, string result, string norm)
    {
        _fields.Add(new(_types.Of("global::" + norm), field, NewNorm(_architecture, _types, norm)));
        return Add(result, $"{field}.call({input}, lengths)", [input], Whole);
    }

    private string Creation(Branch branch, string type, string maxLength)
    {
        var arguments = branch.Arguments
            .Select(argument => Identifiers.Escape(argument.Name) + ": " + argument.Source switch
            {
                ArgumentSource.Features => $"Shapes.Branch{branch.Index}Features",
                ArgumentSource.MaxLength => maxLength,
                _ => Code(argument.Value),
            })
            .ToArray();
        return New(type, arguments);
    }

    private static string New(string type, string[] arguments)
    {
        var line = $"new {type}({string.Join(", ", arguments)})";
        return line.Length <= LongestCreation ? line : $"new {type}(\n    {string.Join(",\n    ", arguments)})";
    }

    /// <summary>A value as C#, with the enum's short name for a member of an enum.</summary>
    private string Code(Constant value) => value.IsNamedMember && value.Code.LastIndexOf('.') is var dot
        ? _types.Of(value.Code.Substring(0, dot)) + value.Code.Substring(dot)
        : value.Code;

    private string Add(string result, string code, string[] reads, string margin, string heading = "")
    {
        _steps.Add(new Step(result, code, new(reads), margin, heading));
        return result;
    }

    private static string Shape(string axis, int features) => $"[B, {axis}, {features}]";
}
