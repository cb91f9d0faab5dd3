namespace Partner.Storage.Model;

/// <summary>Conditions of partial indexes.</summary>
internal static class IndexFilters
{
    /// <summary>
    /// A condition that every row meets. An index that begins with the partner, as the primary key does, and is narrower
    /// than that, is taken in its place by PostgreSQL for as long as a table has no statistics: each row that is asked
    /// for by its key then costs all of the partner's rows. With this condition it serves the statements alone in which
    /// the condition stands literally.
    /// </summary>
    /// <param name="column">A column of the index whose values are above 0.</param>
    public static string Above0(string column) => $"{column} > 0";
}
