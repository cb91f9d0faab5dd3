using Microsoft.EntityFrameworkCore;
using Partner.Storage.Model;

namespace Partner.Storage.Providers.SqlServer;

/// <summary>The model on SQL Server; its migrations are in Migrations/SqlServer.</summary>
internal sealed class SqlServerPartnerDbContext(DbContextOptions<SqlServerPartnerDbContext> options)
    : PartnerDbContext(options);
