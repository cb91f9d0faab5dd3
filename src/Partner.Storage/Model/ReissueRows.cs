using Microsoft.EntityFrameworkCore;
using Partner.Core.Cards;
using Partner.Core.Errors;
using Partner.Core.Esims;

namespace Partner.Storage.Model;

/// <summary>An eSIM that is issued anew.</summary>
internal sealed class ReissueRow
{
    public required string PartnerId { get; set; }

    public required string Id { get; set; }

    public required string RequestId { get; set; }

    public required string Card { get; set; }

    public int CardType { get; set; }

    /// <summary>Thumbprint of the certificate that asked for it.</summary>
    public required string Thumbprint { get; set; }

    public required string Outlet { get; set; }

    public required string Terminal { get; set; }

    public required string Cashier { get; set; }

    public required string Comment { get; set; }

    public int IdDocument { get; set; }

    public required string IdHash { get; set; }

    public long CreatedAt { get; set; }

    public int State { get; set; }

    public int Version { get; set; }

    public int Reason { get; set; }

    public string? IssuerReference { get; set; }

    public long? FinalAt { get; set; }

    public long? InDoubtSince { get; set; }

    public string? Evidence { get; set; }
}

/// <summary>The table of reissues, and what its rows say.</summary>
internal static class ReissueMapping
{
    public static void Map(ModelBuilder model) => model.Entity<ReissueRow>(entity =>
    {
        entity.ToTable(
            "esim_reissues", table => table.HasCheckConstraint("ck_esim_reissues_state", "state BETWEEN 1 AND 3"));
        entity.HasKey(row => new { row.PartnerId, row.Id });
        entity.HasIndex(row => new { row.PartnerId, row.RequestId }).IsUnique();
        entity.HasIndex(row => new { row.Card, row.CreatedAt });

        // At most one of a card is under way, whatever the code above decides.
        entity.HasIndex(row => row.Card).IsUnique().HasFilter("state = 1");
    });

    public static EsimReissue ToRecord(this ReissueRow row) => new()
    {
        PartnerId = new PartnerId(row.PartnerId),
        Id = new ReissueId(row.Id),
        RequestId = new RequestId(row.RequestId),
        Card = CardNumber.Stored(row.Card),
        CardType = (CardType)row.CardType,
        Origin = new ReissueOrigin(row.Thumbprint, row.Outlet, row.Terminal, row.Cashier, row.Comment),
        IdCheck = Mapping.IdCheck(row.IdDocument, row.IdHash)!,
        CreatedAt = Mapping.Instant(row.CreatedAt),
        State = (ReissueState)row.State,
        Version = row.Version,
        Reason = (Reason)row.Reason,
        IssuerReference = row.IssuerReference,
        FinalAt = Mapping.Instant(row.FinalAt),
        InDoubtSince = Mapping.Instant(row.InDoubtSince),
        Evidence = row.Evidence,
    };
}
