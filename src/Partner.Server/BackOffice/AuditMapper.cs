using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Leb.Operator.V1;
using Partner.Core.Auditing;
using Partner.Core.Texts;
using Partner.Server.Contract;
using CoreUnfinished = Partner.Core.Auditing.UnfinishedOperation;
using WireUnfinished = Leb.Operator.V1.AuditedOperation;

namespace Partner.Server.BackOffice;

/// <summary>Turns what an audit counted into messages of the operator's contract.</summary>
internal static class AuditMapper
{
    private const int MostUnfinished = 1000;

    /// <summary>Everything that is told at the end, the verdict last.</summary>
    /// <param name="days">Whether business days are told.</param>
    /// <param name="leftOut">How many findings were not told.</param>
    public static IEnumerable<RunAuditResponse> ToWire(this AuditReport report, bool days, long leftOut) =>
    [
        .. report.Floats.Select(one => new RunAuditResponse { Float = ToWire(one) }),
        .. (days ? report.Days : []).Select(one => new RunAuditResponse { Day = ToWire(one) }),
        .. report.Processing.Take(MostUnfinished).Select(one => new RunAuditResponse { Unfinished = ToWire(one) }),
        new RunAuditResponse
        {
            Verdict = new AuditVerdict
            {
                Ok = report.Ok,
                Findings = report.Findings.Count,
                FindingsLeftOut = leftOut,
                Transfers = report.Transfers,
                States =
                {
                    report.TopUps.Select(pair => new AuditedState
                    {
                        State = EnumWord.Upper(pair.Key), TopUps = pair.Value,
                    }),
                },
                UnfinishedLeftOut = Math.Max(0, report.Processing.Count - MostUnfinished),
            },
        },
    ];

    private static AuditedFloat ToWire(FloatTotals totals) => new()
    {
        Partner = totals.PartnerId,
        CurrencyCode = totals.Currency,
        Deposited = Text(totals.Deposited),
        Debited = Text(totals.Debited),
        Commission = Text(totals.Commission),
        Returned = Text(totals.Returned),
        ClawedBack = Text(totals.ClawedBack),
        Cashback = Text(totals.Cashback),
        Overrides = Text(totals.Overrides),
        Settled = Text(totals.Settled),
        Tax = Text(totals.Tax),
        Posted = Text(totals.Posted),
        Reserved = Text(totals.Reserved),
        CreditLimit = Text(totals.CreditLimit),
    };

    private static AuditedDay ToWire(DayTotals totals) => new()
    {
        Partner = totals.PartnerId,
        BusinessDate = totals.BusinessDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "",
        CurrencyCode = totals.Currency,
        Sold = totals.Sold,
        Debited = Text(totals.Debited),
        Reversed = totals.Reversed,
        Returned = Text(totals.Returned),
    };

    private static WireUnfinished ToWire(CoreUnfinished operation) => new()
    {
        Name = operation.Name,
        Age = Duration.FromTimeSpan(operation.Age),
        InDoubtSince = operation.InDoubtSince.ToWire(),
    };

    private static string Text(Int128 number) => number.ToString(CultureInfo.InvariantCulture);
}
