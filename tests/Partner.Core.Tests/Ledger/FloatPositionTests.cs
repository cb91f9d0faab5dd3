using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Partner.Core.Amounts;
using Partner.Core.Ledger;
using Partner.Core.Tests.Support;

namespace Partner.Core.Tests.Ledger;

/// <summary>The float as text tables: an event, and the position after it.</summary>
public sealed class FloatPositionTests
{
    [Fact]
    public void A_float_beyond_what_an_integer_holds_is_an_error_and_never_another_amount()
    {
        var full = FloatPosition.Empty(Currency.Of("CNY")) with { Posted = long.MaxValue };
        var drawn = full with { Reserved = long.MaxValue };

        Assert.Throws<OverflowException>(() => (full with { CreditLimit = 1 }).Available);
        Assert.Throws<OverflowException>(() => full.Post(1, DateTimeOffset.MinValue));
        Assert.Throws<OverflowException>(() => (full with { Reserved = long.MinValue + 1 }).Release(2));
        Assert.Throws<OverflowException>(() => (drawn with { CreditLimit = 1 }).Reserve(1));
    }

    [Theory]
    [InlineData(
        """
        event         posted reserved limit available sequence
        start              0        0     0         0        0
        post 100         100        0     0       100        1
        reserve 30       100       30     0        70        1
        reserve 70       100      100     0         0        1
        reserve 1    refused
        reserve 0        100      100     0         0        1
        release 30       100       70     0        30        1
        post -30          70       70     0         0        2
        release 70        70        0     0        70        2
        """)]
    [InlineData(
        """
        event         posted reserved limit available sequence
        limit 50           0        0    50        50        0
        reserve 51   refused
        reserve 50         0       50    50         0        0
        release 50         0        0    50        50        0
        post -50         -50        0    50         0        1
        reserve 1    refused
        limit 0          -50        0     0       -50        1
        reserve 0    refused
        reserve 1    refused
        post 40          -10        0     0       -10        2
        reserve 1    refused
        post 11            1        0     0         1        3
        reserve 1          1        1     0         0        3
        """)]
    [InlineData(
        """
        event         posted reserved limit available sequence
        post 10           10        0     0        10        1
        reserve -1   refused
        reserve 10        10       10     0         0        1
        limit 5           10       10     5         5        1
        limit 0           10       10     0         0        1
        post -3            7       10     0        -3        2
        release 10         7        0     0         7        2
        """)]
    public void The_float_follows_the_table(string table)
    {
        var position = FloatPosition.Empty(Given.Cny);
        foreach (var line in table.Split('\n', StringSplitOptions.TrimEntries).Skip(1))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var numbers = words.Where(word => long.TryParse(word, CultureInfo.InvariantCulture, out _))
                .Select(word => long.Parse(word, CultureInfo.InvariantCulture)).ToArray();
            var argument = words[0] == "start" ? 0 : numbers[0];
            if (words[^1] == "refused")
            {
                Assert.Throws<InvalidOperationException>(() => Apply(position, words[0], argument));
                continue;
            }

            position = Apply(position, words[0], argument);
            var shown = new[]
            {
                position.Posted, position.Reserved, position.CreditLimit, position.Available, position.LastSequence,
            };
            Assert.True(numbers[^5..].SequenceEqual(shown), $"{line}: {string.Join(' ', shown)}");
        }
    }

    [Fact]
    public void The_posting_time_never_goes_back()
    {
        var first = FloatPosition.Empty(Given.Cny).Post(1, Given.Noon);
        var second = first.Post(1, Given.Noon.AddHours(-1));
        var third = second.Post(1, Given.Noon.AddTicks(1));

        Assert.Equal(Given.Noon, first.LastPostedAt);
        Assert.Equal(Given.Noon, second.LastPostedAt);
        Assert.Equal(Given.Noon.AddTicks(1), third.LastPostedAt);
        Assert.Equal([1L, 2L, 3L], [first.LastSequence, second.LastSequence, third.LastSequence]);
    }

    [Fact]
    public void An_overflow_throws()
    {
        var full = Given.Float(long.MaxValue);

        Assert.Throws<OverflowException>(() => full.Post(1, Given.Noon));
        Assert.Throws<OverflowException>(() => Given.Float(0, reserved: long.MinValue).Release(1));
    }

    [Fact]
    public void Reservations_alone_never_make_available_negative()
    {
        Prop.ForAll(Events().ToArbitrary(), Holds).QuickCheckThrowOnFailure();

        static bool Holds(Event[] events)
        {
            var position = FloatPosition.Empty(Given.Cny);
            foreach (var (name, amount) in events)
            {
                var before = position.Available;
                try
                {
                    position = Apply(position, name, amount);
                }
                catch (InvalidOperationException) when (name == "reserve")
                {
                    if (amount <= before)
                    {
                        return false;
                    }

                    continue;
                }

                if (name == "reserve" && (position.Available < 0 || position.Available != before - amount))
                {
                    return false;
                }
            }

            return true;
        }
    }

    [Fact]
    public void Posting_what_was_reserved_changes_available_by_nothing()
    {
        var cases = from posted in Gen.Choose(0, 1000)
                    from debit in Gen.Choose(0, 1000)
                    where debit <= posted
                    select (posted, debit);
        Prop.ForAll(cases.ToArbitrary(), Holds).QuickCheckThrowOnFailure();

        static bool Holds((int Posted, int Debit) given)
        {
            var reserved = Given.Float(given.Posted).Reserve(given.Debit);
            var charged = reserved.Release(given.Debit).Post(-given.Debit, Given.Noon);
            var givenBack = reserved.Release(given.Debit);
            return charged.Available == reserved.Available && charged.Reserved == 0
                && charged.Posted == given.Posted - given.Debit && givenBack == Given.Float(given.Posted);
        }
    }

    private static FloatPosition Apply(FloatPosition position, string name, long amount) => name switch
    {
        "start" => position,
        "post" => position.Post(amount, Given.Noon),
        "reserve" => position.Reserve(amount),
        "release" => position.Release(amount),
        "limit" => position with { CreditLimit = amount },
        _ => throw new ArgumentException($"'{name}' is no event.", nameof(name)),
    };

    private static Gen<Event[]> Events() => Gen.OneOf(
        from amount in Gen.Choose(-50, 300) select new Event("post", amount),
        from amount in Gen.Choose(0, 120) select new Event("reserve", amount),
        from amount in Gen.Choose(0, 60) select new Event("limit", amount)).ArrayOf();

    private sealed record Event(string Name, long Amount);
}
