using System.CommandLine;
using Leb.Operator.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Cli.Sessions;
using Timestamp = Google.Protobuf.WellKnownTypes.Timestamp;

namespace Partner.Cli.Commands.Operators;

/// <summary><c>operator top-ups</c>: finds top-ups of any partner.</summary>
internal static class TopUpsCommand
{
    public static Command Create(Scope scope) => new("top-ups", scope.Pick(
        "Top-ups of any partner: shows and lists them", "查询任一合作伙伴的充值"))
    {
        Get(scope), List(scope),
    };

    internal static TopUpService.TopUpServiceClient Client(Session session) => new(session.Invoker);

    private static Command Get(Scope scope)
    {
        var name = new Argument<string?>("NAME")
        {
            Arity = ArgumentArity.ZeroOrOne,
            Description = scope.Pick(
                "Its name, partners/…/topUps/…; or say --partner and a number",
                "资源名 partners/…/topUps/…；或给出 --partner 和编号"),
        };
        var partner = Opt.Text("--partner", scope.Pick("Whose it is", "所属合作伙伴"), "PARTNER");
        var receipt = Opt.Text("--receipt", scope.Pick("Its receipt number", "凭证号"), "NUMBER");
        var reference = Opt.Text("--issuer-reference", scope.Pick("The issuer's reference", "发卡方流水号"));
        var from = Opt.Text("--from", scope.Pick(
            "With --issuer-reference: created at this time or later", "配合 --issuer-reference：创建时间不早于"), "TIME");
        var to = Opt.Text("--to", scope.Pick(
            "With --issuer-reference: created before this time", "配合 --issuer-reference：创建时间早于"), "TIME");
        var command = new Command("get", scope.Pick(
            "Shows one with its attempts at the issuer and its postings", "查询一笔充值及其发送情况和账目"))
        {
            name, partner, receipt, reference, from, to,
        };
        return scope.RunsOperator(command, async (session, cancellationToken) =>
        {
            var parsed = session.Parsed;
            var owner = Names.Partner(parsed.GetValue(partner) ?? "");
            Timestamp? At(Option<string?> option) =>
                FilterOptions.Instant(scope, parsed, option, session.Host.Clock.LocalTimeZone);
            var request = (parsed.GetValue(name), parsed.GetValue(receipt), parsed.GetValue(reference)) switch
            {
                ({ } own, null, null) => new GetTopUpRequest { Name = own },
                (null, { } number, null) => new GetTopUpRequest
                {
                    Receipt = new ReceiptKey
                    {
                        Partner = owner, ReceiptNumber = SpreadsheetText.Unprotect(number),
                    },
                },
                (null, null, { } theirs) => new GetTopUpRequest
                {
                    Reference = new IssuerReferenceKey
                    {
                        Partner = owner, IssuerReference = theirs, StartTime = At(from), EndTime = At(to),
                    },
                },
                _ => throw new UsageException(scope.Pick(
                    "Give one of NAME, --receipt and --issuer-reference.",
                    "NAME、--receipt 与 --issuer-reference 须且只能给出一项。")),
            };
            using var call = Client(session).GetTopUpAsync(request, session.Call(cancellationToken));
            var answer = await call.ResponseAsync;
            session.Print(answer, () => TopUpsText.Of(answer, session));
            return ExitStatus.Done;
        });
    }

    private static Command List(Scope scope)
    {
        var partner = OperatorOptions.Partner(scope);
        var filter = new FilterOptions(scope);
        var ends = Opt.Text("--card-ends", scope.Pick(
            "The last 4 to 8 digits of the card; needs --from", "卡号末 4 至 8 位；须给出 --from"), "DIGITS");
        var limit = new LimitOption(scope, withAll: true);
        var command = new Command("list", scope.Pick(
            "Lists a partner's top-ups, the newest first; times are this machine's unless --zone is given",
            "列出合作伙伴的充值，最新在前；未给出 --zone 时按本机时区")) { partner, ends };
        limit.AddTo(command);
        filter.AddTo(command);
        return scope.RunsOperator(command, async (session, cancellationToken) =>
        {
            var wanted = limit.Read(session.Parsed);
            var (asked, range) = await filter.ReadAsync(session, cancellationToken, ofMachine: true);
            var found = await OperatorOptions.CollectAsync(
                wanted,
                new ListTopUpsResponse(),
                so => so.TopUps.Count,
                async (so, size) =>
                {
                    var request = new ListTopUpsRequest
                    {
                        Parent = Names.Partner(session.Parsed.GetRequiredValue(partner)),
                        Filter = asked,
                        CardEndsWith = session.Parsed.GetValue(ends) ?? "",
                        PageSize = size,
                        PageToken = so.NextPageToken,
                    };
                    using var call = Client(session).ListTopUpsAsync(request, session.Call(cancellationToken));
                    var page = await call.ResponseAsync;
                    so.TopUps.AddRange(page.TopUps);
                    return so.NextPageToken = page.NextPageToken;
                });
            session.Print(found, () => range + TopUpsText.Table(found, session));
            return ExitStatus.Done;
        });
    }
}
