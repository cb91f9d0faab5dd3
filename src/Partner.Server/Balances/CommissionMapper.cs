using Partner.Core.Commissions;
using Partner.Core.Rules;
using Partner.Server.Contract;
using Partner.Server.Plans;
using Partner.Storage;
using Wire = Leb.Partner.V1;

namespace Partner.Server.Balances;

/// <summary>Turns commissions into messages of the contract. A payee's entry holds nothing about its parents.</summary>
internal static class CommissionMapper
{
    /// <summary>The resource name of a settlement.</summary>
    public static string SettlementName(string number) => $"settlements/{number}";

    /// <summary>An entry with what became of it.</summary>
    /// <param name="stored">The entry.</param>
    public static Wire.CommissionEntry ToWire(this StoredCommission stored)
    {
        var entry = stored.Record.Entry;
        var commission = entry.Level.Terms.ToWire(entry.Parts);
        commission.Amount = entry.Amount.ToWire();
        commission.Credit = entry.Credit.ToWire();
        commission.Tax = entry.Tax.ToWire();
        return new Wire.CommissionEntry
        {
            TopUp = $"topUps/{entry.TopUpId}",
            Seller = entry.SellerId.Value,
            Level = entry.Level.Number,
            EarnTime = entry.EarnedAt.ToWire(),
            Month = entry.Month,
            State = StateOf(stored),
            Commission = commission,
            VolumeBefore = (entry.Level.Terms.Base with { Minor = entry.VolumeBefore }).ToWire(),
            GrantedBeneath = stored.Beneath.ToWire(),
            Settlement = stored.Settlement is { } number ? SettlementName(number) : "",
            TrueUp = stored.Record.TrueUpCredit.ToWire(),
            TimeZone = entry.Level.Terms.Zone,
            TakenBack = stored.Record.TakenBack.ToWire(),
        };
    }

    /// <summary>A month's sums.</summary>
    /// <param name="report">The sums.</param>
    public static Wire.CommissionSummary ToWire(this CommissionReport report)
    {
        var totals = report.Totals;
        return new Wire.CommissionSummary
        {
            Schedule = totals.ScheduleId,
            Month = totals.Month,
            Tiering = (Wire.Tiering)report.Tiering,
            Mode = (Wire.CommissionMode)totals.Mode,
            Volume = totals.Volume.ToWire(),
            RuleId = report.Rule.Id,
            RateBasisPoints = CommissionMath.RateAt(report.Rule, totals.Volume.Minor).Value,
            NextStep = report.Outlook is { } outlook
                ? new Wire.NextStep
                {
                    From = (totals.Volume with { Minor = outlook.From }).ToWire(),
                    Missing = (totals.Volume with { Minor = outlook.Missing }).ToWire(),
                    RateBasisPoints = outlook.Rate.Value,
                    Worth = (totals.Volume with { Minor = outlook.Worth }).ToWire(),
                }
                : null,
            Accrued = totals.Accrued.ToWire(),
            Paid = totals.Paid.ToWire(),
            ClawedBack = totals.ClawedBack.ToWire(),
            TopUps = totals.TopUps,
            GrantedBeneath = totals.Beneath.ToWire(),
            TimeZone = report.Zone,
        };
    }

    private static Wire.CommissionState StateOf(StoredCommission stored) =>
        stored.Record.IsGone ? Wire.CommissionState.ClawedBack
        : stored.Record.Settled || stored.Record.Entry.Level.Terms.Mode == CommissionMode.Instant
            ? Wire.CommissionState.Paid
            : Wire.CommissionState.Accrued;

    /// <summary>A child's volume of a month.</summary>
    public static Leb.Partner.V1.ChildVolume ToWire(this Storage.ChildVolume volume, string month) => new()
    {
        Child = volume.ChildId.Value,
        Level = volume.Level,
        Month = month,
        Sales = volume.Sales,
        Volume = volume.Volume.ToWire(),
        Override = volume.Override.ToWire(),
    };
}
