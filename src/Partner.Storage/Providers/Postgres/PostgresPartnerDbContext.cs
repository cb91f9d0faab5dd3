using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Partner.Storage.Model;

namespace Partner.Storage.Providers.Postgres;

/// <summary>The model on PostgreSQL; its migrations are in Migrations/Postgres.</summary>
internal sealed class PostgresPartnerDbContext(DbContextOptions<PostgresPartnerDbContext> options)
    : PartnerDbContext(options)
{
    private const string ByBytes = "C";
    private const int HalfFull = 50;

    /// <summary>
    /// Tables whose rows every sale of a partner updates, and how many dead versions of rows there may be before they
    /// are removed. A fifth of the table, the server's own measure, would never be reached by a few partners' rows
    /// before reading one of them means walking over thousands of its dead versions.
    /// </summary>
    private static readonly Dictionary<string, int> Hot = new(StringComparer.Ordinal)
    {
        ["balances"] = 1_000,
        ["partner_counters"] = 1_000,
        ["jobs"] = 1_000,

        // A row for each card or period: more of them, so that clearing up costs more.
        ["usages"] = 10_000,
        ["volumes"] = 10_000,
        ["limit_uses"] = 10_000,
    };

    /// <summary>Tables whose rows are written twice: by a sale, and by its completion a moment later.</summary>
    private static readonly HashSet<string> Twice = new(StringComparer.Ordinal) { "top_ups", "transfers" };

    /// <summary>
    /// Texts compare by bytes, whatever the database's own locale. Rows that are written again leave room on their
    /// pages, so that a new version stands beside the old one and no index changes.
    /// </summary>
    protected override void Shape(ModelBuilder model)
    {
        foreach (var entity in model.Model.GetEntityTypes())
        {
            foreach (var property in entity.GetProperties().Where(property => property.ClrType == typeof(string)))
            {
                property.SetCollation(ByBytes);
            }

            var table = entity.GetTableName()!;
            if (Hot.ContainsKey(table) || Twice.Contains(table))
            {
                entity.SetStorageParameter("fillfactor", HalfFull);
            }

            if (Hot.TryGetValue(table, out var dead))
            {
                Clear(entity, dead);
            }
        }
    }

    private static void Clear(IMutableEntityType table, int dead)
    {
        table.SetStorageParameter("autovacuum_vacuum_scale_factor", 0);
        table.SetStorageParameter("autovacuum_vacuum_threshold", dead);
        table.SetStorageParameter("autovacuum_vacuum_cost_delay", 0);
    }
}
