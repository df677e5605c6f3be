
namespace SerpentDsl.Tasks.Tests;

public class SequenceBaselinesTests
{
    private static readonly SequenceExample[] s_train = [Row(1, 4), Row(1, 4), Row(1, 5), Row(2, 7), Row(2, 7), Row(2, 7)];

    private static SequenceExample Row(ushort first, int label) => new(new ushort[] { first, 9, 9 }, label);

    [Fact]
    public void The_first_token_answers_with_what_it_learned_on_train() =>
        Assert.Equal(
            new TaskBaseline("root", 3 / 4.0),
            SequenceBaselines.FirstToken("root", s_train, [Row(1, 4), Row(1, 5), Row(2, 7), Row(2, 7)]));

    [Fact]
    public void An_unseen_first_token_answers_with_the_commonest_class() =>
        Assert.Equal(0.5, SequenceBaselines.FirstToken("root", s_train, [Row(3, 7), Row(3, 4)]).Accuracy);

    [Fact]
    public void The_commonest_class_is_counted_on_train() =>
        Assert.Equal(0.25, SequenceBaselines.CommonestClass(s_train, [Row(1, 4), Row(1, 4), Row(1, 4), Row(1, 7)]).Accuracy);

    [Fact]
    public void Nothing_can_be_learned_from_no_rows() =>
        Assert.Throws<ArgumentException>(() => SequenceBaselines.CommonestClass([], s_train));
}
