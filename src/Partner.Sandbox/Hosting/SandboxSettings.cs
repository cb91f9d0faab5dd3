using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging.Console;
using Partner.Sandbox.Certificates;
using Partner.Sandbox.Issuer;
using Partner.Sandbox.Notices;
using Partner.Server.Hosting;
using Partner.Server.Issuer;
using Partner.Server.Notices;
using Partner.Server.Receipts;
using Partner.Server.Signing;
using Partner.Storage;

namespace Partner.Sandbox.Hosting;

/// <summary>
/// All that a development server is started with: what a server needs, with everything found or made in one folder.
/// </summary>
public sealed record SandboxSettings : ServerSettings
{
    /// <summary>Settings on a folder of their own.</summary>
    [SetsRequiredMembers]
    public SandboxSettings(string dataFolder)
    {
        DataFolder = dataFolder;
        Store = StoreOptions.Sqlite(DatabaseIn(dataFolder));
        Tls = DevelopmentPki.FilesIn(dataFolder);
        Receipts = new ReceiptOptions { KeyFile = DevelopmentPki.ReceiptKeyIn(dataFolder) };
        Notices = new NoticeOptions { KeyFile = DevelopmentPki.NoticeKeyIn(dataFolder) };
        var (authority, authorityKey) = DevelopmentPki.AuthorityIn(dataFolder);
        Signing = new SigningOptions
        {
            CertificateFile = authority, KeyFile = authorityKey, TakesPlainKey = true,
        };
        Issuer = new IssuerOptions { BaseUrl = new Uri("http://127.0.0.1") };
        Logging = LogForPeople;
    }

    /// <summary>Folder of the certificates, the simulated issuer's record and, usually, the database.</summary>
    public string DataFolder { get; }

    /// <summary>An issuer that runs elsewhere; null for a simulated one within this process.</summary>
    public Uri? IssuerUrl { get; init; }

    /// <summary>How the simulated issuer behaves; the folder in it is replaced by the real one.</summary>
    public SimulatedIssuerOptions Simulation { get; init; } = new() { DataFolder = "" };

    /// <summary>
    /// The simulated gateway of text messages, beside the simulated issuer and where no other is named; its folder is
    /// replaced by the real one. Null: no text messages go out.
    /// </summary>
    public SimulatedGatewayOptions? Gateway { get; init; } = new() { DataFolder = "" };

    // Standard output is for what the program says itself.
    private static void LogForPeople(ILoggingBuilder logging)
    {
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss.fff ";
            console.UseUtcTimestamp = true;
        });
        logging.Services.Configure<ConsoleLoggerOptions>(
            console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }
}
