using System.Text.Json.Serialization;
using Partner.Server.Verbs;
using Partner.Storage.Abstractions;

namespace Partner.Benchmarks.Harness;

/// <summary>Which database a verb works on.</summary>
/// <param name="Provider">SQLite or PostgreSQL.</param>
/// <param name="Connection">
/// A PostgreSQL server, as somebody who may create databases there; null for a throw-away server of our own.
/// </param>
public sealed record DatabaseOptions(StoreProvider Provider, [property: JsonIgnore] string? Connection = null)
{
    /// <summary>How to say it; every verb takes it.</summary>
    public const string Usage = """
        Every verb that stores something takes --provider sqlite|postgres. For postgres a durable throw-away server is
        started, unless --connection STRING names one where databases may be created (they are dropped at the end).
        """;

    /// <summary>Reads a command line.</summary>
    /// <param name="arguments">The command line; the two options are read.</param>
    /// <param name="otherwise">The provider where none is named.</param>
    /// <exception cref="UsageException">The provider is unknown, or a connection is given without use.</exception>
    public static DatabaseOptions Read(BenchmarkArguments arguments, StoreProvider otherwise = StoreProvider.Sqlite)
    {
        var provider = arguments.Option("--provider")?.ToLowerInvariant() switch
        {
            null => otherwise,
            "sqlite" => StoreProvider.Sqlite,
            "postgres" => StoreProvider.Postgres,
            _ => throw new UsageException("--provider takes sqlite or postgres"),
        };
        var connection = arguments.Option("--connection");
        return connection is null || provider == StoreProvider.Postgres
            ? new DatabaseOptions(provider, connection)
            : throw new UsageException("--connection needs --provider postgres");
    }

    /// <summary>The provider only: a connection string belongs into no report.</summary>
    public override string ToString() => Provider.ToString().ToLowerInvariant();
}
