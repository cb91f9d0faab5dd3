using System.Runtime.CompilerServices;
using Partner.Storage.Abstractions;

namespace Partner.Storage.Writing;

/// <summary>
/// A writer for long work in many small transactions. Disposing it ends the writer where it has its own.
/// </summary>
/// <param name="end">Ends it.</param>
internal sealed class LongWorkWriter(Writer writer, Func<ValueTask> end) : IAsyncDisposable
{
    /// <summary>Runs a piece of work in a transaction of its own.</summary>
    /// <typeparam name="T">Its result.</typeparam>
    /// <param name="work">Reads and writes; it may run again, also when it took effect before.</param>
    /// <param name="method">Filled in by the compiler.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <returns>The result, once it is durable.</returns>
    /// <exception cref="StoreUnavailableException">
    /// The database is away; whether it took effect is not known.
    /// </exception>
    public Task<T> RunAsync<T>(
        Func<SeparateSession, T> work, [CallerMemberName] string method = "", [CallerFilePath] string file = "")
    {
        var item = new SeparateWork<T>(work) { Ticket = CommitTicket.Now(method, file) };
        writer.Add(item);
        return item.Result;
    }

    public ValueTask DisposeAsync() => end();
}
