using System.Globalization;
using System.Numerics;
using Partner.Core.TopUps;

namespace Partner.Core.Auditing;

/// <summary>
/// Which commission entries a top-up's state and its pinned levels call for, and what each must say: the terms as they
/// were pinned, the amounts as <see cref="EarningRecalculation"/> makes them at the volume that the entry names.
/// </summary>
internal static class EarningAudit
{
    public static void Check(OperationFacts operation, Findings findings)
    {
        if (operation.TopUp is not { } topUp)
        {
            Report(operation.Commissions, AuditCode.CommissionOrphan, "its top-up does not exist", findings);
            return;
        }

        if (topUp.State is not ((int)TopUpState.Succeeded or (int)TopUpState.Reversed))
        {
            Report(
                operation.Commissions,
                AuditCode.CommissionUnexpected,
                $"its top-up is {Wording.State(topUp.State)}",
                findings);
        }
        else if (topUp.Price is { } price)
        {
            CheckLevels(operation, topUp, price, findings);
        }
    }

    private static void CheckLevels(
        OperationFacts operation, TopUpFacts topUp, PriceFacts price, Findings findings)
    {
        var entries = operation.Commissions;
        var left = entries.ToList();
        var granted = BigInteger.Zero;
        foreach (var level in price.Levels.OrderBy(level => level.Number))
        {
            if (left.Find(entry => entry.Level == level.Number) is not { } entry)
            {
                findings.Add(
                    AuditCode.CommissionMissing,
                    Wording.TopUp(topUp.PartnerId, topUp.Id),
                    $"{Wording.State(topUp.State)}, but level {Wording.Number(level.Number)}, {level.PayeeId}, " +
                    "has no entry");
                continue;
            }

            left.Remove(entry);
            CheckTerms(entry, level, topUp, price.Amounts.Currency, findings);
            CheckState(entry, topUp, operation.TakenBack, findings);
            CheckReturned(entry, level, operation.TakenBack?.Refund, findings);
            granted += CheckAmounts(entry, level, granted, price.Amounts.Currency, findings);
        }

        Report(
            left, AuditCode.CommissionUnexpected, "its top-up pinned no such level, or it is a second entry", findings);
        CheckOwn(entries, topUp, price, findings);
    }

    private static void Report(
        IEnumerable<CommissionFacts> entries, AuditCode code, string detail, Findings findings)
    {
        foreach (var entry in entries)
        {
            findings.Add(code, Wording.Commission(entry), detail);
        }
    }

    /// <summary>Level 0 earns for the seller, the others for its parents.</summary>
    private static void CheckTerms(
        CommissionFacts entry, LevelFacts level, TopUpFacts topUp, string plan, Findings findings)
    {
        var seller = level.Number == 0 ? topUp.PartnerId : level.PayeeId;
        var wrong = new (string What, string Found, string Expected)[]
        {
            ("payee", entry.PayeeId, level.PayeeId),
            ("payee of the level", level.PayeeId, seller),
            ("schedule", entry.Schedule, level.Schedule),
            ("rule", entry.Rule, level.Rule.Id),
            ("mode", Wording.Number(entry.Mode), Wording.Number(level.Mode)),
            ("currency", entry.Currency, plan),
            ("float's currency", entry.FloatCurrency, level.FloatCurrency),
            ("base", Wording.Number(entry.Base), Wording.Number(level.Base)),
            ("month", entry.Month, MonthOf(topUp.AcceptedAt, level.Zone)),
            ("time", Time(entry.EarnedAt), Time(topUp.AcceptedAt)),
        }.Where(term => term.Found != term.Expected).ToList();
        if (wrong.Count > 0)
        {
            findings.Add(
                AuditCode.CommissionTermsMismatch,
                Wording.Commission(entry),
                string.Join("; ", wrong.Select(term => $"{term.What} {term.Found}, but {term.Expected} was pinned")));
        }
    }

    private static void CheckState(
        CommissionFacts entry, TopUpFacts topUp, ReversalFacts? takenBack, Findings findings)
    {
        var reversed = topUp.State == (int)TopUpState.Reversed || takenBack is { Refund: { Points: null } };
        if (reversed != entry.ReversedAt is not null)
        {
            findings.Add(
                AuditCode.CommissionStateMismatch,
                Wording.Commission(entry),
                $"{(reversed ? "stands" : "is taken back")}, but its top-up is {Wording.State(topUp.State)}");
        }
        else if (entry.ReversedAt < entry.EarnedAt)
        {
            findings.Add(
                AuditCode.CommissionStateMismatch,
                Wording.Commission(entry),
                $"taken back at {Time(entry.ReversedAt)}, before it was earned at {Time(entry.EarnedAt)}");
        }
    }

    /// <summary>What went back of it is the share of its sale's refund.</summary>
    private static void CheckReturned(
        CommissionFacts entry, LevelFacts level, RefundFacts? refund, Findings findings)
    {
        var found = (entry.ReturnedPart, entry.ReturnedWhole, entry.ReturnedBase, entry.ReturnedCredit);
        (long?, long?, long?, long?) expected = default;
        if (refund is { Points: null, MakesSense: true }
            && RefundRecalculation.PartOf(entry, level, refund.Part, refund.Whole) is { } part)
        {
            expected = (refund.Part, refund.Whole, part.Base, part.Credit);
        }

        if (found != expected)
        {
            findings.Add(
                AuditCode.CommissionAmountMismatch,
                Wording.Commission(entry),
                $"gave back {Share(found.ReturnedPart, found.ReturnedWhole)}: base " +
                $"{Wording.Number(found.ReturnedBase ?? 0)} and credit {Wording.Number(found.ReturnedCredit ?? 0)} " +
                $"minor units, but the refund makes {Share(expected.Item1, expected.Item2)}, " +
                $"{Wording.Number(expected.Item3 ?? 0)} and {Wording.Number(expected.Item4 ?? 0)}");
        }
    }

    private static string Share(long? part, long? whole) => part is null && whole is null
        ? "all or nothing"
        : $"{Wording.Number(part ?? 0)} of {Wording.Number(whole ?? 0)}";

    /// <returns>What the level should have been granted.</returns>
    private static BigInteger CheckAmounts(
        CommissionFacts entry, LevelFacts level, BigInteger granted, string plan, Findings findings)
    {
        var own = EarningRecalculation.Own(level, entry.VolumeBefore);
        var beneath = EarningRecalculation.IsAddedOnTop(level) ? 0 : granted;
        var amount = BigInteger.Max(0, own - beneath);
        var credit = ExactMath.Credit(amount, plan, level.FloatCurrency, level.Fx);
        var tax = credit is { } taxed ? EarningRecalculation.TaxAtCredit(level, taxed) : (BigInteger?)null;
        var wrong = new (string What, BigInteger Found, BigInteger? Expected, string Currency)[]
        {
            ("own commission", entry.Own, own, plan),
            ("granted beneath", entry.Beneath, beneath, plan),
            ("amount", entry.Amount, amount, plan),
            ("credit", entry.Credit, credit, level.FloatCurrency),
            ("tax", entry.Tax, tax, level.FloatCurrency),
        }
            .Where(one => one.Found != one.Expected)
            .Select(one => $"{one.What} {Wording.Amount(one.Found, one.Currency)}, not " +
                (
                    one.Expected is { } expected
                        ? Wording.Amount(expected, one.Currency)
                        : "to be computed without a rate"))
            .ToList();
        if (entry.Parts is null || !EarningRecalculation.PartsAgree(level, entry.VolumeBefore, entry.Parts))
        {
            wrong.Add("its parts are unreadable or do not make its rate part");
        }

        if (wrong.Count > 0)
        {
            findings.Add(
                AuditCode.CommissionAmountMismatch,
                Wording.Commission(entry),
                $"at volume {Wording.Amount(entry.VolumeBefore, plan)}: {string.Join("; ", wrong)}");
        }

        return amount;
    }

    /// <summary>What the top-up says its seller earned is the seller's entry.</summary>
    private static void CheckOwn(
        IReadOnlyList<CommissionFacts> entries, TopUpFacts topUp, PriceFacts price, Findings findings)
    {
        var own = entries.FirstOrDefault(entry => entry.Level == 0);
        var earns = price.Levels.Any(level => level.Number == 0);
        if ((own is null && earns)
            || (price.Amounts.Commission == (own?.Amount ?? 0) && price.CommissionCredit == (own?.Credit ?? 0)))
        {
            return;
        }

        findings.Add(
            AuditCode.CommissionMismatch,
            Wording.TopUp(topUp.PartnerId, topUp.Id),
            $"says it earned {Wording.Amount(price.Amounts.Commission, price.Amounts.Currency)}, credited as " +
            $"{Wording.Amount(price.CommissionCredit, price.Amounts.DebitCurrency)}, but the entry says " +
            $"{Wording.Amount(own?.Amount ?? 0, price.Amounts.Currency)} and " +
            Wording.Amount(own?.Credit ?? 0, price.Amounts.DebitCurrency));
    }

    private static string MonthOf(DateTimeOffset? time, string zone) =>
        time is { } instant && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found)
            ? TimeZoneInfo.ConvertTime(instant, found).ToString("yyyy-MM", CultureInfo.InvariantCulture)
            : $"no month in {zone}";

    private static string Time(DateTimeOffset? time) => time is { } known ? $"{known:O}" : "no time";
}
