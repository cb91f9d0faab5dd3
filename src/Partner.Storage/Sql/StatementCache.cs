using System.Data.Common;

namespace Partner.Storage.Sql;

/// <summary>
/// The prepared commands of one connection, each made when it is first used. Not for use by two threads at once.
/// </summary>
internal sealed class StatementCache(DbConnection connection, Dialect dialect) : IDisposable
{
    private DbCommand?[] _commands = new DbCommand?[64];

    /// <summary>The transaction that commands run in; null outside one.</summary>
    public DbTransaction? Transaction { get; set; }

    /// <summary>Runs a statement.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="arguments">The parameters' values; null is NULL.</param>
    /// <returns>How many rows it changed.</returns>
    public int Execute(Statement statement, params ReadOnlySpan<Arg> arguments) =>
        Bind(statement, arguments).ExecuteNonQuery();

    /// <summary>Runs a query and maps its first row.</summary>
    /// <typeparam name="T">What a row becomes.</typeparam>
    /// <param name="statement">The query.</param>
    /// <param name="map">Maps the row.</param>
    /// <param name="arguments">The parameters' values.</param>
    /// <returns>The mapped row; the default when there is none.</returns>
    public T? First<T>(Statement statement, Func<DbDataReader, T> map, params ReadOnlySpan<Arg> arguments)
    {
        using var reader = Bind(statement, arguments).ExecuteReader();
        return reader.Read() ? map(reader) : default;
    }

    /// <summary>Runs a query and maps all its rows.</summary>
    /// <typeparam name="T">What a row becomes.</typeparam>
    /// <param name="statement">The query.</param>
    /// <param name="map">Maps a row.</param>
    /// <param name="arguments">The parameters' values.</param>
    public List<T> All<T>(Statement statement, Func<DbDataReader, T> map, params ReadOnlySpan<Arg> arguments)
    {
        using var reader = Bind(statement, arguments).ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(map(reader));
        }

        return rows;
    }

    /// <summary>Runs a statement for one row.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="row">Number of the row.</param>
    /// <returns>How many rows it changed.</returns>
    public int Execute(RowStatement statement, RowSet rows, int row) => Bind(statement, rows, row).ExecuteNonQuery();

    /// <summary>Runs a query for one row.</summary>
    /// <param name="statement">The query.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="row">Number of the row.</param>
    /// <param name="read">Takes a row of the result.</param>
    public void Read(RowStatement statement, RowSet rows, int row, Action<DbDataReader> read)
    {
        using var reader = Bind(statement, rows, row).ExecuteReader();
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

    private DbCommand Bind(RowStatement statement, RowSet rows, int row)
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

        return Bind(statement, arguments);
    }

    private DbCommand Bind(Statement statement, ReadOnlySpan<Arg> arguments)
    {
        if (statement.Index >= _commands.Length)
        {
            Array.Resize(ref _commands, statement.Index + 64);
        }

        if (_commands[statement.Index] is not { } command)
        {
            // Kept only once it is prepared: what failed here is made anew.
            command = Make(statement, arguments);
            _commands[statement.Index] = command;
        }

        command.Transaction = Transaction;
        for (var i = 0; i < arguments.Length; i++)
        {
            dialect.Bind(command.Parameters[i], arguments[i].Value);
        }

        return command;
    }

    private DbCommand Make(Statement statement, ReadOnlySpan<Arg> arguments)
    {
        var command = connection.CreateCommand();
        command.CommandText = statement.For(dialect);
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
