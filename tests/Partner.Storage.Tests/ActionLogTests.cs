using System.Text.RegularExpressions;
using Partner.Core.Actions;
using Partner.Core.Arrivals;
using Partner.Core.Documents;
using Partner.Core.Identity;
using Partner.Core.TopUps;
using Partner.Storage.Abstractions;
using Partner.Storage.Tests.Schema;
using Partner.Storage.Tests.Support;
using static Partner.Storage.Tests.Support.StoreFixture;

namespace Partner.Storage.Tests;

/// <summary>Who changed what, in the transactions in which it was changed.</summary>
public sealed partial class ActionLogTests
{
    private const string Settled =
        """{"state":"SUCCEEDED","evidence":"the issuer's mail of …8000","forcedBecause":null}""";

    private const string Closed = """{"state":"REPAIRED","evidence":"seen"}""";

    private static readonly ActionBy By = new(
        ActionActor.Operator("ab12"), "call +86 138 0013 8000, card 8986040000000000013");

    [Theory]
    [OnEveryDatabase]
    public async Task Each_action_of_a_partner_is_recorded_once_with_who_and_why(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 1_000);
        var partners = fixture.Store.Partners;
        for (var time = 0; time < 2; time++)
        {
            await partners.AddAsync(
                new PartnerAccount(Acme, "Acme", PartnerStatus.Active, Given.Cny), Given.Noon, By);
            await partners.SetStatusAsync(Acme, PartnerStatus.Suspended, Given.Noon, By);
            await partners.SetCreditLimitAsync(Acme, Given.Yuan(20), Given.Noon, By);
            await partners.DepositAsync(
                Acme, new RequestId("payment-00000001"), "deposit-1", Given.Yuan(5), Given.Noon, By);
            await partners.RegisterAsync(CertificateOf("cd34"), "CN=till", Given.Noon.AddYears(1), Given.Noon, By);
            await partners.RevokeAsync("cd34", Given.Noon, By);
        }

        await partners.SetStatusAsync(Acme, PartnerStatus.Active, Given.Noon, By);
        var log = await LogAsync(fixture, Acme);

        Assert.Equal(
            """
            1 partner.add partners/acme
              null
              {"name":"acme","status":"ACTIVE","currency":"CNY"}
            2 deposit.post partners/acme/transfers/2
              {"postedMinor":0}
              {"postedMinor":100000,"amountMinor":100000,"currency":"CNY","requestId":"request-1"}
            3 partner.suspend partners/acme
              {"status":"ACTIVE"}
              {"status":"SUSPENDED"}
            4 credit-limit.set partners/acme/floats/CNY
              {"creditLimitMinor":0}
              {"creditLimitMinor":2000}
            5 deposit.post partners/acme/transfers/deposit-1
              {"postedMinor":100000}
              {"postedMinor":100500,"amountMinor":500,"currency":"CNY","requestId":"payment-00000001"}
            6 certificate.register partners/acme/certificates/cd34
              null
              {"outlet":null,"terminal":null,"permissions":"Sell, Read","notAfter":"ITS END","issuedBy":null}
            7 certificate.revoke partners/acme/certificates/cd34
              {"revokedAt":null}
              {"revokedAt":"2026-01-15T12:00:00.0000000Z"}
            8 partner.resume partners/acme
              {"status":"SUSPENDED"}
              {"status":"ACTIVE"}
            """.Replace("ITS END", "2027-01-15T12:00:00.0000000Z", StringComparison.Ordinal),
            string.Join('\n', log.Select(one =>
                $"{one.Number} {one.Name} {one.Subject}\n  {one.Before ?? "null"}\n  {one.After}")).Replace(
                new string('0', 25), "", StringComparison.Ordinal));
        Assert.All(log.Skip(2), one => Assert.Equal(
            (ActorKind.Operator, "ab12", "call +…8000, card …0013"), (one.Actor.Kind, one.Actor.Name, one.Why)));
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task What_people_settle_and_publish_is_recorded_and_sales_are_not(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var before = (await LogAsync(fixture, Acme)).Count;
        var sold = await fixture.SellAndSucceedAsync();
        var doubtful = await fixture.CompleteAsync(await fixture.SellAsync(), IssuerVerdict.Unknown);
        var word = new OperatorWord(true, "the issuer's mail of 13800138000");
        for (var time = 0; time < 2; time++)
        {
            await fixture.Store.TopUps.ResolveAsync(Acme, doubtful.Id, word, Given.Noon, By);
            await fixture.Store.Cases.OpenAsync(sold, new ArrivalPolicy(), Given.Noon);
            await fixture.Store.Cases.CloseAsync(sold, CaseState.Repaired, "seen", Given.Noon, By);
            await fixture.Store.Documents.PublishAsync(
                [new Document(DocumentKind.PriceList, "prices", "2026-01", Given.Noon, "{}")], 0, Given.Noon, By);
        }

        Assert.Equal(
            [
                $"in-doubt.resolve partners/acme/topUps/{doubtful.Id} {Settled}",
                $"case.resolve partners/acme/topUps/{sold.Id}/case {Closed}",
            ],
            (await LogAsync(fixture, Acme)).Skip(before).Select(one => $"{one.Name} {one.Subject} {one.After}"));
        var published = Assert.Single(await LogAsync(fixture, RecordedAction.CommonChain));
        Assert.Equal("documents/price-list/prices@2026-01", published.Subject);
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Whoever_acts_at_once_from_several_processes_makes_one_chain_without_a_gap(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        PartnerStore[] stores = [fixture.Store, fixture.OpenAnother()];
        await Task.WhenAll(Enumerable.Range(0, 40).Select(number => Task.Run(() => (number % 4) switch
        {
            0 => stores[number / 4 % 2].Partners.RegisterAsync(
                CertificateOf($"cert{number}"), "CN=till", Given.Noon.AddYears(1), Given.Noon),
            1 => stores[number / 4 % 2].Partners.SetCreditLimitAsync(Acme, Given.Fen(number), Given.Noon),
            2 => fixture.DepositAsync(Given.Fen(number)),
            _ => (Task)stores[number / 4 % 2].Partners.DepositAsync(
                Acme, new RequestId("payment-00000001"), fixture.NewId(), Given.Yuan(5), Given.Noon),
        })));

        var log = await LogAsync(fixture, Acme);
        Assert.Equal(Enumerable.Range(1, 2 + 10 + 10 + 10 + 1), log.Select(one => (int)one.Number));
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task An_action_that_fails_leaves_nothing_in_the_log(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var before = await LogAsync(fixture, Acme);

        await Assert.ThrowsAnyAsync<Exception>(
            () => fixture.Store.Partners.SetCreditLimitAsync(Acme, Given.Yuan(-1), Given.Noon));
        Assert.False(await fixture.Store.Partners.RevokeAsync("nobody", Given.Noon));

        Assert.Equal(before, await LogAsync(fixture, Acme));
        Assert.Empty(await LogAsync(fixture, new PartnerId("nobody")));
        await fixture.AssertRightAsync();
    }

    [Fact]
    public void No_statement_changes_or_deletes_an_action()
    {
        Assert.All(
            Enum.GetValues<StoreProvider>().SelectMany(SqlSnapshotTests.TextsFor),
            sql => Assert.DoesNotMatch(Change(), sql));
        Assert.Matches(Change(), "UPDATE t SET a = 1 FROM actions AS t");
    }

    private static Registration CertificateOf(string thumbprint) => new(
        thumbprint, Acme, PartnerStatus.Active, null, Permissions.Sell | Permissions.Read, null);

    private static async Task<List<RecordedAction>> LogAsync(StoreFixture fixture, PartnerId chain)
    {
        var log = await fixture.Store.Actions.ListAsync(chain, null, 1_000, CancellationToken.None);
        log.Reverse();
        return log;
    }

    [GeneratedRegex(@"(?s)\b(UPDATE|DELETE|MERGE)\b.*\bactions\b", RegexOptions.CultureInvariant)]
    private static partial Regex Change();
}
