using System.CommandLine;
using Leb.Partner.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Output;
using Partner.Cli.Sessions;

namespace Partner.Cli.Commands;

/// <summary><c>list</c>: top-ups, newest first.</summary>
internal static class ListCommand
{
    public static Command Create(Scope scope)
    {
        var filter = new FilterOptions(scope);
        var limit = new LimitOption(scope, withAll: true);
        var command = new Command("list", scope.Pick("Lists top-ups, newest first", "列出充值，最新在前"));
        limit.AddTo(command);
        filter.AddTo(command);
        return scope.Runs(command, async (session, cancellationToken) =>
        {
            var wanted = limit.Read(session.Parsed);
            var (asked, range) = await filter.ReadAsync(session, cancellationToken);
            var found = await FetchAsync(session, asked, wanted, cancellationToken);
            session.Print(found, () => range + Text(session, found));
            return ExitStatus.Done;
        });
    }

    private static async Task<ListTopUpsResponse> FetchAsync(
        Session session,
        TopUpFilter filter,
        int wanted,
        CancellationToken cancellationToken)
    {
        var found = new ListTopUpsResponse();
        do
        {
            var request = new ListTopUpsRequest
            {
                Filter = filter,
                PageSize = Math.Min(wanted - found.TopUps.Count, LimitOption.LargestPage),
                PageToken = found.NextPageToken,
            };
            using var call = session.Connection.TopUps.ListTopUpsAsync(request, session.Call(cancellationToken));
            var page = await call.ResponseAsync;
            found.TopUps.AddRange(page.TopUps);
            found.NextPageToken = page.NextPageToken;
        }
        while (found.NextPageToken.Length > 0 && found.TopUps.Count < wanted);

        return found;
    }

    private static string Text(Session session, ListTopUpsResponse found) =>
        session.TopUpText.Table(found.TopUps) + MoreText.Of(session.Language, found.NextPageToken, withAll: true);
}
