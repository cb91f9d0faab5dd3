namespace Partner.Core.Auditing;

/// <summary>What an audit is at.</summary>
public enum AuditStage
{
    /// <summary>The issuer's records are read.</summary>
    Issuer = 1,

    /// <summary>The floats' entries.</summary>
    Entries = 2,

    /// <summary>The numbers of events and receipts.</summary>
    Numbers = 3,

    /// <summary>Top-ups, reversals, gifts and what belongs to them.</summary>
    Operations = 4,

    /// <summary>Volumes, uses, limits and settlements.</summary>
    Sums = 5,

    /// <summary>The chains of the action log.</summary>
    Actions = 6,

    /// <summary>Auto-renewals, shifts and reissues.</summary>
    Renewals = 7,
}

/// <summary>
/// Looks on while an audit runs, on the audit's own thread. It must not wait: the moment that is read stays open
/// meanwhile.
/// </summary>
public interface IAuditWatch
{
    /// <summary>A finding was made.</summary>
    void Found(AuditFinding finding);

    /// <summary>A stage begins, or goes on.</summary>
    /// <param name="operations">How many operations were gone through; 0 or more.</param>
    void Reached(AuditStage stage, long operations);
}
