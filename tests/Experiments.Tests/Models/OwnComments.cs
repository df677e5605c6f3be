using SerpentDsl.Tasks;

namespace SerpentDsl.Experiments.Tests.Models;

/// <summary>A table whose columns have names of their own.</summary>
public sealed class OwnComments() : TableTask("comments.csv", text: "comment", label: "mood");
