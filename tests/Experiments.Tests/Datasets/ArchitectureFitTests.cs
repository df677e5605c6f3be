using SerpentDsl.Experiments.Catalogue;
using SerpentDsl.Experiments.Datasets;
using SerpentDsl.Experiments.Tests.Models;

namespace SerpentDsl.Experiments.Tests.Datasets;

public class ArchitectureFitTests
{
    [Fact]
    public void A_fitting_architecture_passes() => ArchitectureFit.Check(MeanMajority.Spec, new MajorityTask());

    [Fact]
    public void Everything_that_does_not_fit_is_named_with_its_remedy()
    {
        var message = Assert.Throws<UsageException>(() => ArchitectureFit.Check(Misfit.Spec, new MajorityTask())).Message;
        Assert.Contains("vocabulary: 8", message);
        Assert.Contains("classes: 4", message);
        Assert.Contains("maxLength: 24", message);
    }

    [Theory]
    [InlineData(typeof(string))]
    [InlineData(typeof(SerpentDsl.Tasks.ITask))]
    public void What_is_no_task_is_refused(Type type) =>
        Assert.Contains("is declared as a task", Assert.Throws<UsageException>(() => RecipeTasks.Create(type)).Message);
}
