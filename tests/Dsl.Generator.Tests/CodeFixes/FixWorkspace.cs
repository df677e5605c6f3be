using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using SerpentDsl.Generator.CodeFixes;

namespace SerpentDsl.Generator.Tests.CodeFixes;

/// <summary>
/// Documents in a workspace whose project has the generator's package, what analyzers and compiler say of them, and what mends that.
/// </summary>
internal sealed class FixWorkspace : IDisposable
{
    private readonly AdhocWorkspace _workspace = new();
    private readonly ProjectId _project;

    public FixWorkspace(params string[] sources)
    {
        var empty = Compilations.Create();
        _project = ProjectId.CreateNewId();
        Solution = _workspace.CurrentSolution.AddProject(ProjectInfo.Create(
            _project, VersionStamp.Default, "Declared", "Declared", LanguageNames.CSharp,
            compilationOptions: empty.Options, parseOptions: Compilations.ParseOptions, metadataReferences: empty.References,
            analyzerReferences: [new AnalyzerFileReference(typeof(ModelGenerator).Assembly.Location, new Loaded())]));
        foreach (var (i, source) in sources.Index())
        {
            Solution = Solution.AddDocument(DocumentId.CreateNewId(_project), $"Source{i}.cs", source, filePath: $"Source{i}.cs");
        }
    }

    public static ImmutableArray<CodeFixProvider> Providers { get; } =
    [
        .. typeof(DeclarationFix).Assembly.GetTypes()
            .Where(type => type.GetCustomAttribute<ExportCodeFixProviderAttribute>() is not null)
            .Select(type => (CodeFixProvider)Activator.CreateInstance(type)!),
    ];

    public Solution Solution { get; private set; }

    public string[] Texts => [.. Solution.GetProject(_project)!.Documents.Select(document => document.GetTextAsync().Result.ToString())];

    /// <summary>All that the project's analyzers and the compiler say. The workspace runs the generator itself.</summary>
    public async Task<ImmutableArray<Diagnostic>> ReportAsync()
    {
        var project = Solution.GetProject(_project)!;
        var compilation = (CSharpCompilation)(await project.GetCompilationAsync())!;
        ImmutableArray<DiagnosticAnalyzer> analyzers =
        [
            .. project.AnalyzerReferences.SelectMany(reference => reference.GetAnalyzers(LanguageNames.CSharp))
        ];
        Assert.Equal(
            Compilations.Analyzers.Select(analyzer => analyzer.GetType()).Order(TypeNames),
            analyzers.Select(analyzer => analyzer.GetType()).Order(TypeNames));
        var analyzed = await compilation.WithAnalyzers(analyzers, project.AnalyzerOptions).GetAnalyzerDiagnosticsAsync();
        var sources = compilation.RemoveSyntaxTrees(
            compilation.SyntaxTrees.Where(tree => Solution.GetDocument(tree) is null or SourceGeneratedDocument));
        return [.. analyzed, .. Compilations.Relevant(compilation.GetDiagnostics(), sources)];
    }

    private static Comparer<Type> TypeNames { get; } = Comparer<Type>.Create(
        (left, right) => string.CompareOrdinal(left.FullName, right.FullName));

    /// <summary>Everything that is offered for a diagnostic.</summary>
    public async Task<List<(CodeFixProvider Provider, CodeAction Action)>> OffersAsync(Diagnostic diagnostic)
    {
        List<(CodeFixProvider, CodeAction)> offers = [];
        foreach (var provider in Providers.Where(provider => provider.FixableDiagnosticIds.Contains(diagnostic.Id)))
        {
            var document = Solution.GetDocument(diagnostic.Location.SourceTree)!;
            await provider.RegisterCodeFixesAsync(
                new CodeFixContext(document, diagnostic, (action, _) => offers.Add((provider, action)), CancellationToken.None));
        }

        return offers;
    }

    public async Task ApplyAsync(CodeAction action)
    {
        var operation = Assert.Single(await action.GetOperationsAsync(CancellationToken.None));
        Solution = Assert.IsType<ApplyChangesOperation>(operation).ChangedSolution;
    }

    /// <summary>The fix of one diagnostic, applied to all of its kind in the project.</summary>
    public async Task ApplyToAllAsync(CodeFixProvider provider, CodeAction action, string id)
    {
        var first = Solution.GetProject(_project)!.Documents.First();
        FixAllContext context = new(
            first, provider, FixAllScope.Project, action.EquivalenceKey!, [id], new Reported(await ReportAsync()), CancellationToken.None);
        await ApplyAsync((await provider.GetFixAllProvider()!.GetFixAsync(context))!);
    }

    public void Dispose() => _workspace.Dispose();

    /// <summary>Gives the assembly that is loaded already, so that the test and the workspace have the same types.</summary>
    private sealed class Loaded : IAnalyzerAssemblyLoader
    {
        public void AddDependencyLocation(string fullPath)
        {
        }

        public Assembly LoadFromPath(string fullPath) => typeof(ModelGenerator).Assembly;
    }

    private sealed class Reported(ImmutableArray<Diagnostic> found) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>(found);

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(
            Document document, CancellationToken cancellationToken)
        {
            var tree = await document.GetSyntaxTreeAsync(cancellationToken);
            return found.Where(diagnostic => diagnostic.Location.SourceTree == tree);
        }

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
