using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Partner.Storage.Providers.Postgres;
using Partner.Storage.Providers.Sqlite;
using Partner.Storage.Providers.SqlServer;

Console.WriteLine("This program only gives 'dotnet ef' its contexts; see README.md beside it.");

/// <summary>The SQLite context as the tooling needs it; the database is never opened.</summary>
internal sealed class SqliteFactory : IDesignTimeDbContextFactory<SqlitePartnerDbContext>
{
    public SqlitePartnerDbContext CreateDbContext(string[] args) => new(
        new DbContextOptionsBuilder<SqlitePartnerDbContext>().UseSqlite("Data Source=design-time.db").Options);
}

/// <summary>The PostgreSQL context as the tooling needs it; the database is never opened.</summary>
internal sealed class PostgresFactory : IDesignTimeDbContextFactory<PostgresPartnerDbContext>
{
    public PostgresPartnerDbContext CreateDbContext(string[] args) => new(
        new DbContextOptionsBuilder<PostgresPartnerDbContext>().UseNpgsql("Host=design-time").Options);
}

/// <summary>The SQL Server context as the tooling needs it; the database is never opened.</summary>
internal sealed class SqlServerFactory : IDesignTimeDbContextFactory<SqlServerPartnerDbContext>
{
    public SqlServerPartnerDbContext CreateDbContext(string[] args) => new(
        new DbContextOptionsBuilder<SqlServerPartnerDbContext>().UseSqlServer("Server=design-time").Options);
}
