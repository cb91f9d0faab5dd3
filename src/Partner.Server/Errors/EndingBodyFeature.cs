using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace Partner.Server.Errors;

/// <summary>A response's body that says so just before the response is ended early.</summary>
/// <param name="inner">The server's own.</param>
/// <param name="ending">Called before the end is sent, while trailers can still be added.</param>
internal sealed class EndingBodyFeature(IHttpResponseBodyFeature inner, Action ending) : IHttpResponseBodyFeature
{
    public Stream Stream => inner.Stream;

    public PipeWriter Writer => inner.Writer;

    public Task CompleteAsync()
    {
        ending();
        return inner.CompleteAsync();
    }

    public void DisableBuffering() => inner.DisableBuffering();

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        inner.SendFileAsync(path, offset, count, cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken = default) => inner.StartAsync(cancellationToken);
}
