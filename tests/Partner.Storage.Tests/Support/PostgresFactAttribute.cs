using Partner.Storage.Abstractions;

namespace Partner.Storage.Tests.Support;

/// <summary>
/// A test that only PostgreSQL can pass; skipped where there is none, which <see cref="DatabasesTests"/> tells.
/// </summary>
internal sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute()
    {
        if (!TestDatabase.IsReachable(StoreProvider.Postgres))
        {
            Skip = $"{TestDatabase.VariableOf(StoreProvider.Postgres)} names no PostgreSQL";
        }
    }
}
