using System.Data.Common;

namespace Partner.Storage.Sql;

/// <summary>
/// Statements that travel to the database together, on one connection: one round trip where the driver can. They are
/// carried out in the order in which they were added, each seeing what those before it did and waited for.
/// </summary>
internal abstract class Exchange
{
    /// <summary>Adds a statement; nothing happens where there are no rows for it.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="rows">The rows that it is about.</param>
    /// <param name="read">Takes a row of the result.</param>
    public void Add(RowSqlText sql, RowSet rows, Action<DbDataReader>? read = null)
    {
        if (rows.Count > 0)
        {
            Put(sql, rows, read);
        }
    }

    /// <summary>Adds statements that may be carried out as one; each has at least one row.</summary>
    /// <param name="writes">The statements with their rows.</param>
    public virtual void AddTogether(IReadOnlyList<(RowSqlText Statement, RowSet Rows)> writes)
    {
        foreach (var (sql, rows) in writes)
        {
            Put(sql, rows, null);
        }
    }

    /// <summary>Adds a query without rows.</summary>
    /// <param name="read">Takes a row of the result.</param>
    public abstract void Add(SqlText query, Action<DbDataReader> read);

    /// <summary>Carries out what was added and was not carried out yet.</summary>
    public abstract void Run();

    /// <summary>Adds a statement with at least one row.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="read">Takes a row of the result.</param>
    protected abstract void Put(RowSqlText sql, RowSet rows, Action<DbDataReader>? read);
}
