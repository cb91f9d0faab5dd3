using Partner.Core.TopUps;

namespace Partner.Core.Tests.TopUps;

/// <summary>What is kept of the issuer's answers while an operation is in doubt.</summary>
public sealed class InconclusiveAnswerTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Each_answer_is_read_as_it_was_given_the_earliest_first()
    {
        var spared = new IssuerAnswer(IssuerVerdict.NotSent, Detail: "breaker open");
        var kept = InconclusiveAnswer.Keep(null, 1, spared, Noon);
        kept = InconclusiveAnswer.Keep(kept, 2, new IssuerAnswer(IssuerVerdict.Unknown, Detail: "timed\r\nout"), Noon);
        kept = InconclusiveAnswer.Keep(kept, 3, new IssuerAnswer(IssuerVerdict.NotFound), Noon.AddTicks(1));

        Assert.Equal(
            [
                new InconclusiveAnswer(1, Noon, IssuerVerdict.NotSent, "breaker open"),
                new InconclusiveAnswer(2, Noon, IssuerVerdict.Unknown, "timed out"),
                new InconclusiveAnswer(3, Noon.AddTicks(1), IssuerVerdict.NotFound, ""),
            ],
            InconclusiveAnswer.Read(kept));
        Assert.Empty(InconclusiveAnswer.Read(null));
    }

    [Theory]
    [InlineData(IssuerVerdict.Accepted)]
    [InlineData(IssuerVerdict.Declined)]
    [InlineData(IssuerVerdict.Withdrawn)]
    public void An_answer_that_ends_an_operation_is_not_kept(IssuerVerdict verdict)
    {
        var kept = InconclusiveAnswer.Keep(null, 1, new IssuerAnswer(IssuerVerdict.Unknown), Noon);

        Assert.Equal(kept, InconclusiveAnswer.Keep(kept, 2, new IssuerAnswer(verdict), Noon));
    }

    [Fact]
    public void However_many_there_are_and_however_long_the_latest_five_are_kept_within_their_column()
    {
        string? kept = null;
        for (var i = 0; i < 9; i++)
        {
            kept = InconclusiveAnswer.Keep(
                kept, int.MaxValue - i, new IssuerAnswer(IssuerVerdict.NotFound, Detail: new string('x', 5000)),
                DateTimeOffset.MaxValue);
        }

        Assert.Equal(
            Enumerable.Range(4, InconclusiveAnswer.Most).Select(i => int.MaxValue - i),
            InconclusiveAnswer.Read(kept).Select(answer => answer.Attempt));
        Assert.InRange(kept!.Length, 1, InconclusiveAnswer.LongestKept);
    }
}
