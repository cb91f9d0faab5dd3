using Microsoft.EntityFrameworkCore;
using Partner.Core.Accounts;
using Partner.Core.Identity;

namespace Partner.Storage.Model;

/// <summary>
/// A partner's certificate. What servers of before self-service do not write has a default: warnings of such a row are
/// due at once (0), and it was registered.
/// </summary>
internal sealed class CertificateRow
{
    public required string Thumbprint { get; set; }

    public required string PartnerId { get; set; }

    public string? Outlet { get; set; }

    public string? Terminal { get; set; }

    public int Permissions { get; set; }

    public required string Subject { get; set; }

    public long NotAfter { get; set; }

    public long RegisteredAt { get; set; }

    public long? RevokedAt { get; set; }

    public string? RevokedFor { get; set; }

    public int? Origin { get; set; }

    public string? Label { get; set; }

    public long? LastUsedAt { get; set; }

    public string? IssuedBy { get; set; }

    public string? RenewedBy { get; set; }

    public string? Serial { get; set; }

    public string? Authority { get; set; }

    /// <summary>The certificate, DER in base64, where it was issued here.</summary>
    public string? Encoded { get; set; }

    public string? KeyHash { get; set; }

    public string? RequestId { get; set; }

    public string? InputHash { get; set; }

    /// <summary>When the next warning is due; the end of all time when none is left.</summary>
    public long WarnAt { get; set; }
}

/// <summary>A code that lets one new till enrol; of the code there is a hash only.</summary>
internal sealed class EnrollmentCodeRow
{
    public required string PartnerId { get; set; }

    public required string Id { get; set; }

    public required string CodeHash { get; set; }

    public string? Outlet { get; set; }

    public string? Terminal { get; set; }

    public int Permissions { get; set; }

    public int Days { get; set; }

    public required string Label { get; set; }

    public required string CreatedBy { get; set; }

    public long CreatedAt { get; set; }

    public long ExpiresAt { get; set; }

    public string? UsedBy { get; set; }

    public long? ClosedAt { get; set; }

    public required string RequestId { get; set; }

    public required string InputHash { get; set; }
}

/// <summary>Something that happened to a partner's account.</summary>
internal sealed class AccountEventRow
{
    public required string PartnerId { get; set; }

    public long Number { get; set; }

    public int Kind { get; set; }

    public long At { get; set; }

    public required string Thumbprint { get; set; }

    public int Days { get; set; }
}

/// <summary>The number of a partner's last event. Whoever changes its certificates holds this row.</summary>
internal sealed class AccountProgressRow
{
    public required string PartnerId { get; set; }

    public long LastNumber { get; set; }
}

/// <summary>Whose the certificates are that have certain names.</summary>
internal sealed class CertificateRuleRow
{
    public required string Id { get; set; }

    public required string PartnerId { get; set; }

    public int Kind { get; set; }

    public required string Pattern { get; set; }

    public string? Outlet { get; set; }

    public string? Terminal { get; set; }

    public int Permissions { get; set; }

    public long CreatedAt { get; set; }
}

/// <summary>The number of the last revocation list of an authority.</summary>
internal sealed class RevocationListRow
{
    public required string Authority { get; set; }

    public long LastNumber { get; set; }
}

/// <summary>The tables of certificates, and what their rows say.</summary>
internal static class CertificateMapping
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<CertificateRow>(entity =>
        {
            entity.ToTable("certificates").HasKey(row => row.Thumbprint);

            // A request makes one certificate, whatever the code above decides.
            entity.HasIndex(row => new { row.PartnerId, row.RequestId }).IsUnique().HasFilter("request_id IS NOT NULL");

            // The lists; what is due; what has a key already.
            entity.HasIndex(row => new { row.PartnerId, row.NotAfter, row.Thumbprint });
            entity.HasIndex(row => row.WarnAt);
            entity.HasIndex(row => row.KeyHash).HasFilter("key_hash IS NOT NULL");
        });
        model.Entity<EnrollmentCodeRow>(entity =>
        {
            entity.ToTable("enrollment_codes").HasKey(row => new { row.PartnerId, row.Id });
            entity.HasIndex(row => row.CodeHash).IsUnique();
            entity.HasIndex(row => new { row.PartnerId, row.RequestId }).IsUnique();
            entity.HasIndex(row => row.ExpiresAt);
        });
        model.Entity<AccountEventRow>(entity =>
        {
            entity.ToTable("account_events").HasKey(row => new { row.PartnerId, row.Number });
            entity.HasIndex(row => row.At);
        });
        model.Entity<AccountProgressRow>().ToTable("account_progress").HasKey(row => row.PartnerId);
        model.Entity<CertificateRuleRow>().ToTable("certificate_rules").HasKey(row => row.Id);
        model.Entity<RevocationListRow>().ToTable("revocation_lists").HasKey(row => row.Authority);
    }

    public static CertificateRecord ToRecord(this CertificateRow row) => new(
        new PartnerId(row.PartnerId),
        row.Thumbprint,
        new CertificateScope(row.Outlet, row.Terminal),
        (Permissions)row.Permissions,
        row.Subject,
        Mapping.Instant(row.NotAfter),
        Mapping.Instant(row.RegisteredAt))
    {
        Origin = (CertificateOrigin)(row.Origin ?? (int)CertificateOrigin.Registered),
        Label = row.Label ?? "",
        RevokedAt = Mapping.Instant(row.RevokedAt),
        RevokedFor = row.RevokedFor ?? "",
        LastUsedAt = Mapping.Instant(row.LastUsedAt),
        IssuedBy = row.IssuedBy,
        RenewedBy = row.RenewedBy,
        Serial = row.Serial ?? "",
        Authority = row.Authority,
        Encoded = row.Encoded,
        KeyHash = row.KeyHash,
        RequestId = Core.Identifiers.RequestId.Of(row.RequestId),
        InputHash = row.InputHash,
    };

    public static EnrollmentCode ToRecord(this EnrollmentCodeRow row) => new(
        new PartnerId(row.PartnerId),
        row.Id,
        new CertificateGrant(new CertificateScope(row.Outlet, row.Terminal), (Permissions)row.Permissions),
        row.CreatedBy,
        Mapping.Instant(row.CreatedAt),
        Mapping.Instant(row.ExpiresAt))
    {
        Label = row.Label,
        Days = row.Days,
        UsedBy = row.UsedBy,
        ClosedAt = Mapping.Instant(row.ClosedAt),
        RequestId = new RequestId(row.RequestId),
        InputHash = row.InputHash,
    };

    public static NameRule ToRecord(this CertificateRuleRow row) => new(
        row.Id,
        new PartnerId(row.PartnerId),
        (NameKind)row.Kind,
        row.Pattern,
        new CertificateGrant(new CertificateScope(row.Outlet, row.Terminal), (Permissions)row.Permissions));
}
