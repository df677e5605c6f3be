using Microsoft.CodeAnalysis;

namespace SerpentDsl.Generator.Tests;

public sealed partial class ReportingTests
{
    [Theory]
    [InlineData("public interface Toy : ISequenceTask;", "typeof(Toy)", "Toy is abstract")]
    [InlineData("public sealed class Toy;", "typeof(Toy)", "Toy does not implement ISequenceTask")]
    [InlineData("public sealed class Toy;", "typeof(int[])", "int[] does not implement ISequenceTask")]
    public void Tasks(string task, string span, string message)
    {
        var attributes = $"[Backbone(features: 8, depth: 1)]\n[S4Branch(StateSize = 2)]\n[Recipe({span})]";
        AssertReported(
            Declared.Classifier(attributes, "public sealed partial class Model;\n" + task),
            ("SDSL402", span, $"Recipe: {message}; use a public class with a parameterless constructor that implements ISequenceTask"));
    }

    [Fact]
    public void An_unknown_task_is_left_to_the_compiler()
    {
        var source = Declared.Classifier("[Backbone(features: 8, depth: 1)]\n[S4Branch(StateSize = 2)]\n[Recipe(typeof(Nowhere))]");
        Assert.Empty(Report(source));
        Assert.Equal(["CS0246"], Compilations.Compile(Compilations.Create(source)).Select(found => found.Id));
    }

    [Fact]
    public void A_task_that_implements_another_interface_of_the_same_name() =>
        AssertReported(
            Declared.Classifier(
                "[Backbone(features: 8, depth: 1)]\n[S4Branch(StateSize = 2)]\n[Recipe(typeof(Toy))]",
                "public sealed partial class Model;\npublic interface ISequenceTask;\npublic sealed class Toy : ISequenceTask;"),
            (
                "SDSL402",
                "typeof(Toy)",
                "Recipe: Toy implements Demo.ISequenceTask, which is not SerpentDsl.Tasks.ISequenceTask; use a public class with a "
                    + "parameterless constructor that implements ISequenceTask"));

    [Fact]
    public void Classes_of_the_same_name_are_told_apart_by_their_namespaces()
    {
        const string other =
            "\nnamespace Other { public sealed class Model; [SerpentDsl.VariantOf(typeof(Demo.Model))] public sealed partial class Loop; }";
        var source = Declared.Class("[VariantOf(typeof(Other.Model))]").Replace(
            "namespace Demo;", "namespace Demo {", StringComparison.Ordinal) + "\n}" + other;
        Assert.Equal(
            [
                "SDSL222 at typeof(Other.Model): Model cannot be a variant of Other.Model, because that declares no architecture; name a "
                    + "class with a head, such as [SequenceClassifier], or with [VariantOf]"
            ],
            Report(source));
        var circle = Declared.Class("[VariantOf(typeof(Other.Model))]").Replace(
            "namespace Demo;", "namespace Demo {", StringComparison.Ordinal) +
            "\n}\nnamespace Other { [SerpentDsl.VariantOf(typeof(Demo.Model))] public sealed partial class Model; }";
        Assert.Contains(
            "SDSL223 at typeof(Other.Model): Model is a variant of itself: Demo.Model -> Other.Model -> Demo.Model; name another "
                + "architecture in one of them",
            Report(circle));
    }

    [Fact]
    public void Types_of_the_same_name_are_told_apart_by_their_namespaces()
    {
        var source = Declared.Class("", """
            public enum Kind { One }

            [BranchLayer(typeof(EchoLayer))]
            public sealed class EchoAttribute : BranchAttribute { [DefaultValue(Kind.One)] public Kind Taps { get; set; } }

            public sealed class EchoLayer(int features, Inner.Kind taps) : SequenceLayer($"{features}{taps}")
            {
                public override Tensor forward(Tensor u, Tensor? lengths) => u.alias();
            }

            public static class Inner { public enum Kind { One } }
            """);
        Assert.Equal(
            [
                "SDSL305 at taps: EchoLayer: the constructor parameter 'taps' is Demo.Inner.Kind, to which Taps of type Demo.Kind does not "
                    + "convert; use the same type for both"
            ],
            Report(source));
    }

    [Theory]
    [InlineData(
        "[Backbone(features: 8, depth: 1, Depth = 2)]\n[S4Branch(StateSize = 2)]",
        "2",
        "Backbone: Depth is given twice, as 'depth: …' and as 'Depth = …'; remove one of them")]
    [InlineData(
        "[Backbone(features: 8, depth: 1)]\n[S4Branch(StateSize = 2)]\n[Recipe(typeof(ShortListOps), Task = typeof(ListOps))]",
        "typeof(ListOps)",
        "Recipe: Task is given twice, as 'task: …' and as 'Task = …'; remove one of them")]
    public void An_option_given_twice(string attributes, string span, string message) =>
        AssertReported(Declared.Classifier(attributes), ("SDSL224", span, message));

    [Theory]
    [InlineData("IPairTask", "PairClassifier")]
    [InlineData("ILanguageTask", "LanguageModel")]
    [InlineData("ISeriesTask", "SequenceRegressor")]
    public void Tasks_of_other_heads(string contract, string head) =>
        AssertReported(
            Declared.Classifier(
                "[Backbone(features: 8, depth: 1)]\n[S4Branch(StateSize = 2)]\n[Recipe(typeof(Toy))]",
                $"public sealed partial class Model;\n{Toy(contract)}"),
            (
                "SDSL415",
                "typeof(Toy)",
                $"Recipe: Toy implements {contract}, but [SequenceClassifier] is trained on ISequenceTask; use a task that implements "
                    + $"ISequenceTask, or declare [{head}]"));

    [Theory]
    [InlineData("PairClassifier(vocabulary: 20, classes: 2, maxLength: 64)", "PairClassifier", "IPairTask")]
    [InlineData("LanguageModel(vocabulary: 20, contextLength: 64)", "LanguageModel", "ILanguageTask")]
    [InlineData("SequenceRegressor(inputs: 2, outputs: 1, maxLength: 64)", "SequenceRegressor", "ISeriesTask")]
    public void Other_heads_take_their_own_tasks_only(string attribute, string head, string contract)
    {
        AssertReported(
            With("ISequenceTask"),
            (
                "SDSL415",
                "typeof(Toy)",
                $"Recipe: Toy implements ISequenceTask, but [{head}] is trained on {contract}; use a task that implements {contract}, or "
                    + "declare [SequenceClassifier]"));
        Assert.Empty(Report(With(contract)));

        string With(string implemented) => Declared.Class(
            $"[{attribute}]\n[Backbone(features: 8, depth: 1, Norm = Norm.Layer)]\n[S4Branch(StateSize = 2)]\n[Recipe(typeof(Toy))]",
            $"public sealed partial class Model;\n{Toy(implemented)}");
    }

    [Theory]
    [InlineData("ISequenceTask")]
    [InlineData("ISequenceTask, IPairTask")]
    [InlineData("ILanguageTask, ISequenceTask")]
    public void A_task_of_several_heads_fits_each(string contracts) =>
        Assert.Empty(Report(Declared.Classifier(
            "[Backbone(features: 8, depth: 1)]\n[S4Branch(StateSize = 2)]\n[Recipe(typeof(Toy))]",
            $"public sealed partial class Model;\n{Toy(contracts)}")));

    /// <summary>A task with some of the interfaces.</summary>
    private static string Toy(string contracts) => $$"""
        public sealed class Toy : {{contracts}}
        {
            public string Name => "toy";
            public int Vocabulary => 20;
            public int Classes => 10;
            public int MaxLength => 64;
            public int Inputs => 2;
            public int Outputs => 1;
            {{string.Concat(contracts.Split(", ").Select(Load))}}
        }
        """;

    private static string Load(string contract)
    {
        var splits = contract.Replace("Task", "Splits")[1..];
        return $"{splits} {contract}.Load(TaskContext context, CancellationToken cancellation) => throw new NotSupportedException();\n";
    }
}
