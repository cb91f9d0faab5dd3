using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Microsoft.Data.SqlClient;
using Partner.Storage.Model;
using Partner.Storage.Sql;

namespace Partner.Storage.Providers.SqlServer;

/// <summary>
/// Statements about many rows. All rows travel as one JSON text: one parameter whatever their number, so that plans are
/// shared and the limit of 2,100 parameters is far. OPENJSON needs compatibility level 130, which 2019 exceeds.
/// </summary>
internal sealed partial class SqlServerDialect
{
    private const string Milliseconds = "DATEDIFF_BIG(millisecond, '2000-01-01T00:00:00', SYSUTCDATETIME())";

    public override string Clock => $"SELECT {Milliseconds}";

    public override string NotAfter =>
        $"IF {Milliseconds} > (SELECT CAST(value AS bigint) FROM OPENJSON(@p0, '$[0]')) " +
        "THROW 50002, N'The transaction is too old.', 1";

    public override string InsertRows(string table, RowShape shape) =>
        $"INSERT INTO {table} ({shape.Names}) SELECT {shape.Names} FROM {Sent(shape)}";

    /// <summary>
    /// Without a range lock (HOLDLOCK would lock the next key to the commit): two that insert the same key at once meet
    /// at the primary key, and the second finds the row there. Errors 2627 and 2601 end the statement, not the
    /// transaction (XACT_ABORT is off); what else was to be inserted is inserted when the caller looks again.
    /// </summary>
    public override string InsertRowsIfAbsent(string table, int keys, RowShape shape) =>
        "BEGIN TRY " +
        $"INSERT INTO {table} ({shape.Names}) SELECT {shape.Names} FROM {Sent(shape)} " +
        $"WHERE NOT EXISTS (SELECT 1 FROM {table} t WHERE {shape.IsNamed(keys)}) " +
        "END TRY BEGIN CATCH IF ERROR_NUMBER() NOT IN (2627, 2601) THROW; END CATCH";

    public override string UpdateRows(string table, RowShape shape, string set, string on, bool findsAll) =>
        $"UPDATE t SET {set} FROM {Sent(shape)} INNER JOIN {table} t WITH (ROWLOCK) ON {on}" + (findsAll
            ? "; IF @@ROWCOUNT <> (SELECT COUNT(*) FROM OPENJSON(@p0)) THROW 50001, N'A row was not found.', 1"
            : "");

    public override string DeleteRows(string table, RowShape shape, string on) =>
        $"DELETE t FROM {Sent(shape)} INNER JOIN {table} t WITH (ROWLOCK) ON {on}";

    public override string SelectRows(string columns, string tables, RowShape shape, string on) =>
        $"SELECT {columns} FROM {Sent(shape)} CROSS JOIN {tables} WHERE {on}";

    public override string SelectThoseWith(string table, RowShape shape, string on) =>
        $"SELECT {shape.Names} FROM {Sent(shape)} WHERE EXISTS (SELECT 1 FROM {table} t WHERE {on})";

    /// <summary>
    /// A join hint enforces the order of the join as it is written: the keys, in the order of the JSON array, are
    /// looked up one by one, and each row is locked as it is found. UPDLOCK is held to the end of the transaction.
    /// </summary>
    public override string LockRows(string columns, string table, RowShape key) =>
        $"SELECT {columns} FROM {Sent(key)} INNER LOOP JOIN {table} t WITH (UPDLOCK, ROWLOCK) ON {key.IsNamed()}";

    /// <summary>
    /// "To specify the READPAST hint" under READ_COMMITTED_SNAPSHOT, "include the READCOMMITTEDLOCK table hint".
    /// </summary>
    public override string ClaimRows(string columns, string table, RowShape key) =>
        $"SELECT {columns} FROM {Sent(key)} INNER LOOP JOIN {table} t " +
        $"WITH (UPDLOCK, ROWLOCK, READPAST, READCOMMITTEDLOCK) ON {key.IsNamed()}";

    public override void BindRows(DbBatchCommand command, RowSet rows) => command.Parameters.Add(new SqlParameter
    {
        ParameterName = Parameter(0),
        SqlDbType = System.Data.SqlDbType.NVarChar,
        Size = -1,
        Value = Json(rows),
    });

    /// <summary>
    /// Columns of OPENJSON have the database's collation, and two different ones cannot be compared: texts are given
    /// that of the tables.
    /// </summary>
    private static string Sent(RowShape shape)
    {
        var columns = shape.Join(
            column => column.Kind == ColumnKind.Text
                ? $"{column.Name} COLLATE {SqlServerPartnerDbContext.Collation} AS {column.Name}"
                : column.Name,
            ", ");
        var number = 0;
        var types = shape.Join(column => $"{column.Name} {TypeOf(column)} '$[{number++}]'", ", ");
        return $"(SELECT {columns} FROM OPENJSON(@p0) WITH ({types})) AS k";
    }

    private static string TypeOf(Column column) => column.Kind switch
    {
        // A key is found by an index only when it is compared with a text of a length (Data type precedence: the column
        // would be converted to nvarchar(max) otherwise).
        ColumnKind.Text => TextLengths.OfColumn(column.Name) is { } length
            ? string.Create(CultureInfo.InvariantCulture, $"nvarchar({length})")
            : "nvarchar(max)",
        ColumnKind.Long => "bigint",
        ColumnKind.Int => "int",
        _ => "bit",
    };

    private static string Json(RowSet rows)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            for (var row = 0; row < rows.Count; row++)
            {
                json.WriteStartArray();
                for (var column = 0; column < rows.Shape.Columns.Count; column++)
                {
                    Write(json, rows.Shape.Columns[column].Kind, rows[row, column]);
                }

                json.WriteEndArray();
            }

            json.WriteEndArray();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static void Write(Utf8JsonWriter json, ColumnKind kind, Cell cell)
    {
        if (cell.IsNull)
        {
            json.WriteNullValue();
        }
        else if (kind == ColumnKind.Text)
        {
            json.WriteStringValue(cell.Text);
        }
        else if (kind == ColumnKind.Bool)
        {
            json.WriteBooleanValue(cell.Number != 0);
        }
        else
        {
            json.WriteNumberValue(cell.Number);
        }
    }
}
