using System.Text.RegularExpressions;
using Leb.Partner.V1;
using Partner.Server.BackOffice;
using Partner.Server.Issuer;

namespace Partner.Server.Tests.Support;

/// <summary>Checks that hold after every scenario, whatever happened in it.</summary>
internal static partial class LedgerInvariants
{
    /// <summary>Every check of the audit: the books of all partners, and ours against the issuer's.</summary>
    public static async Task AssertInOrderAsync(this RunningServer server)
    {
        using var records = new IssuerRecordsClient(server.Server.IssuerUrl);
        var report = await AuditRun.RunAsync(
            server.Store, records, TimeProvider.System.GetUtcNow(), CancellationToken.None);
        Assert.True(report.Ok, string.Join('\n', report.Findings));
    }

    /// <summary>Nothing unexpected happened inside the server, and no card number got into its log.</summary>
    /// <param name="server">The server.</param>
    /// <param name="known">How many errors are known and belong to somebody else.</param>
    public static void AssertNoErrors(this RunningServer server, int known = 0)
    {
        Assert.Empty(server.Log.Errors.Skip(known));
        Assert.DoesNotContain(server.Log.Lines, line => CardDigits().IsMatch(line.Text));
    }

    /// <summary>All statement entries of a partner, in order.</summary>
    public static async Task<ListStatementEntriesResponse> StatementAsync(this TestClient client) =>
        await client.Balances.ListStatementEntriesAsync(
            new ListStatementEntriesRequest { PageSize = 1000 }, TestClient.In("en"));

    /// <summary>The kinds and amounts in fen of a partner's statement, in order.</summary>
    public static async Task<(StatementEntryKind Kind, long Fen)[]> EntriesAsync(this TestClient client) =>
        [.. (await client.StatementAsync()).Entries.Select(entry => (entry.Kind, entry.Amount.Minor()))];

    /// <summary>The count and debit in fen of each state, in order.</summary>
    public static async Task<(TopUpState State, long Count, long Fen)[]> TotalsAsync(
        this TestClient client, TopUpFilter? filter = null)
    {
        var totals = await client.TopUps.GetSalesTotalsAsync(
            new GetSalesTotalsRequest { Filter = filter }, TestClient.In("en"));
        return [.. totals.Totals.Select(line => (line.State, line.Count, line.NetDebit.Minor()))];
    }

    /// <summary>All top-ups of a filter, page by page.</summary>
    public static async Task<List<TopUp>> ListAsync(
        this TestClient client, TopUpFilter? filter = null, int pageSize = 500)
    {
        var found = new List<TopUp>();
        var ask = new ListTopUpsRequest { Filter = filter, PageSize = pageSize };
        do
        {
            var page = await client.TopUps.ListTopUpsAsync(ask, TestClient.In("en"));
            Assert.True(page.TopUps.Count <= pageSize, $"{page.TopUps.Count} on a page of {pageSize}");
            found.AddRange(page.TopUps);
            ask.PageToken = page.NextPageToken;
        }
        while (ask.PageToken.Length > 0);
        return found;
    }

    [GeneratedRegex(@"89860\d{13}")]
    private static partial Regex CardDigits();
}
