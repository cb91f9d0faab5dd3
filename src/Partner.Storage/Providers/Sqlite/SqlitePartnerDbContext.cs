using Microsoft.EntityFrameworkCore;
using Partner.Storage.Model;

namespace Partner.Storage.Providers.Sqlite;

/// <summary>The model on SQLite; its migrations are in Migrations/Sqlite.</summary>
internal sealed class SqlitePartnerDbContext(DbContextOptions<SqlitePartnerDbContext> options)
    : PartnerDbContext(options)
{
    /// <summary>Nothing: SQLite compares bytes by itself, and keeps no text to its length.</summary>
    protected override void Shape(ModelBuilder model)
    {
    }
}
