using Microsoft.EntityFrameworkCore;
using Partner.Storage.Model;

namespace Partner.Storage.Providers.SqlServer;

/// <summary>The model on SQL Server; its migrations are in Migrations/SqlServer.</summary>
internal sealed class SqlServerPartnerDbContext(DbContextOptions<SqlServerPartnerDbContext> options)
    : PartnerDbContext(options)
{
    /// <summary>The collation of all texts.</summary>
    internal const string Collation = "Latin1_General_100_BIN2";

    /// <summary>Texts compare by bytes, but for blanks at their end.</summary>
    protected override void Shape(ModelBuilder model)
    {
        var texts = model.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties())
            .Where(property => property.ClrType == typeof(string));
        foreach (var property in texts)
        {
            property.SetCollation(Collation);
        }
    }
}
