namespace Partner.Core.Accounts;

/// <summary>When a partner is warned that a certificate ends.</summary>
public static class CertificateWarnings
{
    /// <summary>How many days before its end, the longest first.</summary>
    public static IReadOnlyList<int> Days { get; } = [30, 14, 7, 1];

    /// <summary>The first instant of a warning after another instant; null when none is left.</summary>
    /// <param name="notAfter">When the certificate ends.</param>
    /// <param name="after">The other instant.</param>
    public static DateTimeOffset? Next(DateTimeOffset notAfter, DateTimeOffset after) => Days
        .Select(days => (DateTimeOffset?)At(notAfter, days)).FirstOrDefault(at => at > after);

    /// <summary>
    /// From when on a certificate that others issued is looked at: at once where it ends within the days of a warning
    /// already, so that the last of those is given; else at its first warning.
    /// </summary>
    /// <param name="notAfter">When the certificate ends.</param>
    /// <param name="known">When it became known.</param>
    /// <returns>The beginning of all time for at once; null when it has ended.</returns>
    public static DateTimeOffset? First(DateTimeOffset notAfter, DateTimeOffset known) =>
        Due(notAfter, DateTimeOffset.MinValue, known) is null ? Next(notAfter, known) : DateTimeOffset.MinValue;

    /// <summary>
    /// The warning that is due of a certificate that was not looked at since some time: of several the last one, since
    /// the others say less.
    /// </summary>
    /// <param name="notAfter">When the certificate ends.</param>
    /// <param name="since">Until when all warnings were given, or there was no certificate.</param>
    /// <param name="now">The present time.</param>
    /// <returns>Within how many days it ends; null when none is due.</returns>
    public static int? Due(DateTimeOffset notAfter, DateTimeOffset since, DateTimeOffset now) => notAfter <= now
        ? null
        : Days.Where(days => At(notAfter, days) is var at && at > since && at <= now)
            .Select(days => (int?)days).LastOrDefault();

    // A certificate may end at the end of all time.
    private static DateTimeOffset At(DateTimeOffset notAfter, int days) =>
        notAfter - DateTimeOffset.MinValue > TimeSpan.FromDays(days) ? notAfter.AddDays(-days) : notAfter;
}
