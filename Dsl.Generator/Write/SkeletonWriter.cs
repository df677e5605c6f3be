using Microsoft.CodeAnalysis.Text;
using SerpentDsl.Generator.Check;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Heads;
using SerpentDsl.Generator.Streaming;

namespace SerpentDsl.Generator.Write;

/// <summary>
/// Writes only the public members of a model whose declaration breaks a rule, so that code which uses the model has no compiler errors in
/// addition. The analyzer's report of the broken rule fails the build.
/// </summary>
internal static class SkeletonWriter
{
    /// <summary>Writes the file for a declaration with errors.</summary>
    /// <param name="result">The result of checking the declaration.</param>
    /// <param name="failsBuild">Whether the file itself must fail the build, because no analyzer runs.</param>
    public static SourceText Write(CheckResult result, bool failsBuild)
    {
        CodeWriter writer = new();
        if (failsBuild)
        {
            writer.Line(
                $"#error The declaration of {result.Class.FullName} has errors. Analyzers report them: build with RunAnalyzers=true.");
        }

        if (result.CanBeExtended)
        {
            FileWriter.Write(writer, result.Class, default, inner => WriteClass(inner, result.Class.Name, result.Head));
        }

        return writer.ToSourceText();
    }

    private static void WriteClass(CodeWriter writer, string className, HeadKind? head)
    {
        const string tensor = KnownTypes.Tensor;
        var name = Identifiers.Escape(className);
        writer.Line("/// <remarks>Its declaration has errors, so nothing but its public face was generated.</remarks>");
        var bases = head switch
        {
            null => KnownTypes.IArchitecture,
            { CanStream: true } =>
                $"{head.ModuleType(KnownTypes.Torch, tensor)}, {KnownTypes.IArchitecture}, {head.Contract}, {KnownTypes.IStreamingModel}",
            _ => $"{head.ModuleType(KnownTypes.Torch, tensor)}, {KnownTypes.IArchitecture}, {head.Contract}",
        };
        var baseCall = head is null ? "" : $" : base(nameof({name}))";
        using (writer.Block($"partial class {name} : {bases}"))
        {
            writer.Line("/// <summary>Unknown until the declaration is right.</summary>");
            writer.Line("public const long ParameterCount = 0;");
            writer.Line();
            foreach (var figure in new[] { "TrainingFlops", "TrainingBytes", "ReceptiveField", "StepFlops", "StepBytes", "StateBytes" })
            {
                writer.Line("/// <summary>Unknown until the declaration is right.</summary>");
                writer.Line($"public const long {figure} = 0;");
                writer.Line();
            }

            writer.Line("/// <summary>Not available until the declaration is right.</summary>");
            writer.Line($"public {name}(){baseCall} => {Throw(name)};");
            writer.Line();
            writer.Line("/// <summary>Not available until the declaration is right.</summary>");
            writer.Line($"public static {KnownTypes.ArchitectureSpec} Spec => {Throw(name)};");
            if (head is null)
            {
                return;
            }

            writer.Line();
            writer.Line($"{KnownTypes.Torch}.nn.Module {KnownTypes.ISequenceModel}.Module => this;");
            writer.Line();
            writer.Line("/// <inheritdoc/>");
            writer.Line($"public override {tensor} forward({HeadWriter.Parameters(head, tensor)}) => {Throw(name)};");
            writer.Line();
            writer.Line("/// <inheritdoc/>");
            writer.Line($"public {tensor} forward({HeadWriter.ParametersWithLengths(head, tensor)}) => {Throw(name)};");
            if (head.CanStream)
            {
                // Written even if the head is not causal, because a declaration with errors does not say what its author intends.
                StreamingWriter.WriteSkeleton(writer, head, Throw(name));
            }
        }
    }

    private static string Throw(string name) =>
        $"throw new global::System.InvalidOperationException(\"The declaration of {name.TrimStart('@')} has errors.\")";
}
