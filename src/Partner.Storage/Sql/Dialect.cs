using System.Data.Common;
using System.Globalization;
using Partner.Storage.Abstractions;

namespace Partner.Storage.Sql;

/// <summary>What a database calls differently from the others; <see cref="SqlText"/> says how it is used.</summary>
internal abstract class Dialect
{
    /// <summary>The kind of database.</summary>
    public abstract StoreProvider Provider { get; }

    /// <summary>
    /// Asks for the lock of those who change the schema, until the transaction ends and without waiting: one row says 1
    /// or 0. Nobody else is kept waiting by it. Empty where a write transaction is such a lock by itself.
    /// </summary>
    public virtual string LockSchema => "";

    /// <summary>
    /// Lets the transaction's further statements wait for a lock that others hold for a while only; empty where the
    /// connection's own wait does.
    /// </summary>
    public virtual string LimitLocks => "";

    /// <summary>
    /// Makes a session plan its prepared statements anew; empty where the database finds out by itself when it should.
    /// </summary>
    public virtual string ForgetPlans => "";

    /// <summary>"@p0, @p1, …", one for each column.</summary>
    /// <param name="columns">The columns, separated by commas.</param>
    public static string Parameters(string columns) => string.Join(", ", Split(columns).Select((_, i) => Parameter(i)));

    /// <summary>The name of an argument.</summary>
    /// <param name="index">0 for the first.</param>
    public static string Parameter(int index) => "@p" + index.ToString(CultureInfo.InvariantCulture);

    /// <summary>Inserts one row unless there is one with its key. The arguments are the columns' values.</summary>
    /// <param name="keys">How many of the columns, from the first, are the key.</param>
    /// <param name="columns">The columns, separated by commas.</param>
    public abstract string InsertIfAbsent(string table, int keys, string columns);

    /// <summary>Selects rows and locks them until the transaction ends; others who lock them wait.</summary>
    /// <param name="table">The one table.</param>
    /// <param name="where">The condition.</param>
    public abstract string SelectLocked(string columns, string table, string where);

    /// <summary>Selects the first rows, locks them, and passes over what others have locked: it never waits.</summary>
    /// <param name="table">The one table.</param>
    /// <param name="where">The condition.</param>
    /// <param name="order">What to order by.</param>
    /// <param name="most">The parameter that says how many.</param>
    public abstract string ClaimFirst(string columns, string table, string where, string order, string most);

    /// <summary>The first rows of a query; stands behind its ORDER BY, which it must have.</summary>
    /// <param name="most">How many: a parameter or a number.</param>
    public virtual string Limit(string most) => $"LIMIT {most}";

    /// <summary>
    /// One script for the database's own shell, of parts that have to run one after the other, all of them or none;
    /// null where the parts, as EF writes them with transactions of their own, are that already.
    /// </summary>
    /// <param name="parts">The parts, without transactions.</param>
    public virtual string? WholeScript(IEnumerable<string> parts) => null;

    /// <summary>Gets a command ready whose text and parameters with their types are set.</summary>
    public virtual void Prepare(DbCommand command)
    {
    }

    /// <summary>Sets a parameter's value.</summary>
    /// <param name="value">The value; null is NULL.</param>
    public virtual void Bind(DbParameter parameter, object? value) => parameter.Value = value ?? DBNull.Value;

    /// <summary>
    /// The database's own clock, in milliseconds since some moment; empty where it is this process's.
    /// </summary>
    public virtual string Clock => "";

    /// <summary>
    /// Fails once <see cref="Clock"/> is past the one moment that is sent; empty where there is no such clock.
    /// </summary>
    public virtual string NotAfter => "";

    /// <summary>Inserts the rows that are sent.</summary>
    /// <param name="shape">Its columns.</param>
    public abstract string InsertRows(string table, RowShape shape);

    /// <summary>Inserts those of the rows that are sent whose key is not there.</summary>
    /// <param name="keys">How many of the columns, from the first, are the key.</param>
    /// <param name="shape">Its columns.</param>
    public abstract string InsertRowsIfAbsent(string table, int keys, RowShape shape);

    /// <summary>Changes the rows t for which there is a row k.</summary>
    /// <param name="shape">The columns that are sent.</param>
    /// <param name="set">What changes.</param>
    /// <param name="on">What holds between t and k.</param>
    /// <param name="findsAll">Whether it fails when a row that was sent changed none.</param>
    public abstract string UpdateRows(string table, RowShape shape, string set, string on, bool findsAll);

    /// <summary>Deletes the rows t for which there is a row k.</summary>
    /// <param name="shape">The columns that are sent.</param>
    /// <param name="on">What holds between t and k.</param>
    public abstract string DeleteRows(string table, RowShape shape, string on);

    /// <summary>Reads the rows t for which there is a row k.</summary>
    /// <param name="columns">What is read.</param>
    /// <param name="tables">The tables, the first of them called t.</param>
    /// <param name="shape">The columns that are sent.</param>
    /// <param name="on">What holds between t and k.</param>
    public abstract string SelectRows(string columns, string tables, RowShape shape, string on);

    /// <summary>Reads those of the rows k for which there is a row t.</summary>
    /// <param name="shape">The columns that are sent; all of them come back.</param>
    /// <param name="on">What holds between t and k.</param>
    public abstract string SelectThoseWith(string table, RowShape shape, string on);

    /// <summary>Reads rows by their key and locks them, in the order in which the keys are sent.</summary>
    /// <param name="columns">What is read.</param>
    /// <param name="key">The columns of its key.</param>
    public abstract string LockRows(string columns, string table, RowShape key);

    /// <summary>Reads rows by their key and locks them, passing over what others have locked: it never waits.</summary>
    /// <param name="columns">What is read.</param>
    /// <param name="key">The columns of its key.</param>
    public abstract string ClaimRows(string columns, string table, RowShape key);

    /// <summary>Several statements that write as one, the parameters of each behind those of the one before.</summary>
    /// <param name="statements">The statements; no two of them touch the same row.</param>
    /// <returns>The text; null where they are sent one by one.</returns>
    public virtual string? Together(IReadOnlyList<RowSqlText> statements) => null;

    /// <summary>Gives a statement about many rows its rows; only where they are all sent at once.</summary>
    public virtual void BindRows(DbBatchCommand command, RowSet rows) =>
        throw new NotSupportedException("Rows are sent one by one here.");

    /// <summary>The names in a list of columns.</summary>
    /// <param name="columns">The columns, separated by commas.</param>
    protected static string[] Split(string columns) => columns.Split(", ");
}
