using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;
using Partner.Storage.Abstractions;
using Partner.Storage.Model;
using Partner.Storage.Providers;

namespace Partner.Storage.Tests.Support;

/// <summary>What can be known of a database without a server: its context, its model, its words.</summary>
internal static class OfflineModel
{
    /// <summary>All kinds of databases.</summary>
    public static TheoryData<StoreProvider> Providers => [.. Enum.GetValues<StoreProvider>()];

    /// <summary>The database, which nobody opens.</summary>
    public static Database DatabaseOf(StoreProvider provider) => Databases.Of(new StoreOptions(provider, ""));

    /// <summary>A context over a connection that is never opened.</summary>
    public static PartnerDbContext ContextOf(StoreProvider provider) => DatabaseOf(provider).Context(
        provider switch
        {
            StoreProvider.Sqlite => new SqliteConnection(),
            StoreProvider.Postgres => new NpgsqlConnection(),
            _ => new SqlConnection(),
        },
        ownsConnection: true);

    /// <summary>The whole model, as migrations are made from it.</summary>
    public static IModel ModelOf(StoreProvider provider)
    {
        using var context = ContextOf(provider);
        return context.GetService<IDesignTimeModel>().Model;
    }

    /// <summary>The names of all tables, columns, keys, indexes and checks.</summary>
    public static IEnumerable<string> NamesIn(IModel model) => model.GetRelationalModel().Tables.SelectMany(table =>
        (IEnumerable<string>)[
            table.Name,
            .. table.Columns.Select(column => column.Name),
            .. table.UniqueConstraints.Select(key => key.Name),
            .. table.Indexes.Select(index => index.Name),
            .. table.CheckConstraints.Select(check => check.Name!),
        ]);
}
