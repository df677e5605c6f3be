using Microsoft.CodeAnalysis.Text;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Model;
using SerpentDsl.Generator.Plan;
using SerpentDsl.Generator.Streaming;

namespace SerpentDsl.Generator.Write;

/// <summary>Writes a planned model as C#.</summary>
internal sealed class ModelWriter
{
    private readonly ModelPlan _plan;
    private readonly Architecture _architecture;
    private readonly FileNames _names;
    private readonly string _class;

    private ModelWriter(ModelPlan plan)
    {
        _plan = plan;
        _architecture = plan.Architecture;
        _names = plan.Names;
        _class = Identifiers.Escape(_architecture.Class.Name);
    }

    public static SourceText Write(ModelPlan plan)
    {
        CodeWriter writer = new();
        FileWriter.Write(writer, plan.Architecture.Class, plan.Aliases, new ModelWriter(plan).WriteClass);
        return writer.ToSourceText();
    }

    private string Module => _architecture.Head.Kind.ModuleType(_names.Torch, _names.Tensor);

    private string StreamContract => _plan.Streaming is { Model: not null } streaming ? ", " + streaming.Names.Model : "";

    private string GeneratedCode => $"[{_names.GeneratedCode}({FileWriter.Tool})]";

    private void WriteClass(CodeWriter writer)
    {
        SummaryWriter.Write(writer, _plan);
        using (writer.Block($"partial class {_class} : {Module}, {_names.Architecture}, {_names.HeadContract}{StreamContract}"))
        {
            WriteCount(writer);
            FactsWriter.WriteConstants(writer, _plan, GeneratedCode);
            WriteFields(writer, _plan.Fields);
            WriteConstructor(writer);
            SpecWriter.Write(writer, _plan, GeneratedCode);
            writer.Line();
            writer.Line($"{_names.Torch}.nn.Module {_names.SequenceModel}.Module => this;");
            writer.Line();
            WriteForward(writer);
            StreamingWriter.WriteModel(writer, _plan, GeneratedCode);
            writer.Line();
            WriteShapes(writer);
            writer.Line();
            WriteBlock(writer);
        }
    }

    private void WriteCount(CodeWriter writer)
    {
        writer.Line("/// <summary>Number of trainable parameters (real numbers).</summary>");
        writer.Line(GeneratedCode);
        writer.Line($"public const long ParameterCount = {Numbers.Literal(_plan.Ledger.Total.Parameters)};");
        writer.Line();
    }

    private static void WriteFields(CodeWriter writer, EquatableArray<Field> fields)
    {
        foreach (var field in fields)
        {
            writer.Line($"private readonly {field.Type} {field.Name};");
        }

        writer.Line();
    }

    private void WriteConstructor(CodeWriter writer)
    {
        writer.Line("/// <summary>Makes the model with fresh parameters, drawn from torch's default generator.</summary>");
        writer.Line(GeneratedCode);
        writer.Line($"public {_class}()");
        using (writer.Block($"    : base(nameof({_class}))"))
        {
            foreach (var field in _plan.Fields)
            {
                writer.Line($"{field.Name} = {field.Creation};");
                if (field.Name == "blocks")
                {
                    using (writer.Block("for (int i = 0; i < Shapes.Depth; i++)"))
                    {
                        writer.Line("blocks.Add(new Block());");
                    }

                    writer.Line();
                }
            }

            writer.Line("RegisterComponents();");
        }

        writer.Line();
    }

    private void WriteForward(CodeWriter writer) => HeadWriter.Write(writer, _architecture.Head, _names.Tensor, GeneratedCode, body =>
    {
        body.Line(_architecture.Head.Guard(_names.SequenceInput));
        ForwardWriter.Write(body, _names.Torch, _plan.Forward, _plan.Result);
    });

    private void WriteShapes(CodeWriter writer)
    {
        writer.Line("/// <summary>The sizes of the model.</summary>");
        writer.Line(GeneratedCode);
        using (writer.Block("public static class Shapes"))
        {
            var isFirst = true;
            foreach (var constant in _plan.Shapes)
            {
                if (!isFirst)
                {
                    writer.Line();
                }

                writer.Line($"/// <summary>{constant.Summary}</summary>");
                writer.Line($"public const {constant.Type} {constant.Name} = {constant.Value};");
                isFirst = false;
            }
        }
    }

    private void WriteBlock(CodeWriter writer)
    {
        var tensor = _names.Tensor;
        var (depth, parameters) = (Numbers.Grouped(_architecture.Depth), Numbers.Grouped(_plan.Ledger.BlockParameters));
        writer.Line($"/// <summary>One of the {depth} equal blocks; {parameters} parameters.</summary>");
        writer.Line(GeneratedCode);
        using (writer.Block($"public sealed class Block : {_names.BlockBase}"))
        {
            WriteFields(writer, _plan.BlockFields);
            writer.Line("/// <summary>Makes a block with fresh parameters.</summary>");
            writer.Line("public Block()");
            using (writer.Block("    : base(nameof(Block))"))
            {
                foreach (var field in _plan.BlockFields)
                {
                    writer.Line($"{field.Name} = {field.Creation};");
                }

                writer.Line("RegisterComponents();");
            }

            writer.Line();
            writer.Line("/// <inheritdoc/>");
            using (writer.Block($"public override {tensor} forward({tensor} u, {tensor}? lengths)"))
            {
                ForwardWriter.Write(writer, _names.Torch, _plan.BlockForward, _plan.BlockResult);
            }

            StreamingWriter.WriteBlock(writer, _plan);
        }
    }
}
