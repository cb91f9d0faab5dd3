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
                Wording.Gifts(gifts),
                $"{Wording.GiftState(gifts.State)} here and never granted, but the issuer put them onto the card");
        }
        else if (own?.ReversalId is { } by && gifts.State is (int)GiftState.Granted or (int)GiftState.Kept)
        {
            findings.Add(
                AuditCode.IssuerGiftTakeBackMismatch,
                Wording.Gifts(gifts),
                $"{Wording.GiftState(gifts.State)} here, but the issuer took them back by {by}");
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
                    Wording.Gifts(gifts),
                    $"{Wording.GiftState(gifts.State)} here, but the issuer " +
                    (own is null ? "never heard of them" : "has not put them onto the card"));
                continue;
            }

            CompareDetails(gifts, topUp, own);
            if (!Proves(gifts, own))
            {
                findings.Add(
                    AuditCode.IssuerGiftTakeBackMismatch,
                    Wording.Gifts(gifts),
                    $"{Wording.GiftState(gifts.State)} here, but the issuer has not taken them back");
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
                Wording.Gifts(gifts),
                $"{Text(grants, credit, points)} for card {Wording.Card(topUp.Card)} here, but the issuer gave " +
                $"{Text(own.Grants, own.Amount ?? 0, own.Points)} to card {Wording.Card(own.Card)}");
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
                Wording.Gifts(gifts),
                $"the issuer took {Wording.Number(back.Amount ?? 0)} minor units and {Wording.Number(back.Points)} " +
                $"points back {(back.TakesGrants ? "with" : "without")} data and validity, " +
                "which is not what goes back");
        }
    }

    private static long Sum(PriceFacts price, Pricing.PriceStep step) =>
        price.Lines.Where(line => line.Step == (int)step).Sum(line => line.Amount);

    private static string Text(IReadOnlyList<GrantFacts> grants, long credit, long points) => string.Join(
        ", ",
        grants.Select(grant => grant.ToString())
            .Append($"{Wording.Number(credit)} minor units and {Wording.Number(points)} points"));
}
