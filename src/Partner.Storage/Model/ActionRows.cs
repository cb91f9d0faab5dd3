using Microsoft.EntityFrameworkCore;
using Partner.Core.Actions;

namespace Partner.Storage.Model;

/// <summary>An action in its chain; the partner is empty for what concerns none. No row is ever changed.</summary>
internal sealed class ActionRow
{
    public required string PartnerId { get; set; }

    public long Number { get; set; }

    public long At { get; set; }

    public int ActorKind { get; set; }

    public required string Actor { get; set; }

    public required string Action { get; set; }

    public required string Resource { get; set; }

    public string? StateBefore { get; set; }

    public string? StateAfter { get; set; }

    public required string Why { get; set; }

    public required string PreviousHash { get; set; }

    public required string Hash { get; set; }

    /// <summary>The row as its record.</summary>
    public RecordedAction ToRecord() => new(
        new PartnerId(PartnerId),
        Number,
        Mapping.Instant(At),
        new ActionActor((ActorKind)ActorKind, Actor),
        Action,
        Resource,
        StateBefore,
        StateAfter,
        Why,
        PreviousHash,
        Hash);
}

/// <summary>How the action log is stored.</summary>
internal static class ActionMapping
{
    public static void Map(ModelBuilder model) => model.Entity<ActionRow>(entity =>
    {
        entity.ToTable("actions", table => table.HasCheckConstraint("ck_actions_number", "number > 0"));
        entity.HasKey(row => new { row.PartnerId, row.Number });
    });
}
