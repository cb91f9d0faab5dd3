using Microsoft.EntityFrameworkCore;
using Partner.Core.Shifts;

namespace Partner.Storage.Model;

/// <summary>A closed shift. Only the two texts are written later, once each; both follow from the rest.</summary>
internal sealed class ShiftRow
{
    public required string PartnerId { get; set; }

    public required string Id { get; set; }

    public required string RequestId { get; set; }

    public required string Outlet { get; set; }

    public required string Terminal { get; set; }

    public long Number { get; set; }

    /// <summary>Day number (days since 0001-01-01).</summary>
    public int BusinessDate { get; set; }

    public bool LastOfDay { get; set; }

    /// <summary>Day number; null while no day of the terminal is closed.</summary>
    public int? ClosedThrough { get; set; }

    public required string ClosedBy { get; set; }

    public long? OpenedAt { get; set; }

    public long ClosedAt { get; set; }

    public long FromReceipt { get; set; }

    public long ThroughReceipt { get; set; }

    public long FromEvent { get; set; }

    public long ThroughEvent { get; set; }

    /// <summary>Its lines as JSON; null until somebody adds them up.</summary>
    public string? Figures { get; set; }

    /// <summary>What became of what was under way, as JSON; null while some of it still is.</summary>
    public string? Sequel { get; set; }
}

/// <summary>The table of shifts, and what its rows say.</summary>
internal static class ShiftMapping
{
    public static void Map(ModelBuilder model) => model.Entity<ShiftRow>(entity =>
    {
        entity.ToTable("shifts", table =>
        {
            table.HasCheckConstraint("ck_shifts_number", "number > 0");
            table.HasCheckConstraint(
                "ck_shifts_range", "from_receipt <= through_receipt AND from_event <= through_event");
        });
        entity.HasKey(row => new { row.PartnerId, row.Id });

        // One closing for each number and each request, whatever the code above decides.
        entity.HasIndex(row => new { row.PartnerId, row.Outlet, row.Terminal, row.Number }).IsUnique();
        entity.HasIndex(row => new { row.PartnerId, row.RequestId }).IsUnique();
        entity.HasIndex(row => new { row.PartnerId, row.BusinessDate, row.Id });
    });

    public static Shift ToRecord(this ShiftRow row) => new()
    {
        PartnerId = new PartnerId(row.PartnerId),
        Id = row.Id,
        RequestId = new RequestId(row.RequestId),
        Outlet = row.Outlet,
        Terminal = row.Terminal,
        Number = row.Number,
        BusinessDate = DateOnly.FromDayNumber(row.BusinessDate),
        LastOfDay = row.LastOfDay,
        ClosedThrough = row.ClosedThrough is { } day ? DateOnly.FromDayNumber(day) : null,
        ClosedBy = row.ClosedBy,
        OpenedAt = Mapping.Instant(row.OpenedAt),
        ClosedAt = Mapping.Instant(row.ClosedAt),
        Range = new ShiftRange(row.FromReceipt, row.ThroughReceipt, row.FromEvent, row.ThroughEvent),
        Figures = ShiftJson.Figures(row.Figures),
        Sequel = ShiftJson.Sequel(row.Sequel),
    };
}
