using Microsoft.EntityFrameworkCore;
using Partner.Storage.Model;

namespace Partner.Storage.Providers.Sqlite;

/// <summary>The model on SQLite; its migrations are in Migrations/Sqlite.</summary>
internal sealed class SqlitePartnerDbContext(DbContextOptions<SqlitePartnerDbContext> options)
    : PartnerDbContext(options)
{
    /// <summary>Nothing: SQLite compares bytes by itself, and its texts have no lengths.</summary>
    /// <param name="model">The model.</param>
    protected override void Shape(ModelBuilder model)
    {
    }
}
