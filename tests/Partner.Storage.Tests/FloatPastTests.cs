using Partner.Core.Amounts;
using Partner.Core.Ledger;
using Partner.Core.TopUps;
using Partner.Storage.Abstractions;
using Partner.Storage.Tests.Support;

namespace Partner.Storage.Tests;

/// <summary>What a float was a week ago, and what was paid in since.</summary>
public sealed class FloatPastTests
{
    private static readonly DateTimeOffset Start = Given.Noon;

    [Theory]
    [OnEveryDatabase]
    public async Task The_balance_of_any_time_and_what_was_paid_in_since_are_those_of_the_statement(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 0);
        Assert.Equal(
            (0, null, 0, 0),
            Facts((await fixture.Store.AccountStatements.PastAsync(
                StoreFixture.Acme, Given.Cny, Start, default))!.Value));
        var paidIn = new List<(DateTimeOffset At, long Minor)>();
        for (var hour = 0; hour < 12; hour++)
        {
            var at = Start.AddHours(hour);
            if (hour % 4 == 0)
            {
                await fixture.Store.Partners.DepositAsync(
                    StoreFixture.Acme, fixture.NewRequestId(), fixture.NewId(), Given.Yuan(1_000), at);
                paidIn.Add((at, 100_000));
            }

            var sold = await fixture.SellAsync(fixture.Candidate() with { Now = at });
            await fixture.CompleteAsync(sold, IssuerVerdict.Accepted, now: at.AddMinutes(30));
        }

        var statement = (await fixture.StatementAsync(StoreFixture.Acme)).Entries;
        for (var minute = -10; minute < 13 * 60; minute += 15)
        {
            var since = Start.AddMinutes(minute);
            var (position, past) = (await fixture.Store.AccountStatements.PastAsync(
                StoreFixture.Acme, Given.Cny, since, default))!.Value;

            var before = statement.LastOrDefault(entry => entry.PostedAt < since)?.BalanceAfter.Minor ?? 0;
            Assert.Equal(
                new FloatPast(since, Start, before, paidIn.Where(one => one.At >= since).Sum(one => one.Minor)), past);
            Assert.Equal(await fixture.FloatAsync(), position);
        }

        Assert.Null(await fixture.Store.AccountStatements.PastAsync(
            StoreFixture.Acme, Currency.Of("USD"), Start, default));
    }

    private static (long Posted, DateTimeOffset? First, long Before, long PaidIn) Facts(
        (FloatPosition Position, FloatPast Past) seen) =>
        (seen.Position.Posted, seen.Past.FirstEntryAt, seen.Past.Before, seen.Past.PaidIn);
}
