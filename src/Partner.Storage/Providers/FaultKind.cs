namespace Partner.Storage.Providers;

/// <summary>What a failed transaction calls for.</summary>
internal enum FaultKind
{
    /// <summary>It fails again whenever it is tried: a broken rule, a fault in the code.</summary>
    Lasting,

    /// <summary>Another transaction was in the way (deadlock, serialization failure): doing it again helps.</summary>
    Conflict,

    /// <summary>The database could not be reached, or went away; whether a commit took effect is not known.</summary>
    Unreachable,
}
