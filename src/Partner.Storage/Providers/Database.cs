using System.Data;
using System.Data.Common;
using System.Net.Sockets;
using Partner.Storage.Abstractions;
using Partner.Storage.Model;
using Partner.Storage.Sql;

namespace Partner.Storage.Providers;

/// <summary>A database as the store needs it: connections, contexts, two kinds of transaction, its faults.</summary>
internal abstract class Database
{
    /// <summary>Its words.</summary>
    public abstract Dialect Dialect { get; }

    /// <summary>Which it is, for messages; without secrets.</summary>
    public abstract string Name { get; }

    /// <summary>What OpenTelemetry calls it (db.system.name).</summary>
    public abstract string SystemName { get; }

    /// <summary>How long the first row of a large result may take: it is sorted before.</summary>
    protected const int LongestReadSeconds = 600;

    /// <summary>How many connections may read at the same time.</summary>
    public virtual int MostReaders => 16;

    /// <summary>
    /// Whether reading waits for nothing but this machine. The answer of a server may never come, so that a caller must
    /// be able to leave while it is waited for.
    /// </summary>
    public virtual bool IsLocal => false;

    /// <summary>Opens a connection for what callers wait for; the caller owns it.</summary>
    /// <exception cref="StoreUnavailableException">The server accepts no connection, for whatever reason.</exception>
    public abstract DbConnection Open();

    /// <summary>Opens a connection for statements about rows, and for nothing else; the caller owns it.</summary>
    /// <exception cref="StoreUnavailableException">The server accepts no connection, for whatever reason.</exception>
    public virtual DbConnection OpenForRows() => Open();

    /// <summary>
    /// Opens a connection for work that takes its time, whose statements and pauses nobody cuts short; the caller owns
    /// it.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The server accepts no connection.</exception>
    public abstract DbConnection OpenForLongWork();

    /// <summary>Opens a connection on which an audit can read many large results; the caller owns it.</summary>
    /// <exception cref="StoreUnavailableException">The server accepts no connection.</exception>
    public virtual DbConnection OpenForAudit() => OpenForLongWork();

    /// <summary>A connection that is not open, for what needs no database; the caller owns it.</summary>
    public abstract DbConnection Unopened();

    /// <summary>Whether opening it would make no new one.</summary>
    public virtual bool Exists => true;

    /// <summary>A context over a connection.</summary>
    /// <param name="ownsConnection">Whether the context closes it.</param>
    public abstract PartnerDbContext Context(DbConnection connection, bool ownsConnection);

    /// <summary>Starts a transaction whose statements see what others committed before them, and may lock.</summary>
    public virtual DbTransaction BeginWrite(DbConnection connection) =>
        connection.BeginTransaction(IsolationLevel.ReadCommitted);

    /// <summary>Statements about many rows, on a connection.</summary>
    /// <param name="transaction">The transaction; null outside one.</param>
    /// <param name="commands">The connection's prepared commands.</param>
    public virtual Exchange Exchange(DbConnection connection, DbTransaction? transaction, CommandCache commands) =>
        new BatchExchange(connection, transaction, Dialect);

    /// <summary>
    /// How many connections write at the same time: partners are spread over them. More than one only where writers of
    /// different partners need not wait for each other.
    /// </summary>
    public virtual int Writers => 4;

    /// <summary>
    /// Whether rows that many partners lock are made in a statement of their own, before the transaction: where two
    /// that make the same row would hold each other up to their commits.
    /// </summary>
    public virtual bool MakesRowsBeforehand => true;

    /// <summary>Starts a transaction that reads to its end what its first query saw, and makes nobody wait.</summary>
    public abstract DbTransaction BeginSnapshot(DbConnection connection);

    /// <summary>Reads a large result within a snapshot while other results of it are being read.</summary>
    /// <typeparam name="T">What a row becomes.</typeparam>
    /// <param name="transaction">The snapshot.</param>
    /// <param name="sql">The query.</param>
    /// <param name="map">Maps a row.</param>
    public virtual IEnumerable<T> Stream<T>(DbTransaction transaction, string sql, Func<DbDataReader, T> map)
    {
        using var command = transaction.Connection!.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        command.CommandTimeout = LongestReadSeconds;
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return map(reader);
        }
    }

    /// <summary>Makes a running statement of another thread end, where that needs nobody's answer.</summary>
    public virtual void Interrupt(DbConnection connection)
    {
    }

    /// <summary>Makes sure that there is a place for the schema, before it is created or brought up to date.</summary>
    public virtual void Prepare()
    {
    }

    /// <summary>Why the database cannot be used although it can be reached; null when it can.</summary>
    public virtual string? Obstacle() => null;

    /// <summary>Why a write failed, if that is because the database takes none now; for an operator.</summary>
    /// <param name="fault">How it failed.</param>
    /// <param name="connection">The connection, outside any transaction.</param>
    /// <returns>"its disk is full"; null where it is something else.</returns>
    public abstract string? WhyNoWrites(Exception fault, DbConnection connection);

    /// <summary>
    /// Why the next transactions are about to fail although a small write just succeeded; null when nothing is known.
    /// </summary>
    public virtual string? NoRoom() => null;

    /// <summary>
    /// Moves the write-ahead log into the file, where the database leaves that to us, as far as readers of old moments
    /// let it.
    /// </summary>
    /// <param name="connection">The connection, outside any transaction.</param>
    /// <returns>How many bytes of the log had to stay.</returns>
    public virtual long LogLeft(DbConnection connection) => 0;

    /// <summary>Does something with the database, and says so in clear words where it cannot be reached.</summary>
    /// <typeparam name="T">The result.</typeparam>
    /// <param name="work">What to do.</param>
    /// <exception cref="StoreUnavailableException">It cannot be reached, or others were in the way.</exception>
    public T Reach<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception fault) when (
            fault is not (StoreNotReadyException or StoreUnavailableException) && Classify(fault) != FaultKind.Lasting)
        {
            var problem = Classify(fault) == FaultKind.Conflict ? "is too busy" : "cannot be reached";
            throw new StoreUnavailableException($"{Name} {problem}: {fault.Message}", fault);
        }
    }

    /// <summary>What a fault calls for.</summary>
    /// <param name="fault">The fault, with what caused it.</param>
    public FaultKind Classify(Exception fault)
    {
        for (var cause = fault; cause is not null; cause = cause.InnerException)
        {
            var kind = cause is SocketException or IOException or TimeoutException or StoreUnavailableException
                ? FaultKind.Unreachable
                : ClassifyOwn(cause);
            if (kind != FaultKind.Lasting)
            {
                return kind;
            }
        }

        return FaultKind.Lasting;
    }

    /// <summary>What an exception of the driver calls for, apart from its cause.</summary>
    /// <param name="fault">The exception.</param>
    protected abstract FaultKind ClassifyOwn(Exception fault);

    /// <summary>
    /// Opens a connection to a server. Whatever keeps it from being opened, a wrong password in the middle of a
    /// fail-over included, is a server that cannot be reached: the next attempt may find another.
    /// </summary>
    /// <typeparam name="T">Its kind.</typeparam>
    /// <param name="connection">The connection, not open yet.</param>
    /// <exception cref="StoreUnavailableException">It could not be opened.</exception>
    protected T Connected<T>(T connection)
        where T : DbConnection
    {
        try
        {
            return Opened(connection);
        }
        catch (Exception fault) when (fault is DbException or SocketException or IOException or TimeoutException)
        {
            throw new StoreUnavailableException($"{Name} cannot be reached: {fault.Message}", fault);
        }
    }

    /// <summary>Opens a connection, and closes it again when it cannot be got ready.</summary>
    /// <typeparam name="T">Its kind.</typeparam>
    /// <param name="connection">The connection, not open yet.</param>
    /// <param name="prepare">What to do with it once it is open; null for nothing.</param>
    protected static T Opened<T>(T connection, Action<T>? prepare = null)
        where T : DbConnection
    {
        try
        {
            connection.Open();
            prepare?.Invoke(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
