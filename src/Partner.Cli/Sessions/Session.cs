using System.CommandLine;
using Grpc.Core;
using Partner.Cli.Hosting;
using Partner.Cli.Output;
using Partner.Contracts.Client;

namespace Partner.Cli.Sessions;

/// <summary>One run of one command: its connection, its output, and what an error message must know about it.</summary>
/// <param name="host">The process around it.</param>
/// <param name="language">The language of its output.</param>
/// <param name="connection">The connection; opened before the command does anything.</param>
/// <param name="json">Whether to print JSON.</param>
/// <param name="timeout">How long the command may ask for an answer.</param>
/// <param name="parsed">The parsed command line.</param>
internal sealed class Session(
    CliHost host,
    Language language,
    PartnerConnection connection,
    bool json,
    TimeSpan timeout,
    ParseResult parsed)
{
    public CliHost Host => host;

    public Language Language => language;

    public PartnerConnection Connection => connection;

    /// <summary>What clients of the operator's services are made with.</summary>
    public CallInvoker Invoker => connection.Invoker;

    public bool Json => json;

    public TimeSpan Timeout => timeout;

    /// <summary>Puts top-ups into words.</summary>
    public TopUpText TopUpText => new(host, language);

    public ParseResult Parsed => parsed;

    /// <summary>The request id in use; null for commands that have none.</summary>
    public string? RequestId { get; private set; }

    /// <summary>Whether what was sent may move money; false for commands that only read.</summary>
    public bool MovesMoney { get; set; }

    public CallOptions Call(CancellationToken cancellationToken) => connection.Call(timeout, cancellationToken);

    /// <summary>
    /// Shows the request id before anything is sent with it: whatever happens next, it can be asked for again. It goes
    /// to standard error, since standard output is the answer's.
    /// </summary>
    public async Task AnnounceAsync(string requestId, CancellationToken cancellationToken)
    {
        (RequestId, MovesMoney) = (requestId, true);
        await host.Error.WriteLineAsync(language.Pick("Request id: ", "请求号：") + requestId);
        await host.Error.FlushAsync(cancellationToken);
    }

    /// <summary>Prints the answer: as JSON, or as the given text for people.</summary>
    public void Print(Google.Protobuf.IMessage answer, Func<string> text) =>
        host.Out.WriteLine(json ? JsonOutput.Indented(ContractJson.Of(answer)) : text().TrimEnd());
}
