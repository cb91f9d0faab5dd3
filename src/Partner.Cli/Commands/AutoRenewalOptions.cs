using System.CommandLine;
using Leb.Partner.V1;
using Partner.Cli.Input;
using Partner.Cli.Sessions;

namespace Partner.Cli.Commands;

/// <summary>The options that describe what a customer agreed to.</summary>
internal sealed class AutoRenewalOptions
{
    private readonly Option<string?> _requestId;
    private readonly Option<string?> _card;
    private readonly Option<string?> _plan;
    private readonly Option<Channel?> _channel;
    private readonly Option<int> _days;
    private readonly Option<Money?> _maxPrice;
    private readonly Option<string?> _endDate;
    private readonly Option<int?> _renewals;
    private readonly Option<string?> _consent;
    private readonly Option<string?> _outlet;
    private readonly Option<string?> _notifyPhone;
    private readonly Option<string?> _notifyLanguage;
    private readonly IdCheckOptions _idCheck;

    public AutoRenewalOptions(Scope scope)
    {
        var language = scope.Language;
        _requestId = Opt.Text("--request-id", scope.Pick(
            "Its own id, the same on every retry [a new UUID, printed first]", "请求号，重试不变 [自动生成并先打印]"), "ID");
        _card = Opt.Text("--card", scope.Pick("ICCID or +phone number", "ICCID 或 +电话号码"), "CARD");
        _plan = Opt.Text("--plan", scope.Pick("Plan, as esim-30d", "套餐，如 esim-30d"), "PLAN");
        _channel = Opt.Choice<Channel>(language, "--channel", scope.Pick("Whose prices hold", "按哪个渠道计价"));
        _days = new Option<int>("--days-before")
        {
            HelpName = "N",
            Required = true,
            Description = scope.Pick("How many days before its end the card is renewed", "到期前几天续费"),
        };
        _maxPrice = Opt.Amount(language, "--max-price", scope.Pick(
            "The highest price that the customer agreed to", "顾客同意的最高价格"));
        _endDate = Opt.Text("--end-date", scope.Pick("The last day on which it renews", "最后续费日"), "YYYY-MM-DD");
        _renewals = new Option<int?>("--renewals")
        {
            HelpName = "N",
            Description = scope.Pick("How many renewals it makes", "续费次数"),
        };
        _consent = Opt.Text("--consent", scope.Pick(
            "Your reference of the customer's consent", "顾客同意书的留存编号"));
        _outlet = Opt.Text("--outlet", scope.Pick("The outlet", "网点"));
        _notifyPhone = Opt.Text("--notify-phone", scope.Pick(
            "The customer's number: gets text messages about it", "顾客手机号：续费结果将发送短信"), "+NUMBER");
        _notifyLanguage = Opt.Text("--notify-language", scope.Pick(
            "Of those text messages, zh-CN or en [as you see here]", "短信语言，zh-CN 或 en [同当前语言]"), "LANG");
        _idCheck = new IdCheckOptions(scope);
        _card.Required = _plan.Required = _channel.Required = _maxPrice.Required = _consent.Required = true;
    }

    public void AddTo(Command command)
    {
        Option[] options =
        [
            _card, _plan, _channel, _days, _maxPrice, _endDate, _renewals, _consent, _outlet, _notifyPhone,
            _notifyLanguage, .. _idCheck.All, _requestId,
        ];
        foreach (var option in options)
        {
            command.Options.Add(option);
        }
    }

    public CreateAutoRenewalRequest Read(ParseResult parsed)
    {
        var request = new CreateAutoRenewalRequest
        {
            RequestId = parsed.GetValue(_requestId) ?? Guid.NewGuid().ToString("D"),
            Card = CardText.Read(parsed.GetRequiredValue(_card)!),
            Plan = Names.Plan(parsed.GetRequiredValue(_plan)!),
            Channel = parsed.GetValue(_channel) ?? Channel.Unspecified,
            DaysBeforeExpiry = parsed.GetValue(_days),
            MaxPrice = parsed.GetValue(_maxPrice),
            ConsentReference = parsed.GetValue(_consent) ?? "",
            Outlet = parsed.GetValue(_outlet) ?? "",
            NotifyPhone = parsed.GetValue(_notifyPhone) ?? "",
            NotifyLanguage = parsed.GetValue(_notifyLanguage) ?? "",
            IdCheck = _idCheck.Read(parsed),
        };
        if (parsed.GetValue(_endDate) is { } day)
        {
            request.EndDate = Opt.Day(day);
        }
        else if (parsed.GetValue(_renewals) is { } count)
        {
            request.Renewals = count;
        }

        return request;
    }
}
