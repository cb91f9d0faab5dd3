using System.CommandLine;
using Leb.Partner.V1;
using Partner.Cli.Input;
using Partner.Cli.Sessions;

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

    public void AddTo(Command command)
    {
        Option[] options = [_outlet, _terminal, _businessDate, _state, _card, _requestId];
        foreach (var option in options)
        {
            command.Options.Add(option);
        }
    }

    public TopUpFilter Read(ParseResult parsed) => new()
    {
        Outlet = parsed.GetValue(_outlet) ?? "",
        Terminal = parsed.GetValue(_terminal) ?? "",
        BusinessDate = Opt.Day(parsed.GetValue(_businessDate)),
        State = parsed.GetValue(_state) ?? TopUpState.Unspecified,
        Card = parsed.GetValue(_card) is { } card ? CardText.Read(card) : null,
        RequestId = parsed.GetValue(_requestId) ?? "",
    };
}
