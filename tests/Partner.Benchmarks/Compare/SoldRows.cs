using Partner.Benchmarks.Harness;

namespace Partner.Benchmarks.Compare;

/// <summary>A table that case h writes to, and the type of an entity: a row.</summary>
internal sealed record SoldTopUp(
    string Partner, string Id, string RequestId, string Card, string Plan, long Amount, int State, int Version,
    long CreatedAt, long FinalAt, string Receipt, string Price);

/// <inheritdoc cref="SoldTopUp"/>
internal sealed record SoldRequest(
    string Partner, string RequestId, int Method, string Hash, string ResourceId, long CreatedAt);

/// <inheritdoc cref="SoldTopUp"/>
internal sealed record SoldTransfer(string Id, string Partner, int Kind, string TopUpId, int State, long At);

/// <inheritdoc cref="SoldTopUp"/>
internal sealed record SoldLeg(string TransferId, int Number, string Account, string Currency, long Amount);

/// <inheritdoc cref="SoldTopUp"/>
internal sealed record SoldEntry(
    string Partner, long Sequence, string TransferId, long Amount, long BalanceAfter, long At);

/// <inheritdoc cref="SoldTopUp"/>
internal sealed record SoldEvent(string Partner, long Number, string TopUpId, int State, long At);

/// <summary>
/// The rows that some top-ups leave behind: each of them twelve, in six tables, as wide as those of a sale without
/// promotions. Which rows they are depends on nothing but their numbers.
/// </summary>
internal sealed class SoldRows
{
    private const string Partner = "demo";
    private const string Currency = "CNY";
    private const long Debit = 10_000;
    private const long Commission = 250;
    private const int Succeeded = 2;

    // About as long as the price of a simple sale is when it is stored.
    private static readonly string Price = new('p', 400);

    /// <summary>The rows of so many top-ups.</summary>
    /// <param name="first">Number of the first, from 0; no number may come twice in a database.</param>
    /// <param name="count">How many.</param>
    /// <param name="now">When (UTC ticks).</param>
    public SoldRows(long first, int count, long now)
    {
        foreach (var number in Enumerable.Range(0, count).Select(next => first + next))
        {
            Add(number, now);
        }
    }

    public List<SoldTopUp> TopUps { get; } = [];

    public List<SoldRequest> Requests { get; } = [];

    public List<SoldTransfer> Transfers { get; } = [];

    public List<SoldLeg> Legs { get; } = [];

    public List<SoldEntry> Entries { get; } = [];

    public List<SoldEvent> Events { get; } = [];

    private void Add(long number, long now)
    {
        var id = Guid.NewGuid().ToString("N");
        var posted = -Debit * (number + 1);
        TopUps.Add(new SoldTopUp(
            Partner, id, id, Cards.Number((int)(number % 10_000)), Cards.Plan, Debit, Succeeded, 2, now, now,
            number.ToString("D9", System.Globalization.CultureInfo.InvariantCulture), Price));
        Requests.Add(new SoldRequest(Partner, id, 1, id + id, id, now));
        Move(id + ".reserve", 1, id, -Debit, "issuer_payable", posted, (2 * number) + 1, now);
        Move(id + ".commission", 2, id, Commission, "commission_expense", posted + Commission, (2 * number) + 2, now);
        Events.Add(new SoldEvent(Partner, (2 * number) + 1, id, 1, now));
        Events.Add(new SoldEvent(Partner, (2 * number) + 2, id, Succeeded, now));
    }

    private void Move(
        string transfer, int kind, string topUp, long amount, string other, long after, long sequence, long now)
    {
        Transfers.Add(new SoldTransfer(transfer, Partner, kind, topUp, Succeeded, now));
        Legs.Add(new SoldLeg(transfer, 1, "float", Currency, amount));
        Legs.Add(new SoldLeg(transfer, 2, other, Currency, -amount));
        Entries.Add(new SoldEntry(Partner, sequence, transfer, amount, after, now));
    }
}
