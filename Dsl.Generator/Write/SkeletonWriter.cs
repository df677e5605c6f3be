using Microsoft.CodeAnalysis.Text;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Plan;
using SerpentDsl.Generator.Read;

namespace SerpentDsl.Generator.Write;

/// <summary>
/// Writes the public face of a model whose declaration breaks a rule, so that the compiler adds no errors of its own about
/// code that uses it. The broken rule fails the build.
/// </summary>
internal static class SkeletonWriter
{
    public static SourceText Write(ClassModel model)
    {
        CodeWriter writer = new();
        FileWriter.Write(writer, model, default, inner => WriteClass(inner, model));
        return writer.ToSourceText();
    }

    private static void WriteClass(CodeWriter writer, ClassModel model)
    {
        const string tensor = KnownTypes.Tensor;
        const string module = $"{KnownTypes.Torch}.nn.Module<{tensor}, {tensor}>";
        string name = Identifiers.Escape(model.Name);
        writer.Line("/// <remarks>Its declaration has errors, so nothing but its public face was generated.</remarks>");
        using (writer.Block($"partial class {name} : {module}, {KnownTypes.IArchitecture}, {KnownTypes.ISequenceClassifier}"))
        {
            writer.Line("/// <summary>Unknown until the declaration is right.</summary>");
            writer.Line("public const long ParameterCount = 0;");
            writer.Line();
            foreach (string figure in new[] { "TrainingFlops", "TrainingBytes", "ReceptiveField", "StepFlops", "StepBytes", "StateBytes" })
            {
                writer.Line("/// <summary>Unknown until the declaration is right.</summary>");
                writer.Line($"public const long {figure} = 0;");
                writer.Line();
            }

            writer.Line("/// <summary>Not available until the declaration is right.</summary>");
            writer.Line($"public {name}() : base(nameof({name})) => {Throw(name)};");
            writer.Line();
            writer.Line("/// <summary>Not available until the declaration is right.</summary>");
            writer.Line($"public static {KnownTypes.ArchitectureSpec} Spec => {Throw(name)};");
            writer.Line();
            writer.Line($"{KnownTypes.Torch}.nn.Module {KnownTypes.ISequenceModel}.Module => this;");
            writer.Line();
            writer.Line("/// <inheritdoc/>");
            writer.Line($"public override {tensor} forward({tensor} tokens) => {Throw(name)};");
            writer.Line();
            writer.Line("/// <inheritdoc/>");
            writer.Line($"public {tensor} forward({tensor} tokens, {tensor}? lengths) => {Throw(name)};");
        }
    }

    private static string Throw(string name) =>
        $"throw new global::System.InvalidOperationException(\"The declaration of {name.TrimStart('@')} has errors.\")";
}
