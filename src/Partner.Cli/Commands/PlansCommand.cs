using System.CommandLine;
using Leb.Partner.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Cli.Output;
using Partner.Cli.Sessions;
using Partner.Contracts.Client;

namespace Partner.Cli.Commands;

/// <summary><c>plans</c>: what can be sold.</summary>
internal static class PlansCommand
{
    private const int PageSize = 500;

    public static Command Create(Scope scope)
    {
        var cardType = Opt.Choice<CardType>(scope.Language, "--card-type", scope.Pick("Only this type", "仅此卡类型"));
        var region = Opt.Text("--region", scope.Pick("Only this region: CN, GLOBAL", "仅此地区：CN、GLOBAL"), "CODE");
        var command = new Command("plans", scope.Pick("Lists the plans on sale", "列出在售套餐")) { cardType, region };
        return scope.Runs(command, async (session, cancellationToken) =>
        {
            var request = new ListPlansRequest
            {
                CardType = session.Parsed.GetValue(cardType) ?? CardType.Unspecified,
                Region = session.Parsed.GetValue(region) ?? "",
                PageSize = PageSize,
            };
            var all = new ListPlansResponse();
            do
            {
                using var call = session.Connection.Plans.ListPlansAsync(request, session.Call(cancellationToken));
                var page = await call.ResponseAsync;
                all.Plans.AddRange(page.Plans);
                all.CatalogueVersion = page.CatalogueVersion;
                request.PageToken = page.NextPageToken;
            }
            while (request.PageToken.Length > 0);

            session.Print(all, () => Table(session.Language, all));
            return ExitStatus.Done;
        });
    }

    private static string Table(Language language, ListPlansResponse answer)
    {
        var table = new TextTable(
            language.Pick("Plan", "套餐"),
            language.Pick("Name", "名称"),
            language.Pick("Card type", "卡类型"),
            language.Pick("Price", "价格"),
            language.Pick("Period", "时长"),
            language.Pick(">Data", ">流量"),
            language.Pick("Region", "地区"),
            language.Pick("Reversible for", "可冲正时限"),
            language.Pick("Identity check", "证件核验"));
        foreach (var plan in answer.Plans)
        {
            var window = plan.ReversalWindow?.ToTimeSpan() ?? TimeSpan.Zero;
            table.Add(
                plan.Name,
                plan.DisplayName,
                EnumText.Of(plan.CardType),
                Price(plan),
                plan.PeriodUnit == PeriodUnit.Unspecified ? "" : $"{plan.PeriodCount} {EnumText.Of(plan.PeriodUnit)}",
                plan.DataBytes == 0 ? "" : CardFields.Data(plan.DataBytes),
                plan.Region,
                window == TimeSpan.Zero ? "-" : DurationText.Format(window),
                IdCheckText.Of(
                    language, plan.IdCheck?.Demand ?? IdCheckDemand.Unspecified, plan.IdCheck?.Channels ?? []));
        }

        return table + language.Pick("Catalogue version ", "目录版本 ") + answer.CatalogueVersion;
    }

    private static string Price(Plan plan) => plan.PricingCase switch
    {
        Plan.PricingOneofCase.FixedPrice => MoneyText.Format(plan.FixedPrice),
        Plan.PricingOneofCase.Denominations => string.Join(" / ", plan.Denominations.Amounts.Select(MoneyText.Format)),
        Plan.PricingOneofCase.Range =>
            $"{MoneyText.Format(plan.Range.Minimum)} .. {MoneyText.Format(plan.Range.Maximum)}"
            + $" / {MoneyText.Format(plan.Range.Step)}",
        _ => "",
    };
}
