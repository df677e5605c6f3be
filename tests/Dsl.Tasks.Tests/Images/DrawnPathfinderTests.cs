using SerpentDsl.Testing;

namespace SerpentDsl.Tasks.Tests;

public sealed class DrawnPathfinderTests
{
    public static TheoryData<int> Sizes => [16, 32, 64, 128];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Discs_are_on_the_ends_of_one_curve_or_of_both_as_the_class_says(int size)
    {
        var settings = PathfinderSettings.ForSize(size);
        var joined = 0;
        const int Images = 60;
        for (var image = 0; image < Images; image++)
        {
            var scene = PathfinderDrawing.Draw(settings, image);
            var begins = Enumerable.Range(0, 2).Single(curve => scene.Curves[curve][0].From == scene.Discs[0]);
            var ends = Enumerable.Range(0, 2).Single(curve => scene.Curves[curve][^1].To == scene.Discs[1]);
            Assert.Equal(scene.Label, begins == ends ? 1 : 0);
            Assert.All(scene.Curves.Take(2), curve => Assert.Equal(settings.Dashes, curve.Count));
            Assert.All(scene.Curves.Skip(2), curve => Assert.Equal(settings.DistractorDashes, curve.Count));
            joined += scene.Label;
        }

        Assert.InRange(joined, Images / 4, 3 * Images / 4);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Curves_stay_inside_and_apart_and_turn_no_more_than_they_may(int size)
    {
        var settings = PathfinderSettings.ForSize(size);
        for (var image = 0; image < 20; image++)
        {
            var scene = PathfinderDrawing.Draw(settings, image);
            foreach (var (number, curve) in scene.Curves.Index())
            {
                foreach (var dash in curve)
                {
                    Assert.All([dash.From.X, dash.From.Y, dash.To.X, dash.To.Y], place => Assert.InRange(place, 1, size - 1));
                    // Blocked pixels are known to a pixel only.
                    Assert.All(
                        scene.Curves.Take(number).SelectMany(other => other),
                        other => Assert.True(other.DistanceTo(dash.To.X, dash.To.Y) > settings.Thickness + settings.Margin - 1));
                }

                foreach (var (before, after) in curve.Zip(curve.Skip(1)))
                {
                    Assert.InRange(Math.Abs(Math.IEEERemainder(Angle(after) - Angle(before), 2 * Math.PI)), 0, settings.MostTurn + 1e-9);
                }
            }
        }
    }

    [Fact]
    public void The_distance_of_the_discs_says_little_about_the_class()
    {
        var settings = PathfinderSettings.ForSize(32);
        (double Distance, byte Label)[] scenes =
        [
            .. Enumerable.Range(0, 2000).AsParallel().AsOrdered().Select(image => PathfinderDrawing.Draw(settings, image)).Select(
                scene => (double.Hypot(scene.Discs[0].X - scene.Discs[1].X, scene.Discs[0].Y - scene.Discs[1].Y), scene.Label)),
        ];
        // The best threshold for 'near is joined' and for 'near is apart'.
        var best = scenes.Max(threshold => Math.Abs(
            scenes.Average(scene => scene.Distance <= threshold.Distance == (scene.Label == 1) ? 1.0 : 0) - 0.5) + 0.5);
        Assert.InRange(best, 0.5, 0.6);
    }

    [Fact]
    public void An_image_depends_on_its_settings_and_number_only()
    {
        var settings = PathfinderSettings.ForSize(32);
        var images = new DrawnImages(settings);
        Assert.Equal(images.Read(3).Pixels, images.Read(3).Pixels);
        Assert.NotEqual(images.Read(3).Pixels, images.Read(4).Pixels);
        Assert.NotEqual(images.Read(3).Pixels, new DrawnImages(settings with { Seed = 4 }).Read(3).Pixels);
    }

    [Fact]
    public void Discs_are_white_curves_are_grey_and_most_of_the_image_is_black()
    {
        var settings = PathfinderSettings.ForSize(64);
        for (var image = 0; image < 20; image++)
        {
            var scene = PathfinderDrawing.Draw(settings, image);
            var pixels = PathfinderPainter.Paint(scene, settings);
            Assert.All(scene.Discs, disc => Assert.Equal(255, pixels[((int)disc.Y * 64) + (int)disc.X]));
            Assert.True(pixels.Count(pixel => pixel == 0) > pixels.Length / 2);
            Assert.Contains(pixels, pixel => pixel == 204);
            // Light at the middle of every dash.
            Assert.All(scene.Curves.SelectMany(curve => curve), dash => Assert.True(
                pixels[((int)((dash.From.Y + dash.To.Y) / 2) * 64) + (int)((dash.From.X + dash.To.X) / 2)] > 0));
        }
    }

    [Fact]
    public void A_task_of_any_size_loads_its_rows_and_keeps_them()
    {
        using var folder = new TemporaryFolder();
        var context = new TaskContext(folder["cache"], null, null);
        var settings = PathfinderSettings.ForSize(24) with { TrainRows = 30, ValidationRows = 5, TestRows = 6 };
        var task = new DrawnPathfinder(settings);
        var splits = task.Load(context, default);
        Assert.Equal((30, 5, 6), (splits.Train.Count, splits.Validation.Count, splits.Test.Count));
        Assert.Equal(576, task.MaxLength);
        Assert.Equal(new DrawnImages(settings).Read(30).Pixels.Select(pixel => (float)pixel), splits.Validation[0].Values.ToArray());
        Assert.Contains("seed 3333", splits.Source);
        Assert.Equal(splits.Test[5].Values.ToArray(), task.Load(context, default).Test[5].Values.ToArray());
    }

    [Fact]
    public void Settings_without_room_or_sense_are_refused()
    {
        var settings = PathfinderSettings.ForSize(16);
        Assert.Contains(
            "no room",
            Assert.Throws<TaskDataException>(() => PathfinderDrawing.Draw(settings with { Dashes = 80 }, 0)).Message);
        Assert.Contains("Dashes is 0", Assert.Throws<ArgumentException>(() => new DrawnPathfinder(settings with { Dashes = 0 })).Message);
        Assert.Contains(
            "Thickness is -1", Assert.Throws<ArgumentException>(() => new DrawnPathfinder(settings with { Thickness = -1 })).Message);
        Assert.Contains(
            "MostTurn is NaN",
            Assert.Throws<ArgumentException>(() => new DrawnPathfinder(settings with { MostTurn = double.NaN })).Message);
        Assert.Contains("needs a row", Assert.Throws<ArgumentException>(() => new DrawnPathfinder(settings with { TestRows = 0 })).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => PathfinderSettings.ForSize(8));
    }

    private static double Angle(Dash dash) => Math.Atan2(dash.To.Y - dash.From.Y, dash.To.X - dash.From.X);
}
