namespace Partner.Sandbox.Certificates;

/// <summary>Whether a certificate authority may be made.</summary>
public enum PkiCreation
{
    /// <summary>It may not: one that is there is used.</summary>
    Never,

    /// <summary>One is made when there is none.</summary>
    WhenAbsent,
}
