using Partner.Core.Texts;
using Partner.Core.TopUps;

namespace Partner.Core.Auditing;

/// <summary>
/// Compares the gifts of top-ups with the issuer's records, in the order that <see cref="IssuerComparison"/> explains:
/// what the earlier records do not prove, the later ones may.
/// </summary>
internal sealed class GiftComparison(Findings findings, HashSet<string> suspects)
{
    private readonly List<(GiftFacts Gifts, TopUpFacts TopUp)> _unproven = [];

    /// <summary>Compares with the records that were read before what is stored.</summary>
    public void Compare(GiftFacts gifts, TopUpFacts topUp, IssuerFacts? own, IssuerFacts? back)
    {
        if (own is { TookEffect: true })
        {
            CompareDetails(gifts, topUp, own);
        }

        if (back is { State: IssuerFactState.Applied } && gifts.Back is not null)
        {
            CompareBack(gifts, back);
        }

        if (own is { TookEffect: true } && !gifts.Granted
            && gifts.State is (int)GiftState.Refused or (int)GiftState.TakenBack)
        {
            findings.Add(
                AuditCode.IssuerGiftUnexpected,
                Named.Gifts(gifts),
                $"{Named.GiftState(gifts.State)} here and never granted, but the issuer put them onto the card",
                $"我方为 {Named.GiftState(gifts.State)} 且从未发放，但发卡方已发放到卡");
        }
        else if (own?.ReversalId is { } by && gifts.State is (int)GiftState.Granted or (int)GiftState.Kept)
        {
            findings.Add(
                AuditCode.IssuerGiftTakeBackMismatch,
                Named.Gifts(gifts),
                $"{Named.GiftState(gifts.State)} here, but the issuer took them back by {by}",
                $"我方为 {Named.GiftState(gifts.State)}，但发卡方已按 {by} 收回");
        }
        else if (gifts.Granted && !Proves(gifts, own))
        {
            _unproven.Add((gifts, topUp));
            suspects.Add(IdOf(gifts));
        }
    }

    /// <summary>Judges what the earlier records did not prove by those that were read later.</summary>
    public void Conclude(Func<string, IssuerFacts?> find)
    {
        foreach (var (gifts, topUp) in _unproven)
        {
            var own = find(IdOf(gifts));
            if (own is not { TookEffect: true })
            {
                findings.Add(
                    AuditCode.IssuerGiftMissing,
                    Named.Gifts(gifts),
                    own is null
                        ? Told.Of(
                            $"{Named.GiftState(gifts.State)} here, but the issuer never heard of them",
                            $"我方为 {Named.GiftState(gifts.State)}，但发卡方没有该赠送")
                        : Told.Of(
                            $"{Named.GiftState(gifts.State)} here, but the issuer has not put them onto the card",
                            $"我方为 {Named.GiftState(gifts.State)}，但发卡方未发放到卡"));
                continue;
            }

            CompareDetails(gifts, topUp, own);
            if (!Proves(gifts, own))
            {
                findings.Add(
                    AuditCode.IssuerGiftTakeBackMismatch,
                    Named.Gifts(gifts),
                    $"{Named.GiftState(gifts.State)} here, but the issuer has not taken them back",
                    $"我方为 {Named.GiftState(gifts.State)}，但发卡方未收回");
            }
        }
    }

    private static string IdOf(GiftFacts gifts) => CardGiftRecord.GrantIdOf(new TopUpId(gifts.TopUpId));

    /// <summary>Whether a record says that gifts that were granted were, and were taken back where they are.</summary>
    private static bool Proves(GiftFacts gifts, IssuerFacts? own) => own is { TookEffect: true }
        && (gifts.State != (int)GiftState.TakenBack
            || own.ReversalId == CardGiftRecord.BackIdOf(new TopUpId(gifts.TopUpId)));

    private void CompareDetails(GiftFacts gifts, TopUpFacts topUp, IssuerFacts own)
    {
        if (topUp.Price is not { } price)
        {
            return;
        }

        var grants = price.Lines.Select(line => line.Grant).OfType<GrantFacts>().ToList();
        var credit = Sum(price, Pricing.PriceStep.CardCashback);
        var points = Sum(price, Pricing.PriceStep.Points);
        var agrees = own.Kind == IssuerFactKind.Gift && own.Card == topUp.Card && own.TopUpId == topUp.Id
            && own.Grants.SequenceEqual(grants) && (own.Amount ?? 0) == credit && own.Points == points;
        if (!agrees)
        {
            findings.Add(
                AuditCode.IssuerDetailsMismatch,
                Named.Gifts(gifts),
                $"{Text(grants, credit, points)} for card {Named.Card(topUp.Card)} here, but the issuer gave "
                + $"{Text(own.Grants, own.Amount ?? 0, own.Points)} to card {Named.Card(own.Card)}",
                $"我方为卡 {Named.Card(topUp.Card)}：{Text(grants, credit, points)}；"
                + $"发卡方为卡 {Named.Card(own.Card)}：{Text(own.Grants, own.Amount ?? 0, own.Points)}");
        }
    }

    private void CompareBack(GiftFacts gifts, IssuerFacts back)
    {
        var wanted = gifts.Back!;
        var agrees = back.Kind == IssuerFactKind.GiftBack && back.GiftId == IdOf(gifts)
            && (wanted.Service, wanted.Credit, wanted.Points) == (back.TakesGrants, back.Amount ?? 0, back.Points);
        if (!agrees)
        {
            findings.Add(
                AuditCode.IssuerDetailsMismatch,
                Named.Gifts(gifts),
                $"the issuer took {back.Amount ?? 0} minor units and {back.Points} points back "
                + $"{(back.TakesGrants ? "with" : "without")} data and validity, which is not what goes back",
                $"发卡方收回 {back.Amount ?? 0} 最小单位和 {back.Points} 积分，"
                + $"{(back.TakesGrants ? "并收回" : "未收回")}流量和有效期，与应收回的不符");
        }
    }

    private static long Sum(PriceFacts price, Pricing.PriceStep step) =>
        price.Lines.Where(line => line.Step == (int)step).Sum(line => line.Amount);

    private static Wording Text(IReadOnlyList<GrantFacts> grants, long credit, long points) => Told.List([
        .. grants.Select(Text),
        Told.Of($"{credit} minor units and {points} points", $"{credit} 最小单位和 {points} 积分"),
    ]);

    private static Wording Text(GrantFacts grant)
    {
        var unit = grant.Unit switch { "day" => "天", "month" => "个月", "year" => "年", var other => other };
        var lasts = new Wording($"{Named.Number(grant.Count)} {grant.Unit}", $"{Named.Number(grant.Count)} {unit}");
        return grant.Bytes == 0
            ? lasts
            : Told.Of(
                $"{grant.Bytes} bytes for {lasts} in {grant.Region}",
                $"{grant.Region} 流量 {grant.Bytes} 字节（{lasts}）");
    }
}
