using Microsoft.EntityFrameworkCore;
using Partner.Core.Contacts;
using Partner.Core.Notices;

namespace Partner.Storage.Model;

/// <summary>A customer's phone number, encrypted; deleted as a whole when its time is over.</summary>
internal sealed class ContactRow
{
    public required string PartnerId { get; set; }

    public required string Id { get; set; }

    public required string SealedNumber { get; set; }

    public required string KeyId { get; set; }

    public int Language { get; set; }

    public long CreatedAt { get; set; }

    /// <summary>Null while it is needed.</summary>
    public long? DeleteAt { get; set; }
}

/// <summary>A notice to a customer: made with its event, and kept when it has ended.</summary>
internal sealed class NoticeRow
{
    public required string PartnerId { get; set; }

    /// <summary>What it is about and of which kind, so that one event makes one.</summary>
    public required string Id { get; set; }

    public int Kind { get; set; }

    public required string Occasion { get; set; }

    public required string ContactId { get; set; }

    /// <summary>What it says, as JSON; null where its top-up says it.</summary>
    public string? Facts { get; set; }

    public int State { get; set; }

    public int Attempts { get; set; }

    public long CreatedAt { get; set; }

    /// <summary>When it is sent; while somebody does, the end of the lease.</summary>
    public long DueAt { get; set; }

    public long ExpiresAt { get; set; }

    public long? EndedAt { get; set; }

    public string? LeaseOwner { get; set; }
}

/// <summary>A number that gets no notices, as a keyed hash. Of no partner: it is its owner's wish.</summary>
internal sealed class NoticeOptOutRow
{
    public required string NumberHash { get; set; }

    public int Source { get; set; }

    public long CreatedAt { get; set; }
}

/// <summary>The tables of notices, and what their rows say.</summary>
internal static class NoticeMapping
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<ContactRow>(entity =>
        {
            entity.ToTable("notice_contacts").HasKey(row => new { row.PartnerId, row.Id });
            entity.HasIndex(row => row.DeleteAt).HasFilter("delete_at IS NOT NULL");
        });
        model.Entity<NoticeRow>(entity =>
        {
            entity.ToTable("notices", table =>
            {
                table.HasCheckConstraint("ck_notices_state", "state BETWEEN 1 AND 5");
                table.HasCheckConstraint(
                    "ck_notices_ended",
                    "(state = 1 AND ended_at IS NULL) OR (state <> 1 AND ended_at IS NOT NULL)");
            });
            entity.HasKey(row => new { row.PartnerId, row.Id });

            // Those that are to be sent: few, however many were.
            entity.HasIndex(row => row.DueAt).HasFilter("state = 1");
        });
        model.Entity<NoticeOptOutRow>().ToTable("notice_opt_outs").HasKey(row => row.NumberHash);
    }

    public static KeptContact ToRecord(this ContactRow row) => new(
        new ContactId(row.Id), row.SealedNumber, row.KeyId, (NoticeLanguage)row.Language,
        Mapping.Instant(row.DeleteAt));

    public static Notice ToRecord(this NoticeRow row) => new()
    {
        PartnerId = new PartnerId(row.PartnerId),
        Kind = (NoticeKind)row.Kind,
        Occasion = row.Occasion,
        ContactId = new ContactId(row.ContactId),
        Facts = NoticeJson.Read(row.Facts),
        CreatedAt = Mapping.Instant(row.CreatedAt),
        DueAt = Mapping.Instant(row.DueAt),
        ExpiresAt = Mapping.Instant(row.ExpiresAt),
        State = (NoticeState)row.State,
        Attempts = row.Attempts,
        EndedAt = Mapping.Instant(row.EndedAt),
    };
}
