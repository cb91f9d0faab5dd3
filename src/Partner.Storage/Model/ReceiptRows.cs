using Microsoft.EntityFrameworkCore;
using Partner.Core.Receipts;
using Partner.Storage.Abstractions;

namespace Partner.Storage.Model;

/// <summary>The receipt of a top-up that was printed.</summary>
internal sealed class ReceiptRow
{
    public required string PartnerId { get; set; }

    public required string TopUpId { get; set; }

    /// <summary>Its canonical form; the very text that is signed.</summary>
    public required string Content { get; set; }

    /// <summary>The key that signed it; null while it is not signed, and then so are the next two.</summary>
    public string? KeyId { get; set; }

    public string? Signature { get; set; }

    public string? Code { get; set; }

    /// <summary>How often it was printed, the original included.</summary>
    public int Prints { get; set; }

    public long FirstAt { get; set; }

    public long LastAt { get; set; }
}

/// <summary>One printing: what a request id of PrintReceipt stands for.</summary>
internal sealed class ReceiptPrintRow
{
    public required string PartnerId { get; set; }

    public required string RequestId { get; set; }

    public required string TopUpId { get; set; }

    /// <summary>1 for the original.</summary>
    public int Number { get; set; }

    public long PrintedAt { get; set; }
}

/// <summary>The tables of receipts, and what their rows say.</summary>
internal static class ReceiptMapping
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<ReceiptRow>(entity =>
        {
            entity.ToTable("receipts", table =>
            {
                table.HasCheckConstraint("ck_receipts_prints", "prints > 0");
                table.HasCheckConstraint(
                    "ck_receipts_signed",
                    "(key_id IS NULL AND signature IS NULL AND code IS NULL) OR " +
                    "(key_id IS NOT NULL AND signature IS NOT NULL AND code IS NOT NULL)");
            });
            entity.HasKey(row => new { row.PartnerId, row.TopUpId });
        });
        model.Entity<ReceiptPrintRow>(entity =>
        {
            entity.ToTable("receipt_prints");
            entity.HasKey(row => new { row.PartnerId, row.RequestId });

            // No two printings of a receipt are the same copy, whatever the code above decides.
            entity.HasIndex(row => new { row.PartnerId, row.TopUpId, row.Number }).IsUnique();
        });
    }

    public static StoredReceipt ToRecord(this ReceiptRow row) => new(
        row.Content,
        row.KeyId is null ? null : new ReceiptSignature(row.KeyId, row.Signature!, row.Code!),
        row.Prints,
        Mapping.Instant(row.FirstAt),
        Mapping.Instant(row.LastAt));
}
