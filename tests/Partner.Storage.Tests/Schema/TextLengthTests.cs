using Microsoft.EntityFrameworkCore;
using Partner.Core.Ledger;
using Partner.Core.Rules;
using Partner.Core.TopUps;
using Partner.Storage.Abstractions;
using Partner.Storage.Model;
using Partner.Storage.Tests.Support;

namespace Partner.Storage.Tests.Schema;

/// <summary>
/// What can be made fits, on every database alike: a text that one of them cuts off or refuses leaves a sale stuck.
/// </summary>
public sealed class TextLengthTests
{
    // The longest that the documents let in as a name, and that an operation's id may be.
    private static readonly string Name = new('n', 64);

    public static TheoryData<StoreProvider, string, string> Longest
    {
        get
        {
            var longest = new TheoryData<StoreProvider, string, string>();
            foreach (var provider in Enum.GetValues<StoreProvider>())
            {
                foreach (var (column, value) in Values())
                {
                    longest.Add(provider, column, value);
                }
            }

            return longest;
        }
    }

    [Theory]
    [MemberData(nameof(Longest))]
    public void The_longest_value_of_a_text_fits(StoreProvider provider, string column, string value)
    {
        var (table, name) = (column.Split('.')[0], column.Split('.')[1]);
        var property = OfflineModel.ModelOf(provider).GetEntityTypes().Single(entity => entity.GetTableName() == table)
            .GetProperties().Single(one => one.GetColumnName() == name);

        Assert.True(property.GetMaxLength() is null || property.GetMaxLength() >= value.Length,
            $"{column} holds {property.GetMaxLength()}, '{value}' has {value.Length}");
    }

    [Fact]
    public void Every_short_text_has_a_length_and_the_same_one_on_every_database()
    {
        var lengths = Enum.GetValues<StoreProvider>().Select(provider => OfflineModel.ModelOf(provider).GetEntityTypes()
            .SelectMany(entity => entity.GetProperties().Where(property => property.ClrType == typeof(string))
                .Select(property => (entity.GetTableName() + "." + property.GetColumnName(), property.GetMaxLength())))
            .Order().ToList()).ToList();

        Assert.All(lengths, one => Assert.Equal(lengths[0], one));
        Assert.Equal(
            [
                "actions.state_after", "actions.state_before", "actions.why", "adjustments.evidence",
                "anomalies.detail", "approvals.decision_why", "approvals.evidence", "approvals.why",
                "arrival_cases.evidence", "card_gifts.back_reference",
                "card_gifts.evidence", "card_gifts.reference", "certificates.encoded", "certificates.subject",
                "closing_statements.legs", "closing_statements.statement",
                "commissions.parts", "documents.json",
                "esim_reissues.comment", "esim_reissues.evidence", "esim_reissues.issuer_reference",
                "notices.facts", "partners.name",
                "quotes.price", "quotes.promise", "receipts.content",
                "reversals.comment", "reversals.evidence", "reversals.issuer_reference",
                "settlements.statement", "shifts.figures", "shifts.sequel",
                "top_ups.evidence", "top_ups.issuer_reference", "top_ups.price",
                "transfers.basis",
            ],
            lengths[0].Where(text => text.Item2 is null).Select(text => text.Item1));
    }

    [Fact]
    public void A_column_that_is_sent_among_rows_holds_whatever_any_table_with_such_a_column_holds()
    {
        foreach (var property in OfflineModel.ModelOf(StoreProvider.SqlServer).GetEntityTypes()
            .SelectMany(entity => entity.GetProperties()).Where(property => property.ClrType == typeof(string)))
        {
            var (column, own) = (property.GetColumnName(), property.GetMaxLength());
            var sent = TextLengths.OfColumn(column);

            // A certificate is never sent among rows; what promotions count is.
            Assert.True(sent >= own || (own is null && (sent is null || column == "subject")), column);
        }
    }

    [Theory]
    [OnEveryDatabase(PromotionGift.PartnerCashback, "cashback")]
    [OnEveryDatabase(PromotionGift.CardCashback, "cashback")]
    [OnEveryDatabase(PromotionGift.Points, "points")]
    public async Task A_sale_with_a_gift_of_a_promotion_of_the_longest_name_succeeds_and_is_reversed(
        StoreProvider on, PromotionGift gift, string word)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var sales = new PricedSales(fixture, [Gift('c', gift)]);

        var (_, saved) = await sales.SaveAsync(sales.Sale([StoreFixture.Acme]));
        var settled = await fixture.CompleteAsync(saved!, IssuerVerdict.Accepted);
        var reversal = fixture.ReversalOf(settled);
        await fixture.Store.Reversals.SaveAsync(reversal);
        await fixture.Store.Reversals.SettleAsync(
            StoreFixture.Acme, reversal.Id, StoreFixture.Answer(IssuerVerdict.Accepted), Given.Noon, Given.Noon);

        Assert.Equal(
            [word, word],
            fixture.Query("SELECT id FROM transfers", row => row.GetString(0)).Where(id => id.Length > 64)
                .Select(id => id.Split('.')[1]).Order());
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_text_that_is_too_long_is_refused_where_the_database_keeps_to_its_lengths(StoreProvider on)
    {
        if (on == StoreProvider.Sqlite)
        {
            return;
        }

        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 0);
        var tooLong = new string('x', TextLengths.Name + 1);

        Assert.ThrowsAny<System.Data.Common.DbException>(() => fixture.Query(
            $"INSERT INTO partner_counters (partner_id, last_event, last_receipt) VALUES ('{tooLong}', 0, 0)", _ => 0));
    }

    private static Promotion Gift(char letter, PromotionGift gift)
    {
        var id = new string(letter, 64);
        return PricedSales.Off(id, 100, PromotionLimits.None) with { Gift = gift };
    }

    private static IEnumerable<(string Column, string Value)> Values()
    {
        var (card, hash) = ("+" + new string('9', 19), "2:" + new string('f', 64));
        string[] transfers =
        [
            Postings.SaleId(new TopUpId(Name)), Postings.CommissionId(new TopUpId(Name)),
            Postings.CommissionId(new TopUpId(Name), 3),
            Postings.CashbackId(new TopUpId(Name), Name), Postings.PointsId(new TopUpId(Name), Name),
            Name + ".clawback", Name + ".reversal",
            Postings.SettlementId("2026-12-0001"),
        ];
        foreach (var transfer in transfers)
        {
            yield return ("transfers.id", transfer);
            yield return ("transfers.reverses", transfer);
            yield return ("legs.transfer_id", transfer);
            yield return ("float_entries.transfer_id", transfer);
        }

        yield return ("settlements.transfer_id", Postings.SettlementId("2026-12-0001"));
        foreach (var name in new[]
        {
            "partners.id", "partner_counters.partner_id", "top_ups.id", "top_ups.request_id", "top_ups.quote_id",
            "top_ups.reversal_id", "top_ups.outlet", "certificates.outlet", "certificates.thumbprint",
            "requests.request_id", "requests.resource_id", "transfers.top_up_id", "transfers.seller_id",
            "usages.promotion", "usages.subject",
            "volumes.schedule", "volumes.partner_id", "commissions.schedule", "commissions.rule_id",
            "commissions.seller_id", "documents.id", "documents.version", "jobs.operation_id", "events.top_up_id",
            "anomalies.top_up_id", "quotes.used_by",
        })
        {
            yield return (name, Name);
        }

        yield return ("requests.input_hash", hash);
        yield return ("top_ups.card", card);
        yield return ("quotes.card", card);
        yield return ("usages.subject", card);
        yield return ("top_ups.plan_code", new string('p', 40));
        yield return ("top_ups.terminal", new string('t', 40));
        yield return ("top_ups.cashier", new string('c', 40));
        yield return ("top_ups.client_reference", new string('r', 100));
        yield return ("top_ups.debit_currency", "CNY");
        yield return ("commissions.float_currency", "CNY");
        yield return ("commissions.month", "2026-12");
        yield return ("commissions.settlement", "2026-12-10000");
        yield return ("commissions.clawback_settlement", "2026-12-10000");
        yield return ("settlements.number", "2026-12-10000");
        yield return ("settled_periods.period", "2026-12");
        yield return ("jobs.lease_owner", $"{new string('m', 64)}/{int.MaxValue}/{Guid.Empty:N}");
        yield return ("jobs.trace_parent", $"00-{new string('0', 32)}-{new string('0', 16)}-01");
        yield return ("anomalies.id", $"{Name}/issuer says Accepted, top-up is Cancelled; reversal is Processing");
    }
}
