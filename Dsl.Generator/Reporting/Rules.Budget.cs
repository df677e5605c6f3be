using Microsoft.CodeAnalysis;

namespace SerpentDsl.Generator.Reporting;

/// <content>50x: budgets.</content>
internal static partial class Rules
{
    public static readonly DiagnosticDescriptor ParametersOverBudget = Error(
        "SDSL501", "Budget", "Model has more parameters than its budget",
        "Budget: {0} is {1}, more than {2}; most of it is {3}: {4}");

    public static readonly DiagnosticDescriptor OperationsOverBudget = Error(
        "SDSL502", "Budget", "Model takes more operations than its budget",
        "Budget: {0} is {1} operations, more than {2}; most of it is {3}: {4}");

    public static readonly DiagnosticDescriptor BytesOverBudget = Error(
        "SDSL503", "Budget", "Model takes more memory than its budget",
        "Budget: {0} is {1} bytes, more than {2}; most of it is {3}: {4}");

    public static readonly DiagnosticDescriptor BudgetWithoutStreaming = Error(
        "SDSL504", "Budget", "Budget is about a streaming form that there is none of",
        "Budget: {0} limits the streaming form, which {1} does not have; make it causal, or remove {0}");

    public static readonly DiagnosticDescriptor EmptyBudget = Warning(
        "SDSL505", "Budget", "Budget limits nothing",
        "The budget of {0} limits nothing; set a limit, such as Parameters = 1_000_000, or remove it");
}
