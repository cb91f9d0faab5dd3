using System.Runtime.CompilerServices;
using Partner.Storage.Abstractions;
using Partner.Storage.Providers;
using Partner.Storage.Writing.Tables;

namespace Partner.Storage.Writing;

/// <summary>
/// Many callers, one transaction: while a writer commits, the next members gather and become its next transaction. On
/// server databases several writers work at once; partners are spread over them, so that one partner's members share
/// transactions instead of waiting for each other. Errands have a writer of their own there.
/// </summary>
internal sealed class GroupCommit : IAsyncDisposable
{
    private readonly Writer[] _writers;
    private readonly Writer _separate;
    private readonly Database _database;
    private long _conflictsAside;

    /// <summary>Opens the write connections and starts the writers.</summary>
    /// <param name="mostWaiting">How much refusable work may wait at each writer.</param>
    public GroupCommit(Database database, int mostWaiting = Writer.UsuallyWaiting)
    {
        _database = database;
        _writers = [.. Enumerable.Range(0, database.Writers)
            .Select(_ => new Writer(database, database.OpenForRows, mostWaiting))];
        _separate = database.Writers == 1 ? _writers[0] : new Writer(database, database.Open, mostWaiting);
    }

    /// <summary>How many transactions had to be repeated because others were in their way.</summary>
    public long Conflicts => _writers.Append(_separate).Distinct().Sum(writer => writer.Conflicts)
        + Interlocked.Read(ref _conflictsAside);

    /// <summary>How much work waits for a transaction.</summary>
    public int Waiting => _writers.Append(_separate).Distinct().Sum(writer => writer.Waiting);

    /// <summary>
    /// Runs a piece of work in the next transaction. Once its first attempt has begun, it is always carried out.
    /// </summary>
    /// <typeparam name="T">Its result.</typeparam>
    /// <param name="partnerId">The partner that it is mostly about.</param>
    /// <param name="declare">Says all that it is about; it must not depend on what is stored.</param>
    /// <param name="decide">
    /// Decides, purely, on what is stored and what members before it did. It may run again when the transaction failed,
    /// so it must find out from what is stored whether its effect is there already.
    /// </param>
    /// <param name="admission">On which terms it is let in; null for what must be done in any case.</param>
    /// <param name="method">Filled in by the compiler: the method that hands it over names its span.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <returns>The result, once it is durable.</returns>
    /// <exception cref="StoreUnavailableException">
    /// The database is away; whether it took effect is not known.
    /// </exception>
    public Task<T> RunAsync<T>(
        PartnerId partnerId,
        Action<Footprint> declare,
        Func<WorkingSet, T> decide,
        Admission<T>? admission = null,
        [CallerMemberName] string method = "",
        [CallerFilePath] string file = "")
    {
        var member = new Member<T>(declare, decide, admission) { Ticket = CommitTicket.Now(method, file) };
        var place = (string.GetHashCode(partnerId.Value, StringComparison.Ordinal) & int.MaxValue) % _writers.Length;
        var writer = _writers[place];
        return writer.TryAdd(member) ? member.Result : Task.FromResult(admission!.Refused);
    }

    /// <summary>Runs a piece of work in a transaction of its own.</summary>
    /// <typeparam name="T">Its result.</typeparam>
    /// <param name="work">Reads, decides and writes; it may run again.</param>
    /// <param name="method">Filled in by the compiler.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <returns>The result, once it is durable.</returns>
    /// <exception cref="StoreUnavailableException">
    /// The database is away; whether it took effect is not known.
    /// </exception>
    public Task<T> RunAloneAsync<T>(
        Func<SeparateSession, T> work, [CallerMemberName] string method = "", [CallerFilePath] string file = "")
    {
        var item = new SeparateWork<T>(work) { Ticket = CommitTicket.Now(method, file) };
        _separate.Add(item);
        return item.Result;
    }

    /// <summary>
    /// Opens a writer for long work, beside those that sales need: with a connection of its own, or, where there can be
    /// only one that writes, between the others' transactions.
    /// </summary>
    public LongWorkWriter OpenLongWorkWriter()
    {
        if (_writers[0] == _separate)
        {
            return new LongWorkWriter(_separate, () => ValueTask.CompletedTask);
        }

        var own = new Writer(_database, _database.Open, 0);
        return new LongWorkWriter(own, async () =>
        {
            await own.DisposeAsync();
            Interlocked.Add(ref _conflictsAside, own.Conflicts);
        });
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var writer in _writers.Append(_separate).Distinct())
        {
            await writer.DisposeAsync();
        }
    }
}
