using Partner.Core.Accounts;
using Partner.Core.Actions;
using Partner.Storage.Model;
using Partner.Storage.Reading;
using Partner.Storage.Sql;
using Partner.Storage.Writing;

namespace Partner.Storage;

/// <summary>What operators say of certificates of a partner authority that nobody registers.</summary>
public sealed class CertificateRules
{
    private static readonly SqlText Insert = SqlText.InsertIfAbsent(
        "certificate_rules", 1, "id, partner_id, kind, pattern, outlet, terminal, permissions, created_at");

    private static readonly SqlText Delete = new(
        "certificate_rules.delete", "DELETE FROM certificate_rules WHERE id = @p0");

    private static readonly SqlText LockList = new("revocation_lists.lock", dialect => dialect.SelectLocked(
        "last_number", "revocation_lists", "authority = @p0"));

    private static readonly SqlText InsertList = SqlText.InsertIfAbsent(
        "revocation_lists", 1, "authority, last_number");

    private static readonly SqlText NumberList = new(
        "revocation_lists.number", "UPDATE revocation_lists SET last_number = last_number + 1 WHERE authority = @p0");

    private readonly GroupCommit _writer;
    private readonly Readers _readers;

    internal CertificateRules(GroupCommit writer, Readers readers) => (_writer, _readers) = (writer, readers);

    /// <summary>Adds a rule.</summary>
    /// <param name="by">Who adds it, and why.</param>
    /// <returns>Whether it was new.</returns>
    public Task<bool> AddAsync(NameRule rule, DateTimeOffset now, ActionBy? by = null) =>
        _writer.RunAloneAsync(session =>
        {
            var chain = session.LockChain(rule.PartnerId);
            var added = session.Commands.Execute(
                Insert,
                rule.Id,
                rule.PartnerId.Value,
                (int)rule.Kind,
                rule.Pattern,
                rule.Grant.Scope.Outlet,
                rule.Grant.Scope.Terminal,
                (int)rule.Grant.Permissions,
                now.UtcTicks) == 1;
            if (added)
            {
                chain.Record(AccountActions.Rule(rule, true, by), now);
            }

            return added;
        });

    /// <summary>Removes a rule. What it admitted stays until it is revoked.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="by">Who removes it, and why.</param>
    /// <returns>Whether there was one.</returns>
    public Task<bool> RemoveAsync(NameRule rule, DateTimeOffset now, ActionBy? by = null) =>
        _writer.RunAloneAsync(session =>
        {
            var chain = session.LockChain(rule.PartnerId);
            var removed = session.Commands.Execute(Delete, rule.Id) == 1;
            if (removed)
            {
                chain.Record(AccountActions.Rule(rule, false, by), now);
            }

            return removed;
        });

    /// <summary>All rules, by id.</summary>
    public Task<List<NameRule>> ListAsync(CancellationToken cancel) => _readers.ReadAsync(
        session => session.Context.CertificateRules.OrderBy(row => row.Id)
            .AsEnumerable().Select(row => row.ToRecord()).ToList(),
        cancel);

    /// <summary>Takes the next number of an authority's revocation list: above every one before it.</summary>
    /// <param name="authority">The authority's key identifier.</param>
    public Task<long> NextListAsync(string authority) => _writer.RunAloneAsync(session =>
    {
        session.Commands.Execute(InsertList, authority, 0L);
        session.Commands.Execute(NumberList, authority);
        return session.Commands.First(LockList, row => row.GetInt64(0), authority);
    });
}
