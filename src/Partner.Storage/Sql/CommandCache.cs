using System.Data.Common;

namespace Partner.Storage.Sql;

/// <summary>
/// The prepared commands of one connection, each made when it is first used. Not for use by two threads at once.
/// </summary>
internal sealed class CommandCache(DbConnection connection, Dialect dialect) : IDisposable
{
    // Planning takes less than a tenth of a millisecond a statement.
    private static readonly TimeSpan LongestPlans = TimeSpan.FromSeconds(1);

    private DbCommand?[] _commands = new DbCommand?[64];
    private long _planned = TimeProvider.System.GetTimestamp();

    /// <summary>The transaction that commands run in; null outside one.</summary>
    public DbTransaction? Transaction { get; set; }

    /// <summary>Has the database plan anew where it keeps plans for too long; between transactions.</summary>
    public void RenewPlans()
    {
        if (dialect.ForgetPlans is { Length: > 0 } text
            && TimeProvider.System.GetElapsedTime(_planned) > LongestPlans)
        {
            _planned = TimeProvider.System.GetTimestamp();
            using var command = connection.CreateCommand();
            command.CommandText = text;
            command.ExecuteNonQuery();
        }
    }

    /// <summary>Runs a statement.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="arguments">The parameters' values; null is NULL.</param>
    /// <returns>How many rows it changed.</returns>
    public int Execute(SqlText sql, params ReadOnlySpan<Arg> arguments) =>
        Bind(sql, arguments).ExecuteNonQuery();

    /// <summary>Runs a query and maps its first row.</summary>
    /// <typeparam name="T">What a row becomes.</typeparam>
    /// <param name="sql">The query.</param>
    /// <param name="map">Maps the row.</param>
    /// <param name="arguments">The parameters' values.</param>
    /// <returns>The mapped row; the default when there is none.</returns>
    public T? First<T>(SqlText sql, Func<DbDataReader, T> map, params ReadOnlySpan<Arg> arguments)
    {
        using var reader = Bind(sql, arguments).ExecuteReader();
        return reader.Read() ? map(reader) : default;
    }

    /// <summary>Runs a query and maps all its rows.</summary>
    /// <typeparam name="T">What a row becomes.</typeparam>
    /// <param name="sql">The query.</param>
    /// <param name="map">Maps a row.</param>
    /// <param name="arguments">The parameters' values.</param>
    public List<T> All<T>(SqlText sql, Func<DbDataReader, T> map, params ReadOnlySpan<Arg> arguments)
    {
        using var reader = Bind(sql, arguments).ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(map(reader));
        }

        return rows;
    }

    /// <summary>Runs a statement for one row.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="row">Number of the row.</param>
    /// <returns>How many rows it changed.</returns>
    public int Execute(RowSqlText sql, RowSet rows, int row) => Bind(sql, rows, row).ExecuteNonQuery();

    /// <summary>Runs a query for one row.</summary>
    /// <param name="sql">The query.</param>
    /// <param name="row">Number of the row.</param>
    /// <param name="read">Takes a row of the result.</param>
    public void Read(RowSqlText sql, RowSet rows, int row, Action<DbDataReader> read)
    {
        using var reader = Bind(sql, rows, row).ExecuteReader();
        while (reader.Read())
        {
            read(reader);
        }
    }

    public void Dispose()
    {
        foreach (var command in _commands)
        {
            command?.Dispose();
        }

        _commands = [];
    }

    private DbCommand Bind(RowSqlText sql, RowSet rows, int row)
    {
        var arguments = new Arg[rows.Shape.Columns.Count];
        for (var column = 0; column < arguments.Length; column++)
        {
            var cell = rows[row, column];
            arguments[column] = rows.Shape.Columns[column].Kind switch
            {
                ColumnKind.Text => cell.Text,
                ColumnKind.Long => cell.IsNull ? (long?)null : cell.Number,
                ColumnKind.Int => cell.IsNull ? (int?)null : (int)cell.Number,
                _ => cell.Number != 0,
            };
        }

        return Bind(sql, arguments);
    }

    private DbCommand Bind(SqlText sql, ReadOnlySpan<Arg> arguments)
    {
        if (sql.Index >= _commands.Length)
        {
            Array.Resize(ref _commands, sql.Index + 64);
        }

        if (_commands[sql.Index] is not { } command)
        {
            // Kept only once it is prepared: what failed here is made anew.
            command = Make(sql, arguments);
            _commands[sql.Index] = command;
        }

        command.Transaction = Transaction;
        for (var i = 0; i < arguments.Length; i++)
        {
            dialect.Bind(command.Parameters[i], arguments[i].Value);
        }

        return command;
    }

    private DbCommand Make(SqlText sql, ReadOnlySpan<Arg> arguments)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql.For(dialect);
        command.Transaction = Transaction;
        for (var i = 0; i < arguments.Length; i++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = Dialect.Parameter(i);
            parameter.DbType = arguments[i].Type;
            command.Parameters.Add(parameter);
        }

        dialect.Prepare(command);
        return command;
    }
}
