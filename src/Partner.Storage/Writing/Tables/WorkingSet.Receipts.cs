using Partner.Storage.Abstractions;
using Partner.Storage.Sql;

namespace Partner.Storage.Writing.Tables;

/// <summary>What is true of receipts, and becomes true by what members print.</summary>
internal sealed partial class WorkingSet
{
    private readonly Dictionary<ResourceKey, TrackedRow<StoredReceipt>> _receipts = [];
    private readonly Dictionary<RequestKey, UsedPrint> _prints = [];

    /// <summary>What a printing's request id was first used for; null while it is new.</summary>
    public UsedPrint? PrintOf(PartnerId partnerId, RequestId requestId) =>
        _prints.GetValueOrDefault(new RequestKey(partnerId, requestId));

    /// <summary>A receipt as this transaction has it so far; null while it was never printed.</summary>
    public StoredReceipt? Receipt(PartnerId partnerId, TopUpId topUpId) =>
        _receipts.GetValueOrDefault(new ResourceKey(partnerId, topUpId.Value))?.Now;

    /// <summary>Prints a receipt: stores it, and what its request id stands for.</summary>
    /// <param name="printed">The receipt after the printing.</param>
    public void Print(PartnerId partnerId, RequestId requestId, TopUpId topUpId, StoredReceipt printed)
    {
        var key = new ResourceKey(partnerId, topUpId.Value);
        if (!_receipts.TryGetValue(key, out var row))
        {
            row = new TrackedRow<StoredReceipt>(printed with { Prints = 0 }, false);
            _receipts.Add(key, row);
        }

        row.Now = printed;
        var (request, print) = (new RequestKey(partnerId, requestId), new UsedPrint(topUpId, printed.Prints));
        _prints.Add(request, print);
        ReceiptTable.Insert(Changes, request, print, printed.LastAt);
    }

    private void ReadReceipts(Footprint footprint, Exchange exchange)
    {
        exchange.Add(
            ReceiptTable.Read,
            Rows(ReceiptTable.Read, footprint.Receipts, Add),
            row => _receipts[KeyIn(row)] = new TrackedRow<StoredReceipt>(ReceiptTable.ReceiptIn(row), true));
        exchange.Add(
            ReceiptTable.ReadPrints,
            Rows(
                ReceiptTable.ReadPrints,
                footprint.Prints,
                (rows, key) => rows.Add(key.PartnerId.Value, key.RequestId.Value)),
            row => _prints[RequestIn(row)] = new UsedPrint(new TopUpId(row.GetString(2)), row.GetInt32(3)));
    }

    private void FlushReceipts()
    {
        foreach (var (key, receipt) in _receipts.Where(row => row.Value.HasChanged))
        {
            ReceiptTable.Store(Changes, key, receipt);
        }
    }
}
