using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;
using NpgsqlTypes;
using Partner.Storage.Abstractions;
using Partner.Storage.Sql;

namespace Partner.Storage.Providers.Postgres;

/// <summary>PostgreSQL.</summary>
/// <param name="pooled">Whether nothing may be left in a session: see <see cref="PostgresSettings.Pooled"/>.</param>
internal sealed partial class PostgresDialect(bool pooled) : OnConflictDialect
{
    private const string Milliseconds = "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)";

    private readonly ConcurrentDictionary<string, string> _together = new(StringComparer.Ordinal);

    public override StoreProvider Provider => StoreProvider.Postgres;

    /// <summary>The number is only ours; the lock is the transaction's, which a pooler does not take apart.</summary>
    public override string LockSchema => "SELECT CASE WHEN pg_try_advisory_xact_lock(7226172518) THEN 1 ELSE 0 END";

    /// <summary>
    /// Statements that change a table wait for all who use it, and make all others wait behind them: not for longer
    /// than callers wait.
    /// </summary>
    public override string LimitLocks => $"SET LOCAL lock_timeout = '{StoreTimeouts.TableSeconds}s'";

    public override string SelectLocked(string columns, string table, string where) =>
        $"SELECT {columns} FROM {table} WHERE {where} FOR UPDATE";

    public override string ClaimFirst(string columns, string table, string where, string order, string most) =>
        $"SELECT {columns} FROM {table} WHERE {where} ORDER BY {order} {Limit(most)} FOR UPDATE SKIP LOCKED";

    /// <summary>Plans the statement once on the server; the driver sends only the values from then on.</summary>
    public override void Prepare(DbCommand command)
    {
        if (!pooled)
        {
            command.Prepare();
        }
    }

    /// <summary>
    /// A plan that was made while a table had a few rows reads all of them, and is kept until the table is analyzed, a
    /// minute later or never: it may have a hundred thousand by then.
    /// </summary>
    public override string ForgetPlans => pooled ? "" : "DISCARD PLANS";

    public override string Clock => $"SELECT {Milliseconds}";

    public override string NotAfter =>
        $"SELECT 1 / CASE WHEN {Milliseconds} <= ALL ($1) THEN 1 ELSE 0 END";

    public override string InsertRows(string table, RowShape shape) =>
        $"INSERT INTO {table} ({shape.Names}) SELECT {shape.Names} FROM {Sent(shape)}";

    public override string InsertRowsIfAbsent(string table, int keys, RowShape shape) =>
        $"{InsertRows(table, shape)} ON CONFLICT " +
        $"({string.Join(", ", shape.Columns.Take(keys).Select(column => column.Name))}) DO NOTHING";

    public override string UpdateRows(string table, RowShape shape, string set, string on, bool findsAll) =>
        $"UPDATE {table} AS t SET {set} FROM {Sent(shape)} WHERE {on}";

    public override string DeleteRows(string table, RowShape shape, string on) =>
        $"DELETE FROM {table} AS t USING {Sent(shape)} WHERE {on}";

    public override string SelectRows(string columns, string tables, RowShape shape, string on) =>
        $"SELECT {columns} FROM {Sent(shape)}, {tables} WHERE {on}";

    public override string SelectThoseWith(string table, RowShape shape, string on) =>
        $"SELECT {shape.Names} FROM {Sent(shape)} WHERE EXISTS (SELECT 1 FROM {table} t WHERE {on})";

    /// <summary>Rows are locked as they come out of the sorting, one after the other.</summary>
    public override string LockRows(string columns, string table, RowShape key) =>
        $"SELECT {columns} FROM {Sent(key)}, {table} t WHERE {key.IsNamed()} " +
        $"ORDER BY {key.Join(column => $"t.{column.Name}", ", ")} FOR UPDATE OF t";

    public override string ClaimRows(string columns, string table, RowShape key) =>
        $"SELECT {columns} FROM {Sent(key)}, {table} t WHERE {key.IsNamed()} FOR UPDATE OF t SKIP LOCKED";

    public override void BindRows(DbBatchCommand command, RowSet rows)
    {
        for (var column = 0; column < rows.Shape.Columns.Count; column++)
        {
            command.Parameters.Add(Values(rows, column));
        }
    }

    /// <summary>
    /// One statement of common table expressions. What did not find all of its rows divides by zero: that stops the
    /// transaction, although its COMMIT may be on its way already.
    /// </summary>
    public override string? Together(IReadOnlyList<RowSqlText> statements) =>
        _together.GetOrAdd(string.Join('+', statements.Select(sql => sql.Name)), _ => Write(statements));

    private string Write(IReadOnlyList<RowSqlText> statements)
    {
        var parts = new List<string>();
        var checks = new List<string>();
        var parameters = 0;
        foreach (var sql in statements)
        {
            var before = parameters;
            var text = Placeholder().Replace(sql.For(this), match => Place(before + Number(match)));
            parts.Add($"w{parts.Count} AS ({text} RETURNING 1)");
            if (sql.FindsAll)
            {
                checks.Add($"(SELECT COUNT(*) FROM w{parts.Count - 1}) = cardinality({Place(before + 1)})");
            }

            parameters += sql.Shape.Columns.Count;
        }

        var found = checks.Count == 0 ? "1" : $"1 / CASE WHEN {string.Join(" AND ", checks)} THEN 1 ELSE 0 END";
        return $"WITH {string.Join(", ", parts)} SELECT {found}";
    }

    private static string Place(int number) => number.ToString("'$'0", CultureInfo.InvariantCulture);

    private static int Number(Match match) => int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\$(\d+)")]
    private static partial Regex Placeholder();

    private static string Sent(RowShape shape)
    {
        var arrays = string.Join(", ", Enumerable.Range(1, shape.Columns.Count).Select(Place));
        return $"unnest({arrays}) AS k({shape.Names})";
    }

    private static NpgsqlParameter Values(RowSet rows, int column) => rows.Shape.Columns[column].Kind switch
    {
        ColumnKind.Text => Array(rows, column, NpgsqlDbType.Text, cell => cell.Text),
        ColumnKind.Long when HasNull(rows, column) =>
            Array(rows, column, NpgsqlDbType.Bigint, cell => cell.IsNull ? (long?)null : cell.Number),
        ColumnKind.Long => Array(rows, column, NpgsqlDbType.Bigint, cell => cell.Number),
        ColumnKind.Int when HasNull(rows, column) =>
            Array(rows, column, NpgsqlDbType.Integer, cell => cell.IsNull ? (int?)null : (int)cell.Number),
        ColumnKind.Int => Array(rows, column, NpgsqlDbType.Integer, cell => (int)cell.Number),
        _ => Array(rows, column, NpgsqlDbType.Boolean, cell => cell.Number != 0),
    };

    private static NpgsqlParameter<T[]> Array<T>(RowSet rows, int column, NpgsqlDbType type, Func<Cell, T> value)
    {
        var values = new T[rows.Count];
        for (var row = 0; row < values.Length; row++)
        {
            values[row] = value(rows[row, column]);
        }

        return new NpgsqlParameter<T[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type };
    }

    private static bool HasNull(RowSet rows, int column)
    {
        for (var row = 0; row < rows.Count; row++)
        {
            if (rows[row, column].IsNull)
            {
                return true;
            }
        }

        return false;
    }
}
