using System.Data.Common;

namespace Partner.Storage.Providers;

/// <summary>
/// What a connection string says itself. The drivers' own builders do not tell: theirs contain every keyword that they
/// know, with its default.
/// </summary>
internal sealed class GivenSettings
{
    private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads a connection string.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public GivenSettings(string connectionString)
    {
        var given = new DbConnectionStringBuilder { ConnectionString = connectionString };
        foreach (string keyword in given.Keys)
        {
            _values[Spaceless(keyword)] = given[keyword].ToString() ?? "";
        }
    }

    /// <summary>The value of a setting; null where the connection string does not have it.</summary>
    /// <param name="keyword">Its keyword; blanks and case do not matter.</param>
    public string? this[string keyword] => _values.GetValueOrDefault(Spaceless(keyword));

    /// <summary>Whether it has a setting, by any of its names.</summary>
    /// <param name="keywords">The keywords that mean the same.</param>
    public bool Has(params ReadOnlySpan<string> keywords)
    {
        foreach (var keyword in keywords)
        {
            if (this[keyword] is not null)
            {
                return true;
            }
        }

        return false;
    }

    private static string Spaceless(string keyword) => keyword.Replace(" ", "", StringComparison.Ordinal);
}
