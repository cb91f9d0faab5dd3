using System.Data;
using System.Data.Common;
using Partner.Storage.Model;
using Partner.Storage.Providers;
using Partner.Storage.Sql;
using Partner.Storage.Writing.Tables;

namespace Partner.Storage.Writing;

/// <summary>
/// A connection that a writer writes with, and the order of a batch's transaction: footprint, lock, read, decide,
/// write, commit. On a server database that is one round trip to lock and read, one to write, one to commit.
/// </summary>
internal sealed class WriteLink : IDisposable
{
    private const int MostKnown = 100_000;

    // A transaction that held its locks for longer is not finished: others may have given it up.
    private static readonly TimeSpan LongestDecision = TimeSpan.FromSeconds(5);

    private static readonly SqlText Clock = new("store.clock", dialect => dialect.Clock);

    private static readonly RowSqlText NotAfter = RowSqlText.NotAfter("store.not-after");

    private readonly HashSet<PartnerId> _knownPartners = [];
    private readonly HashSet<UsageKey> _knownUsages = [];
    private readonly SaveAge _age = new();
    private readonly Database _database;
    private readonly DbConnection _connection;
    private readonly PartnerDbContext _context;
    private readonly CommandCache _commands;
    private readonly SeparateSession _session;

    /// <summary>Takes an open connection; it is closed with the link.</summary>
    public WriteLink(Database database, DbConnection connection)
    {
        (_database, _connection) = (database, connection);
        _context = database.Context(_connection, ownsConnection: false);
        _commands = new CommandCache(_connection, database.Dialect);
        _session = new SeparateSession(
            _context, _commands, () => database.Exchange(_connection, _commands.Transaction, _commands));
    }

    /// <summary>Whether the connection is gone for good.</summary>
    public bool IsBroken => _connection.State != ConnectionState.Open;

    /// <summary>Carries out members in one transaction; when it throws, whether it took effect is not known.</summary>
    /// <exception cref="MemberException">A member failed to decide; nothing was written.</exception>
    /// <exception cref="RowsMissingException">Rows to lock had vanished; nothing was written.</exception>
    public void Commit(IReadOnlyList<Member> members)
    {
        var footprint = new Footprint();
        foreach (var member in members)
        {
            member.Declare(footprint);
        }

        var partners = footprint.Partners.Where(partner => !_knownPartners.Contains(partner)).ToList();
        var usages = footprint.Usages.Where(usage => !_knownUsages.Contains(usage)).ToList();
        if (_database.MakesRowsBeforehand)
        {
            MakeRows(partners, usages, null);
        }

        InTransaction(transaction =>
        {
            if (!_database.MakesRowsBeforehand)
            {
                MakeRows(partners, usages, transaction);
            }

            var exchange = _database.Exchange(_connection, transaction, _commands);
            var set = WorkingSet.Locked(footprint, exchange);
            var now = ReadClock(members, exchange);
            if (set.LacksRows(footprint))
            {
                _knownPartners.Clear();
                _knownUsages.Clear();
                throw new RowsMissingException();
            }

            Decide(members, set, now);
            set.Flush();
            if (now is { } locked)
            {
                var latest = new RowSet(NotAfter.Shape);
                latest.Add(locked + (long)LongestDecision.TotalMilliseconds);
                exchange.Add(NotAfter, latest);
            }

            set.Changes.Send(exchange);
            exchange.Run();
        });
        Remember(_knownPartners, partners);
        Remember(_knownUsages, usages);
    }

    /// <summary>Carries work out in a transaction of its own.</summary>
    /// <param name="item">The work.</param>
    public void Commit(SeparateWork item) => InTransaction(_ => item.Run(_session));

    public void Dispose()
    {
        _commands.Dispose();
        _context.Dispose();
        _connection.Dispose();
    }

    private void InTransaction(Action<DbTransaction> work)
    {
        try
        {
            _commands.RenewPlans();
            using var transaction = _database.BeginWrite(_connection);
            _commands.Transaction = transaction;
            work(transaction);
            transaction.Commit();
        }
        finally
        {
            _session.Forget();
            _commands.Transaction = null;
        }
    }

    /// <summary>
    /// Counters and usage counters are locked whether or not anything was counted before: the rows are made first. They
    /// are never removed, so that it is done once for each.
    /// </summary>
    private void MakeRows(List<PartnerId> partners, List<UsageKey> usages, DbTransaction? transaction)
    {
        if (partners.Count + usages.Count > 0)
        {
            var exchange = _database.Exchange(_connection, transaction, _commands);
            exchange.Add(CounterTable.Make, WorkingSet.CountersToMake(partners));
            exchange.Add(UsageTable.Make, WorkingSet.UsagesToMake(usages));
            exchange.Run();
        }
    }

    private static void Remember<T>(HashSet<T> known, List<T> made)
    {
        if (known.Count + made.Count > MostKnown)
        {
            known.Clear();
        }

        known.UnionWith(made);
    }

    private long? ReadClock(IReadOnlyList<Member> members, Exchange exchange)
    {
        long? now = null;
        if (Clock.For(_database.Dialect).Length > 0 && members.Any(member => member.Arrived is not null))
        {
            exchange.Add(Clock, row => now = row.GetInt64(0));
        }

        exchange.Run();
        return now;
    }

    private void Decide(IReadOnlyList<Member> members, WorkingSet set, long? now)
    {
        foreach (var member in members)
        {
            if (member.Arrived is { } arrived && _age.IsTooOld(arrived, now))
            {
                member.Refuse();
                continue;
            }

            try
            {
                member.Decide(set);
            }
            catch (Exception fault)
            {
                throw new MemberException(member, fault);
            }
        }

        _age.Compare(now);
    }
}
