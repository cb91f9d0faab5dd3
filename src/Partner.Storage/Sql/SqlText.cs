using Partner.Storage.Abstractions;

namespace Partner.Storage.Sql;

/// <summary>
/// A statement of the store, written once for all databases: plain SQL where they agree, the words of
/// <see cref="Dialect"/> where they do not. Held in a static readonly field, which is how the tests find all of them.
/// Parameters are @p0, @p1, … in the order of the arguments.
/// </summary>
internal class SqlText
{
    private static readonly int Providers = Enum.GetValues<StoreProvider>().Length;
    private static int _count;

    private readonly Func<Dialect, string> _write;
    private readonly string?[] _texts = new string?[Providers];

    /// <summary>A statement that every database reads alike.</summary>
    /// <param name="name">Its name: what it is about, a dot, what it does.</param>
    public SqlText(string name, string text)
        : this(name, _ => text)
    {
    }

    /// <summary>A statement that the databases want in different words.</summary>
    /// <param name="name">Its name: what it is about, a dot, what it does.</param>
    /// <param name="write">Writes its text; called once for each kind of database.</param>
    public SqlText(string name, Func<Dialect, string> write)
    {
        (Name, _write) = (name, write);
        Index = Interlocked.Increment(ref _count) - 1;
    }

    /// <summary>What it is about, a dot, what it does.</summary>
    public string Name { get; }

    /// <summary>Its place in the connections' tables of prepared commands.</summary>
    public int Index { get; }

    /// <summary>Inserts one row unless there is one with its key; it changes 1 or 0 rows.</summary>
    /// <param name="keys">How many of the columns, from the first, are the key.</param>
    /// <param name="columns">The columns, separated by commas.</param>
    public static SqlText InsertIfAbsent(string table, int keys, string columns) =>
        new($"{table}.insert-if-absent", dialect => dialect.InsertIfAbsent(table, keys, columns));

    /// <summary>Its text for a database.</summary>
    /// <param name="dialect">The database's dialect.</param>
    public string For(Dialect dialect) => _texts[(int)dialect.Provider] ??= _write(dialect);
}
