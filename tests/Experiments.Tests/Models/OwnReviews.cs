using SerpentDsl.Tasks;

namespace SerpentDsl.Experiments.Tests.Models;

/// <summary>The same data as the command line names, as a class.</summary>
public sealed class OwnReviews() : TableTask("reviews.csv", text: "text", label: "sentiment");
