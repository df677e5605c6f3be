using SerpentDsl.Specs;

namespace SerpentDsl.Architectures.Tests.Facts;

/// <summary>State and traffic of the streaming form, against the running model.</summary>
public sealed class StreamingFactsTests
{
    public static TheoryData<string> Names => DeclaredArchitectures.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void State_and_step_are_those_of_the_running_model(string name)
    {
        var spec = DeclaredArchitectures.Find(name);
        using var model = spec.Create();
        if (model is not IStreamingModel streaming)
        {
            Assert.Null(spec.Facts.Streaming);
            return;
        }

        var facts = spec.Facts.Streaming!;
        using var state = streaming.NewState(1);
        Assert.Equal(state.Bytes, facts.StateBytes);

        var read = model.Module.named_parameters().Sum(entry => entry.name == "embedding.weight"
            ? entry.parameter.shape[1] * entry.parameter.element_size()
            : entry.parameter.numel() * entry.parameter.element_size());
        var readsTableAgain = spec.Head is LanguageModelHeadSpec { TiedEmbeddings: true };
        if (readsTableAgain)
        {
            read += model.Module.get_parameter("embedding.weight")!.numel() * sizeof(float);
        }

        Assert.Equal(read + (2 * state.Bytes), facts.StepBytes);
    }
}
