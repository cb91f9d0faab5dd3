using System.CommandLine;
using Leb.Partner.V1;
using Partner.Cli.Input;
using Partner.Cli.Sessions;
using Duration = Google.Protobuf.WellKnownTypes.Duration;

namespace Partner.Cli.Commands;

/// <summary>The options that describe a sale. With a file they are the values of the columns that it lacks.</summary>
internal sealed class SaleOptions(Scope scope)
{
    private readonly Option<string?> _card =
        Opt.Text("--card", scope.Pick("ICCID or +phone number", "ICCID 或 +电话号码"), "CARD");

    private readonly Option<string?> _plan =
        Opt.Text("--plan", scope.Pick("Plan, as phone-100", "套餐，如 phone-100"), "PLAN");

    private readonly Option<Money?> _amount = Opt.Amount(
        scope.Language,
        "--amount",
        scope.Pick("Where the plan leaves a choice; CNY unless it says otherwise", "套餐可选面额时填写；默认 CNY"));

    private readonly Option<string?> _quote =
        Opt.Text("--quote", scope.Pick("Use a quote's price", "使用报价"), "QUOTE");

    private readonly Option<string?> _coupon =
        Opt.Text("--coupon", scope.Pick("Code of a promotion", "优惠券码"), "CODE");

    private readonly Option<bool> _startNow = Opt.Flag("--start-now", StartNow(scope));

    private readonly Option<Channel?> _channel =
        Opt.Choice<Channel>(scope.Language, "--channel", scope.Pick("Where it is sold", "销售渠道"));

    private readonly Option<string?> _outlet = Opt.Text("--outlet", scope.Pick("The outlet", "网点"));

    private readonly Option<string?> _terminal = Opt.Text("--terminal", scope.Pick("The terminal", "终端"));

    private readonly Option<string?> _cashier = Opt.Text("--cashier", scope.Pick("The cashier", "收银员"));

    private readonly Option<string?> _reference =
        Opt.Text("--reference", scope.Pick("Your own reference", "自有参考号"));

    private readonly Option<string?> _businessDate =
        Opt.Text("--business-date", scope.Pick("The till's business day", "营业日"), "YYYY-MM-DD");

    private readonly Option<Money?> _maxDebit = Opt.Amount(
        scope.Language,
        "--max-debit",
        scope.Pick("Refuse a higher float debit", "预付款扣款超过此额则拒绝"));

    private readonly Option<bool> _allowDuplicate = Opt.Flag(
        "--allow-duplicate",
        scope.Pick("It is a second sale of the same plan to the same card", "确认是同卡同套餐的第二笔销售"));

    private readonly Option<bool> _allowOpenCase = Opt.Flag(
        "--allow-open-case",
        scope.Pick(
            "Sell although an earlier sale was reported as not arrived",
            "此前一笔已报未到账，仍要销售"));

    private readonly Option<string?> _notifyPhone = Opt.Text(
        "--notify-phone",
        scope.Pick("The customer's number: gets a text message about it", "顾客手机号：充值结果将发送短信"),
        "+NUMBER");

    private readonly Option<string?> _notifyLanguage = Opt.Text(
        "--notify-language",
        scope.Pick("Of that text message, zh-CN or en [as you see here]", "短信语言，zh-CN 或 en [同当前语言]"),
        "LANG");

    private readonly IdCheckOptions _idCheck = new(scope);

    private readonly Option<TimeSpan?> _wait = Opt.Duration(
        scope.Language,
        "--wait",
        scope.Pick("How long the server waits for the end, 0s to 30s [8s]", "服务器等待结果的时间，0s 至 30s [8s]"));

    private readonly Option<bool> _validateOnly = Opt.Flag(
        "--validate-only",
        scope.Pick("Check everything, sell nothing", "仅校验，不销售"));

    /// <summary>What --start-now does, for every command that has it.</summary>
    public static string StartNow(Scope scope) => scope.Pick(
        "Let a data pack begin at once that would wait for its turn",
        "流量包立即生效，不排队等待");

    public void AddTo(Command command)
    {
        Option[] options =
        [
            _card, _plan, _amount, _quote, _coupon, _startNow, _channel, _outlet, _terminal, _cashier, _reference,
            _businessDate, _maxDebit, _allowDuplicate, _allowOpenCase, _notifyPhone, _notifyLanguage, .. _idCheck.All,
            _wait, _validateOnly,
        ];
        foreach (var option in options)
        {
            command.Options.Add(option);
        }
    }

    public bool IsValidateOnly(ParseResult parsed) => parsed.GetValue(_validateOnly);

    /// <summary>Whether an option is given that names one sale, so that it cannot apply to a whole file.</summary>
    public bool NamesOneSale(ParseResult parsed) =>
        parsed.GetValue(_card) is not null || parsed.GetValue(_quote) is not null
        || parsed.GetValue(_notifyPhone) is not null || _idCheck.IsGiven(parsed);

    public CreateTopUpRequest Read(ParseResult parsed) => new()
    {
        Card = parsed.GetValue(_card) is { } card ? CardText.Read(card) : null,
        Plan = Names.Plan(parsed.GetValue(_plan) ?? ""),
        Amount = parsed.GetValue(_amount),
        Quote = Names.Quote(parsed.GetValue(_quote) ?? ""),
        Coupon = parsed.GetValue(_coupon) ?? "",
        StartNow = parsed.GetValue(_startNow),
        MaxDebit = parsed.GetValue(_maxDebit),
        AllowDuplicate = parsed.GetValue(_allowDuplicate),
        AllowOpenCase = parsed.GetValue(_allowOpenCase),
        NotifyPhone = parsed.GetValue(_notifyPhone) ?? "",
        NotifyLanguage = parsed.GetValue(_notifyLanguage) ?? "",
        IdCheck = _idCheck.Read(parsed),
        Wait = parsed.GetValue(_wait) is { } wait ? Duration.FromTimeSpan(wait) : null,
        ValidateOnly = parsed.GetValue(_validateOnly),
        Channel = parsed.GetValue(_channel) ?? Channel.Unspecified,
        Outlet = parsed.GetValue(_outlet) ?? "",
        Terminal = parsed.GetValue(_terminal) ?? "",
        Cashier = parsed.GetValue(_cashier) ?? "",
        ClientReference = parsed.GetValue(_reference) ?? "",
        BusinessDate = Opt.Day(parsed.GetValue(_businessDate)),
    };
}
