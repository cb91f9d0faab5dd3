using System.CommandLine;
using Leb.Partner.V1;
using Partner.Cli.Input;
using Partner.Cli.Sessions;

namespace Partner.Cli.Commands;

/// <summary>The options that describe a sale which is not made yet.</summary>
internal sealed class QuoteOptions
{
    private readonly Option<string?> _card;
    private readonly Option<string?> _plan;
    private readonly Option<Money?> _amount;
    private readonly Option<Channel?> _channel;
    private readonly Option<string?> _coupon;
    private readonly Option<string?> _outlet;
    private readonly Option<string?> _terminal;
    private readonly Option<bool> _startNow;

    public QuoteOptions(Scope scope)
    {
        var language = scope.Language;
        _card = Opt.Text("--card", scope.Pick("ICCID or +phone number", "ICCID 或 +电话号码"), "CARD");
        _plan = Opt.Text("--plan", scope.Pick("Plan, as phone-100", "套餐，如 phone-100"), "PLAN");
        _amount = Opt.Amount(language, "--amount", scope.Pick("Where the plan leaves a choice", "套餐可选面额时填写"));
        _channel = Opt.Choice<Channel>(language, "--channel", scope.Pick("Where it is sold", "销售渠道"));
        _coupon = Opt.Text("--coupon", scope.Pick("Code of a promotion", "优惠券码"), "CODE");
        _outlet = Opt.Text("--outlet", scope.Pick("The outlet that will sell it", "销售网点"));
        _terminal = new LookupPlaceOptions(scope).Terminal;
        _startNow = Opt.Flag("--start-now", SaleOptions.StartNow(scope));
        _card.Required = _plan.Required = _channel.Required = true;
    }

    public IEnumerable<Option> All => [_card, _plan, _amount, _channel, _coupon, _outlet, _terminal, _startNow];

    public QuoteTopUpRequest Read(ParseResult parsed) => new()
    {
        Card = CardText.Read(parsed.GetRequiredValue(_card)!),
        Plan = Names.Plan(parsed.GetRequiredValue(_plan)!),
        Amount = parsed.GetValue(_amount),
        Channel = parsed.GetValue(_channel) ?? Channel.Unspecified,
        Coupon = parsed.GetValue(_coupon) ?? "",
        Outlet = parsed.GetValue(_outlet) ?? "",
        Terminal = parsed.GetValue(_terminal) ?? "",
        StartNow = parsed.GetValue(_startNow),
    };
}
