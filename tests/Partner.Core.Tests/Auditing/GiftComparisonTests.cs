using Partner.Core.Auditing;
using Partner.Core.Pricing;
using Partner.Core.Rules;
using Partner.Core.Tests.Support;
using Partner.Core.TopUps;

namespace Partner.Core.Tests.Auditing;

/// <summary>
/// Gifts here, the issuer's records before and after ours were read, and what follows. "-": no record, "1": not
/// applied, "A": applied, "R": taken back. "TAKING_BACK*" is granted and being taken off.
/// </summary>
public sealed class GiftComparisonTests
{
    private const string Sale = "7";
    private static readonly GrantFacts Week = new(1_000, "day", 7, "CN");

    [Theory]
    [InlineData("PROCESSING", "-", "-", "")]
    [InlineData("PROCESSING", "1", "A", "")]
    [InlineData("PROCESSING", "A", "A", "")]
    [InlineData("GRANTED", "A", "A", "")]
    [InlineData("GRANTED", "-", "A", "")]
    [InlineData("GRANTED", "-", "-", "ISSUER_GIFT_MISSING")]
    [InlineData("GRANTED", "1", "1", "ISSUER_GIFT_MISSING")]
    [InlineData("GRANTED", "R", "R", "ISSUER_GIFT_TAKE_BACK_MISMATCH")]
    [InlineData("REFUSED", "-", "-", "")]
    [InlineData("REFUSED", "1", "1", "")]
    [InlineData("REFUSED", "A", "A", "ISSUER_GIFT_UNEXPECTED")]
    [InlineData("TAKING_BACK", "-", "-", "")]
    [InlineData("TAKING_BACK", "A", "A", "")]
    [InlineData("TAKING_BACK*", "A", "A", "")]
    [InlineData("TAKING_BACK*", "A", "R", "")]
    [InlineData("TAKING_BACK*", "-", "-", "ISSUER_GIFT_MISSING")]
    [InlineData("TAKEN_BACK", "1", "1", "")]
    [InlineData("TAKEN_BACK", "A", "A", "ISSUER_GIFT_UNEXPECTED")]
    [InlineData("TAKEN_BACK*", "R", "R", "")]
    [InlineData("TAKEN_BACK*", "A", "R", "")]
    [InlineData("TAKEN_BACK*", "A", "A", "ISSUER_GIFT_TAKE_BACK_MISMATCH")]
    [InlineData("TAKEN_BACK*", "-", "-", "ISSUER_GIFT_MISSING")]
    [InlineData("KEPT*", "A", "A", "")]
    [InlineData("KEPT*", "R", "R", "ISSUER_GIFT_TAKE_BACK_MISMATCH")]
    public void Each_state_here_allows_certain_states_at_the_issuer(
        string here, string before, string after, string found)
    {
        var comparison = new IssuerComparison();
        Add(comparison.Add, before);
        comparison.Add(TopUp);

        Run(Source(here), comparison);
        Add(comparison.AddLater, after);

        Assert.Equal(
            found.Length == 0 ? [] : [$"{found} partners/acme/topUps/7/gifts"],
            comparison.Conclude().Checked().Select(finding => $"{finding.CodeName} {finding.Subject}"));
    }

    [Fact]
    public void What_was_given_otherwise_or_taken_back_otherwise_is_a_finding()
    {
        IssuerFacts[] others =
        [
            Applied with { Card = "+8613999999999" },
            Applied with { TopUpId = "8" },
            Applied with { Points = 8 },
            Applied with { Amount = 1 },
            Applied with { Grants = [Week with { Bytes = 1_001 }] },
            Applied with { Grants = [] },
            Applied with { Kind = IssuerFactKind.TopUp },
        ];
        foreach (var other in others)
        {
            Assert.Equal(AuditCode.IssuerDetailsMismatch, Single("GRANTED", other));
        }

        Assert.Equal(
            AuditCode.IssuerDetailsMismatch,
            Single("TAKEN_BACK*", Applied with { State = IssuerFactState.Reversed, ReversalId = "7-gifts-back" },
                Back with { Points = 6 }));
    }

    [Fact]
    public void Gifts_that_nobody_here_knows_are_orphans()
    {
        var comparison = new IssuerComparison();
        comparison.Add(TopUp);
        comparison.Add(Applied with { Id = "7-again" });
        comparison.Add(Back with { Id = "other-back" });
        var source = new MemoryAuditSource();
        source.Add(Sale, TopUpState.Succeeded);

        Run(source, comparison);

        Assert.Equal(
            ["ISSUER_ORPHAN issuer/7-again", "ISSUER_ORPHAN issuer/other-back"],
            comparison.Conclude().Checked().Select(finding => $"{finding.CodeName} {finding.Subject}"));
    }

    private static IssuerFacts TopUp => new(Sale, IssuerFactKind.TopUp, IssuerFactState.Applied)
    {
        Card = MemoryAuditSource.CardOf(Sale),
        Product = MemoryAuditSource.Plan,
        Amount = MemoryAuditSource.Face,
        Currency = "CNY",
    };

    private static IssuerFacts Applied => new("7-gifts", IssuerFactKind.Gift, IssuerFactState.Applied)
    {
        Card = MemoryAuditSource.CardOf(Sale), TopUpId = Sale, Points = 7, Grants = [Week],
    };

    private static IssuerFacts Back => new("7-gifts-back", IssuerFactKind.GiftBack, IssuerFactState.Applied)
    {
        GiftId = "7-gifts", TakesGrants = true, Points = 7,
    };

    private static AuditCode Single(string here, params IssuerFacts[] records)
    {
        var comparison = new IssuerComparison();
        comparison.Add(TopUp);
        foreach (var record in records)
        {
            comparison.Add(record);
        }

        Run(Source(here), comparison);
        return Assert.Single(comparison.Conclude().Checked()).Code;
    }

    private static void Add(Action<IssuerFacts> add, string there)
    {
        if (there == "-")
        {
            return;
        }

        add(there switch
        {
            "1" => Applied with { State = IssuerFactState.NotApplied },
            "A" => Applied,
            _ => Applied with { State = IssuerFactState.Reversed, ReversalId = Back.Id },
        });
        if (there == "R")
        {
            add(Back);
        }
    }

    private static MemoryAuditSource Source(string here)
    {
        var source = new MemoryAuditSource();
        source.Add(Sale, TopUpState.Succeeded);
        var state = Texts.EnumWord.Named<GiftState>()[here.TrimEnd('*')];
        var back = state is GiftState.TakingBack or GiftState.TakenBack or GiftState.Kept;
        source.Change(Sale, operation => operation with
        {
            TopUp = operation.TopUp! with
            {
                GiftState = (int)state,
                Price = operation.TopUp.Price! with
                {
                    Lines =
                    [
                        .. operation.TopUp.Price.Lines,
                        new LineFacts((int)PriceStep.Points, "stars", 7, (int)Funder.Operator, null),
                        new LineFacts((int)PriceStep.Data, "week", 0, (int)Funder.Issuer, null) { Grant = Week },
                    ],
                },
            },
            Gifts = new GiftFacts(
                operation.PartnerId, Sale, (int)state, 0, DateTimeOffset.UnixEpoch, null,
                here.EndsWith('*') || state == GiftState.Granted,
                back ? new GiftBackFacts(true, true, 0, 7) : null),
        });
        return source;
    }

    private static void Run(MemoryAuditSource source, IssuerComparison comparison) => Auditor.Run(
        source, comparison, DateTimeOffset.UnixEpoch, CancellationToken.None);
}
