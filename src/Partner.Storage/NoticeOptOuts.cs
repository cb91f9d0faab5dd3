using Partner.Core.Actions;
using Partner.Storage.Abstractions;
using Partner.Storage.Reading;
using Partner.Storage.Sql;
using Partner.Storage.Writing;

namespace Partner.Storage;

/// <summary>By whom a number was said to get no notices. Numbers are stored.</summary>
public enum OptOutSource
{
    /// <summary>The gateway, to which the customer answered.</summary>
    Gateway = 1,

    /// <summary>An operator.</summary>
    Operator = 2,

    /// <summary>A partner, for its customer.</summary>
    Partner = 3,
}

/// <summary>A phone number as it may be kept for ever.</summary>
/// <param name="Shown">With its middle hidden.</param>
/// <param name="Hashes">Its keyed hashes under every key, the present one first.</param>
public sealed record HashedNumber(string Shown, IReadOnlyList<string> Hashes);

/// <summary>
/// Numbers that get no notices, as keyed hashes: nobody can read them, and they outlast the numbers themselves.
/// </summary>
public sealed class NoticeOptOuts
{
    /// <summary>Notes a number, unless it is noted.</summary>
    internal static readonly RowSqlText Insert = RowSqlText.InsertIfAbsent(
        "notice_opt_outs", 1, RowShape.Of("number_hash text, source int, created_at long"));

    private static readonly RowSqlText DeleteRows = RowSqlText.Delete(
        "notice_opt_outs", RowShape.Of("number_hash text"));

    private const int ShownOfHash = 8;

    private readonly GroupCommit _writer;
    private readonly Readers _readers;

    internal NoticeOptOuts(GroupCommit writer, Readers readers) => (_writer, _readers) = (writer, readers);

    /// <summary>Those of some numbers that get no notices.</summary>
    /// <param name="hashes">Their keyed hashes, under every key.</param>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public Task<HashSet<string>> FindAsync(IReadOnlyCollection<string> hashes, CancellationToken cancel)
    {
        var all = hashes.ToList();
        return all.Count == 0 ? Task.FromResult(new HashSet<string>()) : _readers.ReadAsync(
            session => session.Context.NoticeOptOuts.Where(row => all.Contains(row.NumberHash))
                .Select(row => row.NumberHash).AsEnumerable().ToHashSet(StringComparer.Ordinal),
            cancel);
    }

    /// <summary>From now on a number gets no notices; one that gets none already is left as it is.</summary>
    /// <param name="number">The number, by its hashes.</param>
    /// <param name="source">Who says so.</param>
    /// <param name="by">Who does it, and why.</param>
    /// <returns>Whether it got some before.</returns>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public Task<bool> AddAsync(HashedNumber number, OptOutSource source, DateTimeOffset now, ActionBy by) =>
        _writer.RunAloneAsync(session =>
        {
            var chain = session.LockChain(RecordedAction.CommonChain);
            var known = IsKnown(session, number);

            // Under the present key in any case: a former one is given up some day.
            var rows = new RowSet(Insert.Shape);
            rows.Add(number.Hashes[0], (int)source, now.UtcTicks);
            Run(session, Insert, rows);
            if (!known)
            {
                chain.Record(Action(ActionNames.NoticesOptOut, number, by), now);
            }

            return !known;
        });

    /// <summary>From now on a number gets notices again.</summary>
    /// <param name="number">The number, by its hashes.</param>
    /// <param name="by">Who does it, and why.</param>
    /// <returns>Whether it got none before.</returns>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public Task<bool> RemoveAsync(HashedNumber number, DateTimeOffset now, ActionBy by) =>
        _writer.RunAloneAsync(session =>
        {
            var chain = session.LockChain(RecordedAction.CommonChain);
            if (!IsKnown(session, number))
            {
                return false;
            }

            var rows = new RowSet(DeleteRows.Shape);
            foreach (var hash in number.Hashes)
            {
                rows.Add(hash);
            }

            Run(session, DeleteRows, rows);
            chain.Record(Action(ActionNames.NoticesOptIn, number, by), now);
            return true;
        });

    private static bool IsKnown(SeparateSession session, HashedNumber number)
    {
        var hashes = number.Hashes.ToList();
        return session.Context.NoticeOptOuts.Any(row => hashes.Contains(row.NumberHash));
    }

    private static void Run(SeparateSession session, RowSqlText text, RowSet rows)
    {
        var exchange = session.Exchange();
        exchange.Add(text, rows);
        exchange.Run();
    }

    // It is keyed, "key:hex": its beginning tells two numbers of one ending apart, and nobody reads a number from it.
    private static string HashOf(HashedNumber number) => number.Hashes[0].Split(':')[^1][..ShownOfHash];

    private static NewAction Action(string name, HashedNumber number, ActionBy by)
    {
        return new NewAction(
            by,
            name,
            $"noticeOptOuts/{number.Shown}~{HashOf(number)}",
            Facts(name != ActionNames.NoticesOptOut),
            Facts(name == ActionNames.NoticesOptOut));

        static string Facts(bool optedOut) => new ActionFacts().Add("optedOut", optedOut ? "true" : "false").ToJson();
    }
}
