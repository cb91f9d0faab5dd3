using Microsoft.EntityFrameworkCore;
using Partner.Core.Errors;
using Partner.Core.TopUps;

namespace Partner.Storage.Model;

/// <summary>What a sale gives to its card, as an operation at the issuer. What it is, the sale's price says.</summary>
internal sealed class CardGiftRow
{
    public required string PartnerId { get; set; }

    public required string TopUpId { get; set; }

    public int State { get; set; }

    public int Version { get; set; }

    public int Reason { get; set; }

    public long CreatedAt { get; set; }

    public long? InDoubtSince { get; set; }

    public long? GrantedAt { get; set; }

    public string? Reference { get; set; }

    public string? BackReference { get; set; }

    public long? FinalAt { get; set; }

    public string? Evidence { get; set; }

    /// <summary>Whether all of it goes back; null while the sale stands, and then so are the next three.</summary>
    public bool? BackWhole { get; set; }

    public bool? BackService { get; set; }

    public long? BackCredit { get; set; }

    public long? BackPoints { get; set; }
}

internal static class GiftMapping
{
    // What is under way (1 and 4), and what a person should see (3 and 6).
    private const string Open = "state <> 2 AND state <> 5";

    public static void Map(ModelBuilder model) => model.Entity<CardGiftRow>(entity =>
    {
        entity.ToTable("card_gifts", table =>
        {
            table.HasCheckConstraint("ck_card_gifts_state", "state BETWEEN 1 AND 6");
            table.HasCheckConstraint(
                "ck_card_gifts_final",
                "(state IN (1, 4) AND final_at IS NULL) OR (state NOT IN (1, 4) AND final_at IS NOT NULL)");
            table.HasCheckConstraint(
                "ck_card_gifts_granted", "state NOT IN (2, 6) OR granted_at IS NOT NULL");
            table.HasCheckConstraint("ck_card_gifts_back", "state < 4 OR back_whole IS NOT NULL");
        });
        entity.HasKey(row => new { row.PartnerId, row.TopUpId });
        entity.HasIndex(row => row.CreatedAt).HasFilter(Open);
    });

    public static CardGiftRecord ToRecord(this CardGiftRow row) => new()
    {
        PartnerId = new PartnerId(row.PartnerId),
        TopUpId = new TopUpId(row.TopUpId),
        State = (GiftState)row.State,
        Version = row.Version,
        Reason = (Reason)row.Reason,
        CreatedAt = Mapping.Instant(row.CreatedAt),
        InDoubtSince = Mapping.Instant(row.InDoubtSince),
        GrantedAt = Mapping.Instant(row.GrantedAt),
        Reference = row.Reference,
        BackReference = row.BackReference,
        FinalAt = Mapping.Instant(row.FinalAt),
        Evidence = row.Evidence,
        Back = row is
        {
            BackWhole: { } whole, BackService: { } service, BackCredit: { } credit, BackPoints: { } points,
        }
            ? new GiftTakeBack(whole, service, credit, points)
            : null,
    };
}
