using System.Data.Common;

namespace Partner.Storage.Sql;

/// <summary>
/// Statements that travel to the database together, on one connection: one round trip where the driver can. They are
/// carried out in the order in which they were added, each seeing what those before it did and waited for.
/// </summary>
internal abstract class Exchange
{
    /// <summary>Adds a statement; nothing happens where there are no rows for it.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="rows">The rows that it is about.</param>
    /// <param name="read">Takes a row of the result.</param>
    public void Add(RowStatement statement, RowSet rows, Action<DbDataReader>? read = null)
    {
        if (rows.Count > 0)
        {
            Put(statement, rows, read);
        }
    }

    /// <summary>Adds statements that may be carried out as one; each has at least one row.</summary>
    /// <param name="writes">The statements with their rows.</param>
    public virtual void AddTogether(IReadOnlyList<(RowStatement Statement, RowSet Rows)> writes)
    {
        foreach (var (statement, rows) in writes)
        {
            Put(statement, rows, null);
        }
    }

    /// <summary>Adds a query without rows.</summary>
    /// <param name="query">The query.</param>
    /// <param name="read">Takes a row of the result.</param>
    public abstract void Add(Statement query, Action<DbDataReader> read);

    /// <summary>Carries out what was added and was not carried out yet.</summary>
    public abstract void Run();

    /// <summary>Adds a statement with at least one row.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="read">Takes a row of the result.</param>
    protected abstract void Put(RowStatement statement, RowSet rows, Action<DbDataReader>? read);
}
