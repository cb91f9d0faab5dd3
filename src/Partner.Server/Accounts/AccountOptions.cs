namespace Partner.Server.Accounts;

/// <summary>How partners' accounts are looked after. The defaults are the tested ones.</summary>
public sealed record AccountOptions
{
    /// <summary>How often it is looked for warnings that are due and uses that are to be noted.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How far behind the note of a certificate's last use may be.</summary>
    public TimeSpan UseNoted { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long events are kept.</summary>
    public TimeSpan EventsKept { get; init; } = TimeSpan.FromDays(400);

    /// <summary>How many wrong codes may come from one address within <see cref="LockedFor"/>.</summary>
    public int WrongCodesOfAddress { get; init; } = 10;

    /// <summary>How often one wrong code may come within <see cref="LockedFor"/>, from anywhere.</summary>
    public int TriesOfCode { get; init; } = 5;

    /// <summary>For how long wrong codes count.</summary>
    public TimeSpan LockedFor { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How soon the answer to a wrong code comes at the earliest.</summary>
    public TimeSpan WrongCodeTakes { get; init; } = TimeSpan.FromMilliseconds(200);
}
