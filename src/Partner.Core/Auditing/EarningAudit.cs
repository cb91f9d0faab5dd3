using System.Globalization;
using System.Numerics;
using Partner.Core.Texts;
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
            Report(
                operation.Commissions,
                AuditCode.CommissionOrphan,
                new("its top-up does not exist", "其充值不存在"),
                findings);
            return;
        }

        if (topUp.State is not ((int)TopUpState.Succeeded or (int)TopUpState.Reversed))
        {
            Report(
                operation.Commissions,
                AuditCode.CommissionUnexpected,
                Told.Of($"its top-up is {Named.State(topUp.State)}", $"其充值为 {Named.State(topUp.State)}"),
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
                    Named.TopUp(topUp.PartnerId, topUp.Id),
                    $"{Named.State(topUp.State)}, but level {level.Number}, {level.PayeeId}, has no entry",
                    $"{Named.State(topUp.State)}，但第 {level.Number} 级 {level.PayeeId} 没有佣金记录");
                continue;
            }

            left.Remove(entry);
            CheckTerms(entry, level, topUp, price.Amounts.Currency, findings);
            CheckState(entry, topUp, operation.TakenBack, findings);
            CheckReturned(entry, level, operation.TakenBack?.Refund, findings);
            granted += CheckAmounts(entry, level, granted, price.Amounts.Currency, findings);
        }

        Report(
            left,
            AuditCode.CommissionUnexpected,
            new("its top-up pinned no such level, or it is a second entry", "其充值未锁定该级别，或为重复记录"),
            findings);
        CheckOwn(entries, topUp, price, findings);
    }

    private static void Report(
        IEnumerable<CommissionFacts> entries, AuditCode code, Wording detail, Findings findings)
    {
        foreach (var entry in entries)
        {
            findings.Add(code, Named.Commission(entry), detail);
        }
    }

    /// <summary>Level 0 earns for the seller, the others for its parents.</summary>
    private static void CheckTerms(
        CommissionFacts entry, LevelFacts level, TopUpFacts topUp, string plan, Findings findings)
    {
        var seller = level.Number == 0 ? topUp.PartnerId : level.PayeeId;
        var wrong = new (Wording What, string Found, string Expected)[]
        {
            (new("payee", "收款方"), entry.PayeeId, level.PayeeId),
            (new("payee of the level", "该级收款方"), level.PayeeId, seller),
            (new("schedule", "佣金方案"), entry.Schedule, level.Schedule),
            (new("rule", "规则"), entry.Rule, level.Rule.Id),
            (new("mode", "方式"), Named.Number(entry.Mode), Named.Number(level.Mode)),
            (new("currency", "币种"), entry.Currency, plan),
            (new("float's currency", "预存款币种"), entry.FloatCurrency, level.FloatCurrency),
            (new("base", "基数"), Named.Number(entry.Base), Named.Number(level.Base)),
            (new("month", "月份"), entry.Month, MonthOf(topUp.AcceptedAt, level.Zone)),
            (new("time", "时间"), Time(entry.EarnedAt), Time(topUp.AcceptedAt)),
        }.Where(term => term.Found != term.Expected).ToList();
        if (wrong.Count > 0)
        {
            findings.Add(
                AuditCode.CommissionTermsMismatch,
                Named.Commission(entry),
                Told.All([
                    .. wrong.Select(term => Told.Of(
                        $"{term.What} {term.Found}, but {term.Expected} was pinned",
                        $"{term.What}为 {term.Found}，而锁定的是 {term.Expected}")),
                ]));
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
                Named.Commission(entry),
                $"{(reversed ? "stands" : "is taken back")}, but its top-up is {Named.State(topUp.State)}",
                $"{(reversed ? "仍有效" : "已收回")}，而其充值为 {Named.State(topUp.State)}");
        }
        else if (entry.ReversedAt < entry.EarnedAt)
        {
            findings.Add(
                AuditCode.CommissionStateMismatch,
                Named.Commission(entry),
                $"taken back at {Time(entry.ReversedAt)}, before it was earned at {Time(entry.EarnedAt)}",
                $"于 {Time(entry.ReversedAt)} 收回，早于获得时间 {Time(entry.EarnedAt)}");
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
                Named.Commission(entry),
                $"gave back {Share(found.ReturnedPart, found.ReturnedWhole)}: base {found.ReturnedBase ?? 0} and "
                + $"credit {found.ReturnedCredit ?? 0} minor units, but the refund makes "
                + $"{Share(expected.Item1, expected.Item2)}, {expected.Item3 ?? 0} and {expected.Item4 ?? 0}",
                $"收回 {Share(found.ReturnedPart, found.ReturnedWhole)}：基数 {found.ReturnedBase ?? 0}、"
                + $"入账 {found.ReturnedCredit ?? 0} 最小单位，而退款应为 "
                + $"{Share(expected.Item1, expected.Item2)}、{expected.Item3 ?? 0} 和 {expected.Item4 ?? 0}");
        }
    }

    private static Wording Share(long? part, long? whole) => part is null && whole is null
        ? new("all or nothing", "全部或零")
        : Told.Of($"{part ?? 0} of {whole ?? 0}", $"{part ?? 0}/{whole ?? 0}");

    /// <returns>What the level should have been granted.</returns>
    private static BigInteger CheckAmounts(
        CommissionFacts entry, LevelFacts level, BigInteger granted, string plan, Findings findings)
    {
        var own = EarningRecalculation.Own(level, entry.VolumeBefore);
        var beneath = EarningRecalculation.IsAddedOnTop(level) ? 0 : granted;
        var amount = BigInteger.Max(0, own - beneath);
        var credit = ExactMath.Credit(amount, plan, level.FloatCurrency, level.Fx);
        var tax = credit is { } taxed ? EarningRecalculation.TaxAtCredit(level, taxed) : (BigInteger?)null;
        var wrong = new (Wording What, BigInteger Found, BigInteger? Expected, string Currency)[]
        {
            (new("own commission", "自身佣金"), entry.Own, own, plan),
            (new("granted beneath", "下级已得"), entry.Beneath, beneath, plan),
            (new("amount", "金额"), entry.Amount, amount, plan),
            (new("credit", "入账"), entry.Credit, credit, level.FloatCurrency),
            (new("tax", "代扣税"), entry.Tax, tax, level.FloatCurrency),
        }
            .Where(one => one.Found != one.Expected)
            .Select(one => one.Expected is { } expected
                ? Told.Of(
                    $"{one.What} {Named.Amount(one.Found, one.Currency)}, not {Named.Amount(expected, one.Currency)}",
                    $"{one.What}为 {Named.Amount(one.Found, one.Currency)}，应为 {Named.Amount(expected, one.Currency)}")
                : Told.Of(
                    $"{one.What} {Named.Amount(one.Found, one.Currency)}, not to be computed without a rate",
                    $"{one.What}为 {Named.Amount(one.Found, one.Currency)}，无汇率可供计算"))
            .ToList();
        if (entry.Parts is null || !EarningRecalculation.PartsAgree(level, entry.VolumeBefore, entry.Parts))
        {
            wrong.Add(new("its parts are unreadable or do not make its rate part", "其分段无法读取，或与比率部分不符"));
        }

        if (wrong.Count > 0)
        {
            findings.Add(
                AuditCode.CommissionAmountMismatch,
                Named.Commission(entry),
                $"at volume {Named.Amount(entry.VolumeBefore, plan)}: {Told.All(wrong)}",
                $"交易量 {Named.Amount(entry.VolumeBefore, plan)} 时：{Told.All(wrong)}");
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
            Named.TopUp(topUp.PartnerId, topUp.Id),
            $"says it earned {Named.Amount(price.Amounts.Commission, price.Amounts.Currency)}, credited as "
            + $"{Named.Amount(price.CommissionCredit, price.Amounts.DebitCurrency)}, but the entry says "
            + $"{Named.Amount(own?.Amount ?? 0, price.Amounts.Currency)} and "
            + $"{Named.Amount(own?.Credit ?? 0, price.Amounts.DebitCurrency)}",
            $"记为获得 {Named.Amount(price.Amounts.Commission, price.Amounts.Currency)}、入账 "
            + $"{Named.Amount(price.CommissionCredit, price.Amounts.DebitCurrency)}，而佣金记录为 "
            + $"{Named.Amount(own?.Amount ?? 0, price.Amounts.Currency)} 和 "
            + $"{Named.Amount(own?.Credit ?? 0, price.Amounts.DebitCurrency)}");
    }

    private static string MonthOf(DateTimeOffset? time, string zone) =>
        time is { } instant && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found)
            ? TimeZoneInfo.ConvertTime(instant, found).ToString("yyyy-MM", CultureInfo.InvariantCulture)
            : $"— ({zone})";

    private static string Time(DateTimeOffset? time) => time is { } known ? $"{known:O}" : "—";
}
