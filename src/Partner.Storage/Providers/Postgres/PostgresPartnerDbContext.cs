using Microsoft.EntityFrameworkCore;
using Partner.Storage.Model;

namespace Partner.Storage.Providers.Postgres;

/// <summary>The model on PostgreSQL; its migrations are in Migrations/Postgres.</summary>
internal sealed class PostgresPartnerDbContext(DbContextOptions<PostgresPartnerDbContext> options)
    : PartnerDbContext(options);
