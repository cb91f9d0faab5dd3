using System.IO.Pipelines;

namespace Partner.Server.Connections;

/// <summary>A pipe's writing end that shows a scanner every byte that is written.</summary>
/// <param name="inner">The real one.</param>
/// <param name="scanner">Looks at the bytes.</param>
internal sealed class ScannedWriter(PipeWriter inner, FrameScanner scanner) : PipeWriter
{
    private Memory<byte> _current;

    /// <inheritdoc/>
    public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

    /// <inheritdoc/>
    public override long UnflushedBytes => inner.UnflushedBytes;

    /// <inheritdoc/>
    public override Memory<byte> GetMemory(int sizeHint = 0) => _current = inner.GetMemory(sizeHint);

    /// <inheritdoc/>
    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <inheritdoc/>
    public override void Advance(int bytes)
    {
        scanner.Scan(_current.Span[..bytes]);
        _current = _current[bytes..];
        inner.Advance(bytes);
    }

    /// <inheritdoc/>
    public override async ValueTask<FlushResult> WriteAsync(
        ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
    {
        scanner.Scan(source.Span);
        return await inner.WriteAsync(source, cancellationToken);
    }

    /// <inheritdoc/>
    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) =>
        inner.FlushAsync(cancellationToken);

    /// <inheritdoc/>
    public override void CancelPendingFlush() => inner.CancelPendingFlush();

    /// <inheritdoc/>
    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    /// <inheritdoc/>
    public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);
}
