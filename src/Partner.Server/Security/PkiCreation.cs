namespace Partner.Server.Security;

/// <summary>Whether a server may make a certificate authority of its own.</summary>
public enum PkiCreation
{
    /// <summary>It may not: production. An authority that is there is used.</summary>
    Never,

    /// <summary>It makes one when there is none: development, demonstration, tests.</summary>
    WhenAbsent,
}
