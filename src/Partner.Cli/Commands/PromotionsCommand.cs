using System.CommandLine;
using Leb.Partner.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Cli.Output;
using Partner.Cli.Sessions;

namespace Partner.Cli.Commands;

/// <summary><c>promotions</c>: what can be sold with now, and why a card may not have it.</summary>
internal static class PromotionsCommand
{
    public static Command Create(Scope scope)
    {
        var language = scope.Language;
        var card = Opt.Text(
            "--card", scope.Pick("For this card: ICCID or +phone number", "针对此卡：ICCID 或 +电话号码"), "CARD");
        var plan = Opt.Text("--plan", scope.Pick("With this plan", "搭配此套餐"), "PLAN");
        var amount = Opt.Amount(language, "--amount", scope.Pick("Where the plan leaves a choice", "套餐可选面额时填写"));
        var channel = Opt.Choice<Channel>(language, "--channel", scope.Pick("Through this channel", "通过此渠道"));
        var coupon = Opt.Text("--coupon", scope.Pick("With this coupon", "使用此优惠券码"), "CODE");
        var command = new Command("promotions", scope.Pick(
            "Lists the promotions in force, and whether they apply",
            "列出当前优惠活动及是否适用")) { card, plan, amount, channel, coupon };
        return scope.Runs(command, async (session, cancellationToken) =>
        {
            var parsed = session.Parsed;
            var request = new ListPromotionsRequest
            {
                Card = parsed.GetValue(card) is { } number ? CardText.Read(number) : null,
                Plan = Names.Plan(parsed.GetValue(plan) ?? ""),
                Amount = parsed.GetValue(amount),
                Channel = parsed.GetValue(channel) ?? Channel.Unspecified,
                Coupon = parsed.GetValue(coupon) ?? "",
            };
            using var call = session.Connection.Plans.ListPromotionsAsync(request, session.Call(cancellationToken));
            var answer = await call.ResponseAsync;
            session.Print(answer, () => Table(session, answer));
            return ExitStatus.Done;
        });
    }

    private static string Table(Session session, ListPromotionsResponse answer)
    {
        var language = session.Language;
        var table = new TextTable(
            language.Pick(">Group", ">分组"),
            language.Pick("Promotion", "优惠"),
            language.Pick("Name", "名称"),
            language.Pick("Applies", "是否适用"),
            language.Pick("Valid until", "有效期至"),
            language.Pick("What it gives", "内容"));
        foreach (var promotion in answer.Promotions)
        {
            table.Add(
                $"{promotion.Group}",
                promotion.PromotionId,
                promotion.DisplayName,
                promotion.Eligible ? language.Pick("yes", "适用") : promotion.IneligibilityText,
                TimeText.Format(promotion.ValidUntil, session.Host.Clock.LocalTimeZone),
                promotion.Text);
        }

        return table + language.Pick("Of each group only the best applies.", "每组仅最优的一项生效。");
    }
}
