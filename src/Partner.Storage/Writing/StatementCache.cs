using System.Data.Common;
using System.Globalization;

namespace Partner.Storage.Writing;

/// <summary>
/// The prepared commands of one connection, by their text. Parameters are @p0, @p1, … in the order of the arguments.
/// Not for use by two threads at once.
/// </summary>
internal sealed class StatementCache(DbConnection connection) : IDisposable
{
    private readonly Dictionary<string, DbCommand> _commands = new(StringComparer.Ordinal);

    /// <summary>The transaction that commands run in; null outside one.</summary>
    public DbTransaction? Transaction { get; set; }

    /// <summary>Runs a statement.</summary>
    /// <param name="sql">Its text, a constant.</param>
    /// <param name="arguments">The parameters' values; null is NULL.</param>
    /// <returns>How many rows it changed.</returns>
    public int Execute(string sql, params ReadOnlySpan<object?> arguments) => Bind(sql, arguments).ExecuteNonQuery();

    /// <summary>Runs a query and maps its first row.</summary>
    /// <typeparam name="T">What a row becomes.</typeparam>
    /// <param name="sql">Its text, a constant.</param>
    /// <param name="map">Maps the row.</param>
    /// <param name="arguments">The parameters' values.</param>
    /// <returns>The mapped row; the default when there is none.</returns>
    public T? First<T>(string sql, Func<DbDataReader, T> map, params ReadOnlySpan<object?> arguments)
    {
        using var reader = Bind(sql, arguments).ExecuteReader();
        return reader.Read() ? map(reader) : default;
    }

    /// <summary>Runs a query and maps all its rows.</summary>
    /// <typeparam name="T">What a row becomes.</typeparam>
    /// <param name="sql">Its text, a constant.</param>
    /// <param name="map">Maps a row.</param>
    /// <param name="arguments">The parameters' values.</param>
    public List<T> All<T>(string sql, Func<DbDataReader, T> map, params ReadOnlySpan<object?> arguments)
    {
        using var reader = Bind(sql, arguments).ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(map(reader));
        }

        return rows;
    }

    public void Dispose()
    {
        foreach (var command in _commands.Values)
        {
            command.Dispose();
        }

        _commands.Clear();
    }

    private DbCommand Bind(string sql, ReadOnlySpan<object?> arguments)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = Prepare(sql, arguments.Length);
            _commands.Add(sql, command);
        }

        command.Transaction = Transaction;
        for (var i = 0; i < arguments.Length; i++)
        {
            command.Parameters[i].Value = arguments[i] ?? DBNull.Value;
        }

        return command;
    }

    private DbCommand Prepare(string sql, int count)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < count; i++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = "@p" + i.ToString(CultureInfo.InvariantCulture);
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
