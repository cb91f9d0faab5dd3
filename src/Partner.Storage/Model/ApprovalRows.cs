using Microsoft.EntityFrameworkCore;
using Partner.Core.Actions;
using Partner.Core.Amounts;
using Partner.Core.Approvals;

namespace Partner.Storage.Model;

/// <summary>A change to a partner's money that waits, or waited, for a second person.</summary>
internal sealed class ApprovalRow
{
    public required string PartnerId { get; set; }

    /// <summary>Also that of the transfer that it posts.</summary>
    public required string Id { get; set; }

    public int Kind { get; set; }

    /// <summary>Null for a credit limit.</summary>
    public string? RequestId { get; set; }

    public required string Currency { get; set; }

    public long Amount { get; set; }

    /// <summary>Of an adjustment; null for all else.</summary>
    public int? Reason { get; set; }

    public required string Evidence { get; set; }

    public required string Why { get; set; }

    public int MakerKind { get; set; }

    public required string Maker { get; set; }

    public required string MakerPerson { get; set; }

    public int State { get; set; }

    public long CreatedAt { get; set; }

    /// <summary>Null while nobody has decided; and so are the next four.</summary>
    public long? DecidedAt { get; set; }

    public int? DeciderKind { get; set; }

    public string? Decider { get; set; }

    public string? DeciderPerson { get; set; }

    public string? DecisionWhy { get; set; }
}

/// <summary>Why a transfer puts a float right.</summary>
internal sealed class AdjustmentRow
{
    public required string PartnerId { get; set; }

    public required string TransferId { get; set; }

    public int Reason { get; set; }

    public required string Evidence { get; set; }
}

/// <summary>The tables of approvals and adjustments, and what their rows say.</summary>
internal static class ApprovalMapping
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<ApprovalRow>(entity =>
        {
            entity.ToTable("approvals", table =>
            {
                table.HasCheckConstraint("ck_approvals_state", "state BETWEEN 1 AND 4");
                table.HasCheckConstraint("ck_approvals_kind", "kind BETWEEN 1 AND 4");
                table.HasCheckConstraint(
                    "ck_approvals_decided",
                    "(state IN (1, 4) AND decided_at IS NULL) OR (state IN (2, 3) AND decided_at IS NOT NULL)");
            });
            entity.HasKey(row => new { row.PartnerId, row.Id });

            // What a repeated request stands for, and what waits at all partners.
            entity.HasIndex(row => new { row.PartnerId, row.RequestId }).IsUnique().HasFilter("request_id IS NOT NULL");
            entity.HasIndex(row => row.Id);
            entity.HasIndex(row => row.CreatedAt).HasFilter("state = 1");
        });
        model.Entity<AdjustmentRow>()
            .ToTable("adjustments").HasKey(row => new { row.PartnerId, row.TransferId });
    }

    public static Approval ToRecord(this ApprovalRow row) => new(
        new PartnerId(row.PartnerId),
        row.Id,
        new MoneyChange((MoneyChangeKind)row.Kind, new Money(row.Amount, Currency.Of(row.Currency)))
        {
            RequestId = row.RequestId is { } id ? new RequestId(id) : null,
            Reason = (AdjustmentReason?)row.Reason,
            Evidence = row.Evidence,
        },
        row.Why,
        new ApprovalParty(new ActionActor((ActorKind)row.MakerKind, row.Maker), row.MakerPerson),
        Mapping.Instant(row.CreatedAt))
    {
        State = (ApprovalState)row.State,
        DecidedAt = Mapping.Instant(row.DecidedAt),
        Decider = row.Decider is null
            ? null
            : new ApprovalParty(new ActionActor((ActorKind)row.DeciderKind!, row.Decider), row.DeciderPerson ?? ""),
        DecisionWhy = row.DecisionWhy ?? "",
    };
}
