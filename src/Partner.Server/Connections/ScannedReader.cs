using System.Buffers;
using System.IO.Pipelines;

namespace Partner.Server.Connections;

/// <summary>A pipe's reading end that shows a scanner every byte once, before whoever reads gets it.</summary>
/// <param name="inner">The real one.</param>
/// <param name="scanner">Looks at the bytes.</param>
internal sealed class ScannedReader(PipeReader inner, FrameScanner scanner) : PipeReader
{
    private ReadOnlySequence<byte> _last;
    private long _scanned;

    /// <inheritdoc/>
    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) =>
        Scan(await inner.ReadAsync(cancellationToken));

    /// <inheritdoc/>
    public override bool TryRead(out ReadResult result)
    {
        if (!inner.TryRead(out result))
        {
            return false;
        }

        Scan(result);
        return true;
    }

    /// <inheritdoc/>
    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    /// <inheritdoc/>
    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        // What was seen and is not taken yet comes again with the next read.
        _scanned -= _last.Slice(0, consumed).Length;
        _last = default;
        inner.AdvanceTo(consumed, examined);
    }

    /// <inheritdoc/>
    public override void CancelPendingRead() => inner.CancelPendingRead();

    /// <inheritdoc/>
    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    /// <inheritdoc/>
    public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);

    private ReadResult Scan(ReadResult result)
    {
        _last = result.Buffer;
        foreach (var piece in result.Buffer.Slice(_scanned))
        {
            scanner.Scan(piece.Span);
        }

        _scanned = result.Buffer.Length;
        return result;
    }
}
