using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Partner.Storage.Providers.Sqlite;

Console.WriteLine("This program only gives 'dotnet ef' its contexts; see README.md beside it.");

/// <summary>The SQLite context as the tooling needs it; the database is never opened.</summary>
internal sealed class SqliteFactory : IDesignTimeDbContextFactory<SqlitePartnerDbContext>
{
    public SqlitePartnerDbContext CreateDbContext(string[] args) => new(
        new DbContextOptionsBuilder<SqlitePartnerDbContext>().UseSqlite("Data Source=design-time.db").Options);
}
