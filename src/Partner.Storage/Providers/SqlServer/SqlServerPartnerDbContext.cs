using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Partner.Storage.Model;

namespace Partner.Storage.Providers.SqlServer;

/// <summary>The model on SQL Server; its migrations are in Migrations/SqlServer.</summary>
internal sealed class SqlServerPartnerDbContext(DbContextOptions<SqlServerPartnerDbContext> options)
    : PartnerDbContext(options)
{
    /// <summary>Texts compare by their bytes.</summary>
    internal const string Collation = "Latin1_General_100_BIN2";
    private const int UsualLength = 64;

    // The longest that the contract, the documents and the administration let in, in UTF-16 characters.
    private static readonly Dictionary<string, int> Lengths = new(StringComparer.Ordinal)
    {
        ["PartnerId"] = 40,
        ["Currency"] = 3,
        ["AmountCurrency"] = 3,
        ["Card"] = 32,
        ["PlanCode"] = 40,
        ["Outlet"] = 40,
        ["Terminal"] = 40,
        ["Cashier"] = 40,
        ["ClientReference"] = 100,
        ["AnomalyRow.Id"] = 200,
    };

    /// <summary>
    /// Texts compare by bytes, but for blanks at their end. Those in keys and indexes have lengths, because a key holds
    /// 900 bytes and an index 1700; the others may be of any length.
    /// </summary>
    /// <param name="model">The model.</param>
    protected override void Shape(ModelBuilder model)
    {
        var texts = model.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties())
            .Where(property => property.ClrType == typeof(string));
        foreach (var property in texts)
        {
            property.SetCollation(Collation);
            property.SetMaxLength(LengthOf(property));
        }
    }

    private static int? LengthOf(IMutableProperty property)
    {
        if (Lengths.TryGetValue($"{property.DeclaringType.ClrType.Name}.{property.Name}", out var own))
        {
            return own;
        }

        var isId = property.Name.EndsWith("Id", StringComparison.Ordinal);
        var isBounded = isId || property.IsKey() || property.IsIndex();
        return Lengths.TryGetValue(property.Name, out var length) ? length : isBounded ? UsualLength : null;
    }
}
