using SerpentDsl.Experiments.Tests.Models;
using SerpentDsl.Io;
using SerpentDsl.Tasks;
using SerpentDsl.Tasks.Predictions;
using SerpentDsl.Testing;
using TorchSharp;

namespace SerpentDsl.Experiments.Tests.Predictions;

public sealed class PredictorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_text_gets_the_classes_in_the_order_of_their_probabilities()
    {
        var run = SavedRun.Reviews(_folder["run"]);
        using var predictor = Predictor.Load<TinyReviews>(run);
        var prediction = predictor.Predict("a fine film");

        using var scope = torch.NewDisposeScope();
        var model = TrainedRun.Open(run).LoadModel<TinyReviews>();
        var ids = new ByteEncoder().Encode("a fine film", 32).Select(id => (long)id).ToArray();
        var expected = model.forward(torch.tensor(ids, [1, ids.Length]), null).softmax(1).data<float>().ToArray();
        Assert.Equal(PredictionInput.Text, predictor.Input);
        Assert.Equal(SavedRun.Moods.Classes, predictor.Labels);
        Assert.Equal(
            SavedRun.Moods.Classes!.Zip(expected).OrderByDescending(entry => entry.Second).Select(entry => entry.First),
            prediction.Classes.Select(entry => entry.Label));
        Assert.All(prediction.Classes, entry =>
            Assert.Equal(expected[SavedRun.Moods.Classes!.ToList().IndexOf(entry.Label)], entry.Probability, 6));
        Assert.Equal(1, prediction.Classes.Sum(entry => entry.Probability), 12);
        Assert.Equal((prediction.Classes[0].Label, prediction.Classes[0].Probability), (prediction.Label, prediction.Probability));
        Assert.False(prediction.IsCut);
    }

    [Theory]
    [InlineData("labels.json", "{ \"classes\": [\"bad\"] }", "labels.json names 1 answers, but TinyReviews has 3")]
    [InlineData("run.json", "{ \"options\": { \"maxLength\": -5 } }", "options.maxLength is -5; it must be a whole number of at least 1")]
    [InlineData("run.json", "{ \"rowLength\": 0 }", "rowLength is 0")]
    public void Files_that_were_changed_are_refused(string file, string content, string message)
    {
        var run = SavedRun.Reviews(_folder["run"]);
        File.WriteAllText(Path.Combine(run, file), content);
        Assert.Contains(message, Assert.Throws<TaskDataException>(() => Predictor.Load<TinyReviews>(run)).Message);
    }

    [Fact]
    public void Rows_keep_their_order_and_do_not_influence_each_other()
    {
        using var predictor = Predictor.Load<TinyReviews>(SavedRun.Reviews(_folder["run"]));
        string[] texts = [.. Enumerable.Range(0, 23).Select(i => new string((char)('a' + i), 1 + (i * 7 % 19)))];
        Prediction[] alone = [.. texts.Select(predictor.Predict)];
        foreach (var batchSize in new[] { 1, 4, 100 })
        {
            var together = predictor.Predict([.. texts.Select(PredictionRow.Of)], batchSize);
            Assert.All(alone.Zip(together), pair => Assert.Equal(pair.First.Probability!.Value, pair.Second.Probability!.Value, 5));
        }
    }

    [Fact]
    public void A_row_that_is_too_long_keeps_its_beginning_and_says_so()
    {
        var run = SavedRun.Reviews(_folder["run"]);
        using var predictor = Predictor.Load<TinyReviews>(run);
        var text = new string('x', 31);
        Assert.False(predictor.Predict(text).IsCut);
        Assert.True(predictor.Predict(text + "x").IsCut);
        Assert.Equal(41, predictor.LengthOf(PredictionRow.Of(new string('x', 40))));
        Assert.Equal(predictor.Predict(text + "yz").Classes, predictor.Predict(text + "abc").Classes);

        // As the training of the run encoded: the task made rows of 16 ids at most, and the training read 8 of them.
        File.WriteAllText(Path.Combine(run, "run.json"), """{ "rowLength": 16, "options": { "maxLength": 8 } }""");
        using var shorter = Predictor.Load<TinyReviews>(run);
        Assert.Equal(8, shorter.MaxLength);
        Assert.True(shorter.Predict("12345678").IsCut);
        Assert.False(shorter.Predict("1234567").IsCut);
        Assert.Equal(shorter.Predict("12345678 a").Classes, shorter.Predict("12345678 b").Classes);
    }

    [Fact]
    public void Pairs_are_read_first_with_second()
    {
        using var predictor = Predictor.Load<TinyAnswers>(SavedRun.Answers(_folder["run"]));
        Assert.Equal(PredictionInput.Pair, predictor.Input);
        var prediction = predictor.Predict("why?", "because");
        Assert.Contains(prediction.Label, new[] { "no", "yes" });
        Assert.NotEqual(prediction.Probability, predictor.Predict("because", "why?").Probability);
        Assert.True(predictor.Predict("why?", new string('x', 40)).IsCut);
    }

    [Fact]
    public void A_series_is_scaled_as_in_training_and_answered_in_the_units_of_the_data()
    {
        var run = SavedRun.Gauge(_folder["run"]);
        using var predictor = Predictor.Load<TinyGauge>(run);
        float[] series = [12, -1, 8, 0, 10, -2];
        var prediction = predictor.Predict([PredictionRow.Of(series), PredictionRow.Of(new float[] { 9, 9 })])[0];

        using var scope = torch.NewDisposeScope();
        var model = TrainedRun.Open(run).LoadModel<TinyGauge>();
        var answer = model.forward(torch.tensor(new float[] { 1, 0, -1, 2, 0, -2 }, [1, 3, 2]), null).data<float>().ToArray();
        Assert.Equal(["level", "flow"], prediction.Values.Select(value => value.Name));
        Assert.Equal((answer[0] * 10) + 100, prediction.Values[0].Value, 4);
        Assert.Equal(answer[1], prediction.Values[1].Value, 5);
        Assert.Null(prediction.Label);
        Assert.True(predictor.Predict([PredictionRow.Of(new float[18])])[0].IsCut);
    }

    [Fact]
    public void Calls_from_several_threads_take_turns_and_leave_no_tensors()
    {
        using var predictor = Predictor.Load<TinyReviews>(SavedRun.Reviews(_folder["run"]));
        var expected = predictor.Predict("a fine film").Probability;
        var all = Enumerable.Range(0, 8).AsParallel().WithDegreeOfParallelism(8).Select(_ => predictor.Predict("a fine film").Probability);
        Assert.All(all, probability => Assert.Equal(expected, probability));
        LeakCheck.AssertFlat(() => predictor.Predict("a fine film"), steps: 20, warmUp: 2);
    }

    [Fact]
    public void Bad_rows_are_refused_with_their_number()
    {
        using var reviews = Predictor.Load<TinyReviews>(SavedRun.Reviews(_folder["reviews"]));
        using var gauge = Predictor.Load<TinyGauge>(SavedRun.Gauge(_folder["gauge"]));
        Assert.Equal("The text is empty.", Assert.Throws<ArgumentException>(() => reviews.Predict(" ")).Message);
        Assert.Equal(
            "Row 2: The text is empty.",
            Assert.Throws<ArgumentException>(() => reviews.Predict([PredictionRow.Of("a"), PredictionRow.Of("")])).Message);
        Assert.Contains("reads texts, not pairs", Assert.Throws<ArgumentException>(() => reviews.Predict("a", "b")).Message);
        Assert.Contains("it must have 2 at each position", Problem(new float[3]));
        Assert.Contains("it must have 2 at each position", Problem([]));
        Assert.Contains("NaN at position 2", Problem([1, 2, float.NaN, 4]));

        string Problem(float[] series) => Assert.Throws<ArgumentException>(() => gauge.Predict([PredictionRow.Of(series)])).Message;
    }

    [Fact]
    public void What_cannot_be_loaded_is_named()
    {
        var run = SavedRun.Reviews(_folder["run"]);
        Assert.Contains("is no run nowhere", Message<TaskDataException>("nowhere"));
        Assert.Contains(
            "not of SerpentDsl.Experiments.Tests.Models.TinyAnswers",
            Assert.Throws<SafetensorsException>(() => Predictor.Load<TinyAnswers>(run)).Message);
        Assert.Contains("[LanguageModel]", Assert.Throws<ArgumentException>(() => Predictor.Load<TinyWriter>(run)).Message);

        File.Delete(Path.Combine(run, EncoderFile.FileName));
        Assert.Contains("has no encoder.json", Message<TaskDataException>(run));
        using (var file = new FileStream(TrainedRun.CheckpointIn(run, "last"), FileMode.Open))
        {
            file.Seek(-1, SeekOrigin.End);
            file.WriteByte(77);
        }

        EncoderFile.Write(run, new ByteEncoder());
        Assert.Contains("does not match its checksum", Message<SafetensorsException>(run));
        File.Delete(TrainedRun.CheckpointIn(run, "last"));
        Assert.Contains("has no best and no last checkpoint", Message<TaskDataException>(run));
        File.WriteAllText(Path.Combine(run, "run.json"), "{");

        string Message<T>(string folder)
            where T : Exception => Assert.Throws<T>(() => Predictor.Load<TinyReviews>(folder)).Message;
    }
}
