using Partner.Core.Actions;
using Partner.Core.Limits;
using Partner.Core.Texts;
using Partner.Storage.Reading;
using Partner.Storage.Sql;
using Partner.Storage.Writing;
using Partner.Storage.Writing.Tables;

namespace Partner.Storage;

/// <summary>Limits of partners, and what is used of them.</summary>
public sealed class Limits
{
    private const string Key =
        "partner_id = @p0 AND setter = @p1 AND kind = @p2 AND subject = @p3 AND outlet = @p4 AND holder = @p5 " +
        "AND is_all = @p6";

    private static readonly SqlText SelectAll = new(
        "limits.read-all",
        "SELECT setter, kind, subject, outlet, holder, is_all, most, set_at FROM limits WHERE partner_id = @p0 " +
        "ORDER BY subject, outlet, holder, kind, setter");

    private static readonly SqlText SelectOne = new("limits.read", $"SELECT most FROM limits WHERE {Key}");

    private static readonly SqlText Update = new(
        "limits.update", $"UPDATE limits SET most = @p7, set_at = @p8 WHERE {Key}");

    private static readonly SqlText Insert = SqlText.InsertIfAbsent(
        "limits", 7, "partner_id, setter, kind, subject, outlet, holder, is_all, most, set_at");

    private static readonly SqlText Delete = new("limits.delete", $"DELETE FROM limits WHERE {Key}");

    private static readonly SqlText SelectOver = new(
        "limit_uses.read-over",
        dialect => "SELECT partner_id, subject, outlet, holder, period, card FROM limit_uses WHERE ends_at < @p0 " +
            $"ORDER BY ends_at {dialect.Limit("@p1")}");

    private readonly GroupCommit _writer;
    private readonly Readers _readers;

    internal Limits(GroupCommit writer, Readers readers) => (_writer, _readers) = (writer, readers);

    /// <summary>All limits of a partner, in a stable order.</summary>
    public Task<LimitBook> ReadAsync(PartnerId partnerId, CancellationToken cancel) => _readers.ReadAsync(
        session => session.Commands.All(
            SelectAll,
            row => new Limit(
                partnerId,
                (LimitSetter)row.GetInt32(0),
                (LimitKind)row.GetInt32(1),
                new LimitScope(
                    (LimitSubject)row.GetInt32(2), row.GetString(3), row.GetString(4), row.GetBoolean(5)),
                row.GetInt64(6),
                Model.Mapping.Instant(row.GetInt64(7))),
            partnerId.Value) is { Count: > 0 } limits
                ? new LimitBook(limits)
                : LimitBook.Empty,
        cancel);

    /// <summary>Sets a limit to a value, whatever it was; nothing changes where it has that value.</summary>
    /// <param name="limit">The limit.</param>
    /// <param name="by">Who sets it; null for the program.</param>
    public Task SetAsync(Limit limit, ActionBy? by = null) => _writer.RunAloneAsync(session =>
    {
        var chain = session.LockChain(limit.PartnerId);
        var before = Find(session, limit);
        if (before == limit.Value)
        {
            return before;
        }

        var scope = limit.Scope;
        session.Commands.Execute(
            before is null ? Insert : Update, limit.PartnerId.Value, (int)limit.Setter, (int)limit.Kind,
            (int)scope.Subject, scope.Outlet, scope.Reference, scope.IsAll, limit.Value, limit.SetAt.UtcTicks);
        chain.Record(Action(ActionNames.LimitSet, limit, before, limit.Value, by), limit.SetAt);
        return before;
    });

    /// <summary>Removes a limit.</summary>
    /// <param name="limit">The limit; its value does not matter, its time is that of the removal.</param>
    /// <param name="by">Who removes it; null for the program.</param>
    /// <returns>Whether there was one.</returns>
    public Task<bool> RemoveAsync(Limit limit, ActionBy? by = null) => _writer.RunAloneAsync(session =>
    {
        var chain = session.LockChain(limit.PartnerId);
        if (Find(session, limit) is not { } before)
        {
            return false;
        }

        var scope = limit.Scope;
        session.Commands.Execute(
            Delete, limit.PartnerId.Value, (int)limit.Setter, (int)limit.Kind, (int)scope.Subject, scope.Outlet,
            scope.Reference, scope.IsAll);
        chain.Record(Action(ActionNames.LimitRemove, limit, before, null, by), limit.SetAt);
        return true;
    });

    /// <summary>What counters say now.</summary>
    /// <param name="keys">The counters.</param>
    /// <returns>The use of each that is not 0.</returns>
    public Task<IReadOnlyDictionary<LimitUseKey, long>> UsedAsync(
        IReadOnlyCollection<LimitUseKey> keys, CancellationToken cancel) => _readers.ReadAsync(
        session =>
        {
            var set = session.Load(footprint => footprint.LimitUses.UnionWith(keys));
            return (IReadOnlyDictionary<LimitUseKey, long>)keys.Distinct().ToDictionary(key => key, set.Used);
        },
        cancel);

    /// <summary>
    /// Deletes counters of periods that are over, each under its partner's lock, so that what gives back to one finds
    /// it whole or not at all.
    /// </summary>
    /// <param name="before">Only of periods that ended before this time (UTC).</param>
    /// <param name="most">At most this many.</param>
    /// <returns>How many were found; fewer than the most when there are no more.</returns>
    public async Task<int> DeleteOverAsync(DateTimeOffset before, int most, CancellationToken cancel)
    {
        var over = await _readers.ReadAsync(
            session => session.Commands.All(SelectOver, LimitUseTable.KeyIn, before.UtcTicks, most), cancel);
        foreach (var keys in over.GroupBy(key => key.PartnerId))
        {
            await _writer.RunAsync(
                keys.Key,
                footprint => footprint.Add(keys.Key),
                set =>
                {
                    foreach (var key in keys)
                    {
                        LimitUseTable.Remove(set.Changes, key);
                    }

                    return 0;
                });
        }

        return over.Count;
    }

    private static long? Find(SeparateSession session, Limit limit) => session.Commands.First(
        SelectOne,
        row => (long?)row.GetInt64(0),
        limit.PartnerId.Value,
        (int)limit.Setter,
        (int)limit.Kind,
        (int)limit.Scope.Subject,
        limit.Scope.Outlet,
        limit.Scope.Reference,
        limit.Scope.IsAll);

    private static NewAction Action(string name, Limit limit, long? before, long? after, ActionBy? by)
    {
        var subject = $"partners/{limit.PartnerId}/limits/{EnumWord.Lower(limit.Kind)}";
        return new NewAction(by ?? ActionBy.Program, name, subject, Facts(before), Facts(after));

        string? Facts(long? value) => value is not { } known ? null : new ActionFacts()
            .Add("setter", EnumWord.Upper(limit.Setter))
            .Add("subject", EnumWord.Upper(limit.Scope.Subject))
            .AddReference("outlet", limit.Scope.Outlet)
            .AddReference("holder", limit.Scope.Reference)
            .Add("each", limit.Scope.IsAll ? "true" : "false")
            .Add("value", known)
            .ToJson();
    }
}
