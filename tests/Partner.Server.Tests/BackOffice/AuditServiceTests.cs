using System.Data.Common;
using System.Net;
using System.Net.Sockets;
using Grpc.Core;
using Grpc.Net.Client;
using Leb.Operator.V1;
using Microsoft.Data.Sqlite;
using Npgsql;
using Partner.Contracts.Client;
using Partner.Core.Identity;
using Partner.Sandbox.Certificates;
using Partner.Sandbox.Hosting;
using Partner.Server.Hosting;
using Partner.Server.Tests.Security;
using Partner.Server.Tests.Support;
using Event = Leb.Operator.V1.RunAuditResponse.EventOneofCase;
using RecordedAction = Partner.Core.Actions.RecordedAction;

namespace Partner.Server.Tests.BackOffice;

/// <summary>The audit by the operator's API.</summary>
/// <param name="shared">A server of its own, whose issuer takes connections and says nothing.</param>
public sealed class AuditServiceTests(AuditServiceTests.SilentIssuerServer shared)
    : IClassFixture<AuditServiceTests.SilentIssuerServer>
{
    private int Port => shared.Running.Server.OperatorPort!.Value;

    [Fact]
    public async Task One_runs_at_a_time_ends_with_its_call_and_a_finding_is_told_when_it_is_made_the_verdict_last()
    {
        using var channel = shared.Channel(Port, await shared.OperatorAsync());
        var client = new AuditService.AuditServiceClient(channel);
        using (var held = client.RunAudit(new RunAuditRequest { WithIssuer = true }))
        {
            Assert.True(await held.ResponseStream.MoveNext(CancellationToken.None));
            Assert.Equal(AuditStage.Issuer, held.ResponseStream.Current.Progress.Stage);

            var refused = PartnerError.From(await Assert.ThrowsAsync<RpcException>(() => ReadAsync(client)));
            refused.Is(StatusCode.ResourceExhausted, "OVERLOADED");
            Assert.Equal("audits", refused.Facts["limit"]);
        }

        var well = await Eventually.SeeAsync(() => TryReadAsync(client), read => read is not null);
        await SpoilAsync();
        var spoiled = await ReadAsync(client);

        var verdict = well![^1].Verdict;
        Assert.True(verdict.Ok);
        Assert.Equal(0, verdict.Findings);
        Assert.Equal(
            [
                AuditStage.Entries, AuditStage.Numbers, AuditStage.Operations, AuditStage.Sums, AuditStage.Actions,
                AuditStage.Renewals,
            ],
            well.Where(one => one.EventCase == Event.Progress).Select(one => one.Progress.Stage).Distinct());
        Assert.Contains(well, one => one.EventCase == Event.Float && one.Float.Partner == "demo");
        var finding = Assert.Single(spoiled, one => one.EventCase == Event.Finding);
        Assert.Equal(("ACTION_CHANGED", "actions/1"), (finding.Finding.Code, finding.Finding.Subject));
        Assert.Equal("its hash is not that of what it says", finding.Finding.Detail);
        var typed = await OperatorSubjects.RunAsync(
            shared.Running, await shared.OperatorAsync(), "audit", "--lang", "zh-CN");
        Assert.Contains("ACTION_CHANGED  actions/1: 其哈希值与内容不符", typed.Out, StringComparison.Ordinal);
        ChineseText.Check(typed.Out);
        Assert.True(spoiled.IndexOf(finding) < spoiled.FindIndex(one => one.EventCase == Event.Float));
        Assert.Equal((false, 1L), (spoiled[^1].Verdict.Ok, spoiled[^1].Verdict.Findings));
    }

    [Fact]
    public async Task One_whose_callers_certificate_is_revoked_ends()
    {
        var certificate = await shared.Running.Server.Pki.EnsureAsync(
            new PartnerCertificateOrder(new PartnerId("auditor"), Permissions.Operator), CancellationToken.None);
        var now = TimeProvider.System.GetUtcNow();
        await shared.Running.Store.Partners.RegisterAsync(
            certificate.ToRegistration() with { PartnerId = RecordedAction.CommonChain }, "test", now.AddDays(1), now);
        using var channel = shared.Channel(Port, certificate);
        var client = new AuditService.AuditServiceClient(channel);

        // The other test may run one.
        var broken = await Eventually.SeeAsync(
            () => RevokedWhileItRunsAsync(client, certificate.Thumbprint),
            error => error.Reason != "OVERLOADED");

        broken.Is(StatusCode.Unauthenticated, "CERTIFICATE_REVOKED");
    }

    private static async Task<List<RunAuditResponse>> ReadAsync(AuditService.AuditServiceClient client)
    {
        using var call = client.RunAudit(new RunAuditRequest());
        var read = new List<RunAuditResponse>();
        await foreach (var message in call.ResponseStream.ReadAllAsync())
        {
            read.Add(message);
        }

        return read;
    }

    private static async Task<List<RunAuditResponse>?> TryReadAsync(AuditService.AuditServiceClient client)
    {
        try
        {
            return await ReadAsync(client);
        }
        catch (RpcException busy) when (PartnerError.From(busy).Reason == "OVERLOADED")
        {
            return null;
        }
    }

    private async Task<PartnerError> RevokedWhileItRunsAsync(AuditService.AuditServiceClient client, string thumbprint)
    {
        using var call = client.RunAudit(new RunAuditRequest { WithIssuer = true });
        try
        {
            await call.ResponseStream.MoveNext(CancellationToken.None);
            await shared.Running.Store.Partners.RevokeAsync(thumbprint, TimeProvider.System.GetUtcNow());
            await call.ResponseStream.MoveNext(CancellationToken.None);
            throw new InvalidOperationException("The audit went on.");
        }
        catch (RpcException broken)
        {
            return PartnerError.From(broken);
        }
    }

    /// <summary>Changes what an action says, as nobody who comes in by a program can.</summary>
    private async Task SpoilAsync()
    {
        await using DbConnection connection = shared.Running.DataArguments is [_, _, _, "Postgres", _, var text]
            ? new NpgsqlConnection(text)
            : new SqliteConnection($"Data Source={ServerSettings.DatabaseIn(shared.Running.Folder)};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "UPDATE actions SET why = 'something else' WHERE partner_id = '' AND number = 1";
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }

    /// <summary>A server with an operator's port and an issuer that never answers.</summary>
    public sealed class SilentIssuerServer : SharedServer, IDisposable
    {
        private readonly TcpListener _issuer = new(IPAddress.Loopback, 0);

        /// <inheritdoc/>
        public void Dispose() => _issuer.Dispose();

        internal GrpcChannel Channel(int port, PartnerCertificate certificate) =>
            OperatorServer.Channel(Running, port, certificate);

        internal Task<PartnerCertificate> OperatorAsync() => OperatorServer.OperatorAsync(Running);

        /// <inheritdoc/>
        protected override SandboxSettings Settings(SandboxSettings settings)
        {
            _issuer.Start();
            return settings with
            {
                IssuerUrl = new Uri($"http://127.0.0.1:{((IPEndPoint)_issuer.LocalEndpoint).Port}"),
            };
        }
    }
}
