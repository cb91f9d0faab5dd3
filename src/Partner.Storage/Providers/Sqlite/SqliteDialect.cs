using System.Text.RegularExpressions;
using Partner.Storage.Abstractions;
using Partner.Storage.Sql;

namespace Partner.Storage.Providers.Sqlite;

/// <summary>SQLite: a write transaction holds the only write lock there is, so that rows need none.</summary>
internal sealed partial class SqliteDialect : OnConflictDialect
{
    public override StoreProvider Provider => StoreProvider.Sqlite;

    public override string SelectLocked(string columns, string table, string where) =>
        $"SELECT {columns} FROM {table} WHERE {where}";

    public override string ClaimFirst(string columns, string table, string where, string order, string most) =>
        $"SELECT {columns} FROM {table} WHERE {where} ORDER BY {order} {Limit(most)}";

    public override string InsertRows(string table, RowShape shape) =>
        $"INSERT INTO {table} ({shape.Names}) VALUES ({Parameters(shape.Names)})";

    public override string InsertRowsIfAbsent(string table, int keys, RowShape shape) =>
        InsertIfAbsent(table, keys, shape.Names);

    public override string UpdateRows(string table, RowShape shape, string set, string on, bool findsAll) =>
        $"UPDATE {table} AS t SET {OfOneRow(set, shape)} WHERE {OfOneRow(on, shape)}";

    public override string DeleteRows(string table, RowShape shape, string on) =>
        $"DELETE FROM {table} AS t WHERE {OfOneRow(on, shape)}";

    public override string SelectRows(string columns, string tables, RowShape shape, string on) =>
        $"SELECT {OfOneRow(columns, shape)} FROM {tables} WHERE {OfOneRow(on, shape)}";

    public override string SelectThoseWith(string table, RowShape shape, string on) =>
        $"SELECT {Parameters(shape.Names)} WHERE EXISTS (SELECT 1 FROM {table} t WHERE {OfOneRow(on, shape)})";

    public override string LockRows(string columns, string table, RowShape key) =>
        SelectRows(columns, $"{table} t", key, key.IsNamed());

    public override string ClaimRows(string columns, string table, RowShape key) => LockRows(columns, table, key);

    /// <summary>A row's values are the arguments.</summary>
    private static string OfOneRow(string text, RowShape shape) => Sent().Replace(text, match => Parameter(
        shape.Columns.TakeWhile(column => column.Name != match.Groups[1].Value).Count()));

    [GeneratedRegex(@"\bk\.(\w+)")]
    private static partial Regex Sent();
}
