using System.CommandLine;
using Leb.Partner.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Cli.Sessions;
using Timestamp = Google.Protobuf.WellKnownTypes.Timestamp;

namespace Partner.Cli.Commands;

/// <summary>The options that select top-ups, for <c>list</c> and <c>totals</c>.</summary>
internal sealed class FilterOptions(Scope scope)
{
    private readonly Option<string?> _outlet = Opt.Text("--outlet", scope.Pick("Only this outlet", "仅此网点"));

    private readonly Option<string?> _terminal = Opt.Text("--terminal", scope.Pick("Only this terminal", "仅此终端"));

    private readonly Option<string?> _businessDate =
        Opt.Text("--business-date", scope.Pick("Only this business day", "仅此营业日"), "YYYY-MM-DD");

    private readonly Option<TopUpState?> _state =
        Opt.Choice<TopUpState>(scope.Language, "--state", scope.Pick("Only this state", "仅此状态"));

    private readonly Option<string?> _card =
        Opt.Text("--card", scope.Pick("Only this card: ICCID or +phone number", "仅此卡：ICCID 或 +电话号码"), "CARD");

    private readonly Option<string?> _requestId =
        Opt.Text("--request-id", scope.Pick("Only this request id", "仅此请求号"), "ID");

    private readonly Option<string?> _cashier = Opt.Text("--cashier", scope.Pick("Only this cashier", "仅此收银员"));

    private readonly Option<string?> _from = Opt.Text(
        "--from", scope.Pick("Created at this time or later, as 2026-11-01", "创建时间不早于，如 2026-11-01"), "TIME");

    private readonly Option<string?> _to = Opt.Text(
        "--to", scope.Pick("Created before this time, as 2026-12-01", "创建时间早于，如 2026-12-01"), "TIME");

    private readonly Option<string?> _receipt =
        Opt.Text("--receipt", scope.Pick("Only this receipt number", "仅此凭证号"), "NUMBER");

    private readonly Option<string?> _reference =
        Opt.Text("--reference", scope.Pick("Only your own reference", "仅此自有参考号"));

    private readonly Option<string?> _issuerReference =
        Opt.Text("--issuer-reference", scope.Pick("Only the issuer's reference", "仅此发卡方流水号"));

    private readonly Option<string?> _zone = PartnerZone.Option(scope);

    public void AddTo(Command command)
    {
        Option[] options =
        [
            _from, _to, _businessDate, _outlet, _terminal, _cashier, _state, _card, _requestId, _receipt, _reference,
            _issuerReference, _zone,
        ];
        foreach (var option in options)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>
    /// The filter, and in words the range of times that it selects; empty where it selects none. Days and times
    /// without an offset are those of the partner's zone, as everywhere.
    /// </summary>
    /// <exception cref="UsageException">A value is none.</exception>
    /// <param name="session">The command's run.</param>
    /// <param name="cancel">Stops asking for the zone.</param>
    /// <param name="ofMachine">Whether times are the machine's: for whoever is no partner.</param>
    public async Task<(TopUpFilter Filter, string Range)> ReadAsync(
        Session session, CancellationToken cancel, bool ofMachine = false)
    {
        var parsed = session.Parsed;
        var filter = new TopUpFilter
        {
            Outlet = parsed.GetValue(_outlet) ?? "",
            Terminal = parsed.GetValue(_terminal) ?? "",
            Cashier = parsed.GetValue(_cashier) ?? "",
            BusinessDate = Opt.Day(parsed.GetValue(_businessDate)),
            State = parsed.GetValue(_state) ?? TopUpState.Unspecified,
            Card = parsed.GetValue(_card) is { } card ? CardText.Read(card) : null,
            RequestId = parsed.GetValue(_requestId) ?? "",
            ReceiptNumber = SpreadsheetText.Unprotect(parsed.GetValue(_receipt) ?? ""),
            ClientReference = parsed.GetValue(_reference) ?? "",
            IssuerReference = parsed.GetValue(_issuerReference) ?? "",
        };
        if (Instant(scope, parsed, _from, TimeZoneInfo.Utc) is null
            && Instant(scope, parsed, _to, TimeZoneInfo.Utc) is null)
        {
            return (filter, "");
        }

        var named = parsed.GetValue(_zone) ?? (ofMachine ? PartnerZone.OfMachine : null);
        var zone = await PartnerZone.OfAsync(session, named, cancel);
        (filter.StartTime, filter.EndTime) = (Instant(scope, parsed, _from, zone), Instant(scope, parsed, _to, zone));
        var range = TimeText.Range(
            session.Language, filter.StartTime, filter.EndTime, zone, scope.Pick("the first sale", "首笔销售"));
        if (session.Json)
        {
            await session.Host.Error.WriteLineAsync(range);
        }

        return (filter, range + Environment.NewLine);
    }

    /// <summary>Reads an option that holds a time.</summary>
    /// <param name="zone">The zone of a time that names none.</param>
    /// <exception cref="UsageException">It is no time.</exception>
    internal static Timestamp? Instant(Scope scope, ParseResult parsed, Option<string?> option, TimeZoneInfo zone) =>
        parsed.GetValue(option) is not { } text ? null
            : TimeText.Parse(text, zone) is { } instant ? Timestamp.FromDateTimeOffset(instant)
            : throw new UsageException(scope.Pick(
                $"{option.Name}: '{text}' is not a time like 2026-11-01.",
                $"{option.Name}：“{text}”无效，例如 2026-11-01。"));
}
