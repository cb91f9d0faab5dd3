namespace Partner.Storage.Providers;

/// <summary>What a failed statement or transaction calls for. Each provider has one table of its faults.</summary>
internal enum FaultKind
{
    /// <summary>It fails again whenever it is tried: a broken rule, a fault in the code.</summary>
    Lasting,

    /// <summary>Another transaction was in the way (deadlock, serialization failure): doing it again helps.</summary>
    Conflict,

    /// <summary>
    /// The database could not be reached, went away, or cannot take writes now, because its disk is full or it is
    /// read-only. Whether a commit took effect is not known.
    /// </summary>
    Unreachable,
}
