using Partner.Core.Accounts;
using Partner.Core.Actions;
using Partner.Core.Arrivals;
using Partner.Core.Identity;
using Partner.Core.Ledger;
using Partner.Core.TopUps;
using Partner.Storage.Abstractions;
using Partner.Storage.Tests.Support;

namespace Partner.Storage.Tests;

/// <summary>What the operator's people read, and what they settle beside the servers.</summary>
public sealed class OperatorTopUpReadTests
{
    private static readonly DateTimeOffset Now = Given.Noon;

    [Theory]
    [OnEveryDatabase]
    public async Task The_postings_of_a_sale_and_its_reversal_are_found_and_no_others(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        await fixture.SellAndSucceedAsync();
        var sold = await fixture.SellAndSucceedAsync();
        await fixture.SellAndSucceedAsync();
        var before = await fixture.Store.TopUpPostings.ReadAsync(sold, default);
        var reversal = (await fixture.Store.Reversals.SaveAsync(fixture.ReversalOf(sold))).Value.Reversal;
        var answer = StoreFixture.Answer(IssuerVerdict.Accepted);
        await fixture.Store.Reversals.SettleAsync(StoreFixture.Acme, reversal.Id, answer, Now.AddMinutes(1), Now);
        var reversed = (await fixture.Store.TopUps.FindAsync(StoreFixture.Acme, sold.Id, default))!;

        var postings = await fixture.Store.TopUpPostings.ReadAsync(reversed, default);

        Assert.Contains(before, one => one.Transfer.Id == Postings.SaleId(sold.Id));
        Assert.All(before, one => Assert.StartsWith($"{sold.Id}.", one.Transfer.Id, StringComparison.Ordinal));
        Assert.All(postings, one => Assert.True(one.Transfer.Balances));
        Assert.Equal(
            before.Select(one => one.Transfer.Id),
            postings.Select(one => one.Transfer.Id).Where(id => id.Contains($"{sold.Id}.", StringComparison.Ordinal)));
        Assert.Equal(2 * before.Count, postings.Count);
        Assert.Contains(postings, one => one.Transfer is { Kind: TransferKind.Reversal, Reverses: not null });
        Assert.Equal(
            0, postings.SelectMany(one => one.Transfer.Legs).Where(leg => leg.Account == Account.Float)
                .Sum(leg => leg.Amount.Minor));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task What_is_being_sent_is_listed_when_it_is_asked_for_and_with_how_far_it_is(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var sent = await fixture.SellAsync();
        var doubtful = await fixture.SellAsync();
        var lease = new Lease("me", Now.AddSeconds(30));
        await fixture.Store.Jobs.ClaimAsync(lease, Now, 10);
        await fixture.Store.TopUps.SettleAsync(
            doubtful, StoreFixture.Answer(IssuerVerdict.Unknown), Now.AddMinutes(7), Now.AddMinutes(1));
        await fixture.SellAndSucceedAsync();

        var inDoubt = await fixture.Store.Unfinished.ListAsync(null, 10, default);
        var all = new List<UnfinishedOperation>();
        for (InDoubtPlace? after = null; all.Count < 3;)
        {
            var page = await fixture.Store.Unfinished.ListAsync(after, 1, default, alsoSending: true);
            if (page.Count == 0)
            {
                break;
            }

            all.AddRange(page);
            after = page[0].Place;
        }

        var one = Assert.Single(inDoubt);
        Assert.Equal((doubtful.Id.Value, Now.AddMinutes(7)), (one.OperationId, one.Job!.DueAt));
        Assert.Equivalent(
            one.Job,
            await fixture.Store.Unfinished.FindJobAsync(StoreFixture.Acme, one.Kind, one.OperationId, default));
        Assert.Equal([sent.Id.Value, doubtful.Id.Value], all.Select(each => each.OperationId));
        Assert.Equal([null, Now.AddMinutes(1)], all.Select(each => each.InDoubtSince));
        Assert.Null(await fixture.Store.Unfinished.FindJobAsync(
            StoreFixture.Elsewhere, one.Kind, one.OperationId, default));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task An_operators_word_and_the_issuers_answer_at_once_settle_a_sale_once(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var other = fixture.OpenAnother();
        for (var round = 0; round < 6; round++)
        {
            var sold = await fixture.CompleteAsync(await fixture.SellAsync(), IssuerVerdict.Unknown);
            var word = new OperatorWord(true, $"mail {round}");
            var by = new ActionBy(ActionActor.Operator(new string('a', 64)), "asked");
            var said = Task.Run(() => fixture.Store.TopUps.ResolveAsync(sold.PartnerId, sold.Id, word, Now, by));
            var answered = Task.Run(() => fixture.CompleteAsync(sold, IssuerVerdict.Accepted, other));
            await said;
            await answered;

            var after = (await fixture.Store.TopUps.FindAsync(sold.PartnerId, sold.Id, default))!;
            var log = await fixture.Store.Actions.ListAsync(sold.PartnerId, null, 1000, default);
            Assert.Equal(TopUpState.Succeeded, after.State);
            Assert.Equal(
                after.Evidence is null ? 0 : 1,
                log.Count(action => action.Subject.EndsWith(sold.Id.Value, StringComparison.Ordinal)));
            Assert.Equal(1, fixture.Count(
                $"SELECT COUNT(*) FROM transfers WHERE top_up_id = '{sold.Id}' AND id LIKE '%.sale' AND phase = 2"));
        }

        Assert.Equal(0, fixture.Count("SELECT COUNT(*) FROM anomalies"));
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Sales_are_found_by_the_last_digits_of_a_card(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var sold = await fixture.SellAsync();
        await fixture.SellAsync();
        var digits = sold.Offer.Card.Value;

        var found = await fixture.Store.Sales.ListAsync(
            StoreFixture.Acme, new SalesFilter { CardEnds = digits[^8..] }, null, 10, default);
        var none = await fixture.Store.Sales.ListAsync(
            StoreFixture.Acme, new SalesFilter { CardEnds = digits[..8] }, null, 10, default);

        Assert.Equal([sold.Id], found.TopUps.Select(one => one.Id));
        Assert.Empty(none.TopUps);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Cases_that_are_not_closed_are_listed_by_when_they_got_there(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var policy = new ArrivalPolicy();
        var sold = new List<TopUpRecord>();
        for (var i = 0; i < 4; i++)
        {
            sold.Add(await fixture.SellAndSucceedAsync());
            await fixture.Store.Cases.OpenAsync(sold[i], policy, Now.AddMinutes(4 - i));
        }

        foreach (var (place, minutes) in new[] { (1, 50), (2, 40) })
        {
            var at = Now.AddMinutes(minutes);
            await fixture.Store.Cases.DecideAsync(
                sold[place],
                new CaseEvidence(at, TopUpState.Succeeded, IssuerStatement.Delivered, CardStatement.Differs),
                policy, at);
        }

        Assert.Equal([sold[3].Id, sold[0].Id], await ListAsync(CaseState.Open, null));
        Assert.Equal([sold[2].Id, sold[1].Id], await ListAsync(CaseState.Escalated, null));
        Assert.Equal([sold[0].Id], await ListAsync(CaseState.Open, (Now.AddMinutes(1), sold[3].Id)));
        Assert.Equal([sold[1].Id], await ListAsync(CaseState.Escalated, (Now.AddMinutes(40), sold[2].Id)));

        async Task<List<TopUpId>> ListAsync(CaseState state, (DateTimeOffset, TopUpId)? after) =>
            (await fixture.Store.Cases.ListUnclosedAsync(state, after, 10, default)).ConvertAll(one => one.TopUpId);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Certificates_of_all_are_listed_by_their_end_and_last_use(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        await RegisterAsync(fixture, 'a', StoreFixture.Acme, 5);
        await RegisterAsync(fixture, 'b', StoreFixture.Elsewhere, 9);
        await RegisterAsync(fixture, 'c', RecordedAction.CommonChain, 40);
        await RegisterAsync(fixture, 'd', StoreFixture.Acme, 7);
        await fixture.Store.Certificates.NoteUsesAsync(new Dictionary<string, DateTimeOffset>
        {
            [new string('b', 64)] = Now.AddDays(2),
        });

        Assert.Equal("adbc", await ListAsync(null, new CertificateFilter(CertificateScope.Whole, false, null)));
        Assert.Equal("ad", await ListAsync(
            StoreFixture.Acme, new CertificateFilter(CertificateScope.Whole, false, null)));
        Assert.Equal("ad", await ListAsync(null, new CertificateFilter(CertificateScope.Whole, false, null)
        {
            EndsBefore = Now.AddDays(30), UnusedSince = Now.AddDays(1),
        }));

        async Task<string> ListAsync(PartnerId? partner, CertificateFilter filter) => string.Concat(
            (await fixture.Store.Certificates.ListAsync(partner, filter, 10, Now, default))
                .Select(one => one.Thumbprint[0]));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Certificates_that_end_are_counted_unless_renewed_revoked_or_of_a_suspended_partner(
        StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        await RegisterAsync(fixture, 'a', StoreFixture.Acme, 5);
        await RegisterAsync(fixture, 'b', StoreFixture.Acme, 5);
        await RegisterAsync(fixture, 'c', StoreFixture.Acme, 5);
        await RegisterAsync(fixture, 'd', StoreFixture.Elsewhere, 5);
        await RegisterAsync(fixture, 'e', RecordedAction.CommonChain, 5);
        var renewal = new CertificateRecord(
            StoreFixture.Acme, new string('f', 64), CertificateScope.Whole, Permissions.Sell, "CN=test",
            Now.AddDays(90), Now)
        {
            Origin = CertificateOrigin.Renewed, IssuedBy = new string('a', 64), KeyHash = "key", Serial = "0A",
            RequestId = fixture.NewRequestId(), InputHash = "input", Encoded = "AA==", Authority = "authority",
        };
        Assert.Null((await fixture.Store.Certificates.IssueAsync(renewal)).Refusal);
        await fixture.Store.Partners.RevokeAsync(new string('b', 64), Now);
        await fixture.Store.Partners.SetStatusAsync(StoreFixture.Elsewhere, PartnerStatus.Suspended, Now);

        var counted = await fixture.Store.CertificateEnds.CountAsync(Now, Now, [1, 7], default);

        Assert.Equal((0, 2), (counted[1], counted[7]));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task An_operators_code_is_recorded_as_the_operators_and_ends_with_its_certificate(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        await RegisterAsync(fixture, 'c', RecordedAction.CommonChain, 40);
        var by = new ActionBy(ActionActor.Operator(new string('c', 64)), "first certificate");
        var code = new EnrollmentCode(
            StoreFixture.Acme, "code-1", new CertificateGrant(CertificateScope.Whole, Permissions.Manage),
            new string('c', 64), Now, Now.AddHours(1))
        { RequestId = fixture.NewRequestId(), InputHash = "input" };

        var made = await fixture.Store.EnrollmentCodes.CreateAsync(code, "hash", by);
        var action = (await fixture.Store.Actions.ListAsync(StoreFixture.Acme, null, 1, default))[0];
        await fixture.Store.Certificates.RevokeAsync(
            RecordedAction.CommonChain, new string('c', 64), "stolen", withIssued: true, Now.AddMinutes(1), by);

        Assert.False(made.Value.Replayed);
        Assert.Equal(
            (ActionNames.EnrollmentCodeCreate, ActorKind.Operator, "first certificate"),
            (action.Name, action.Actor.Kind, action.Why));
        Assert.NotNull((await fixture.Store.EnrollmentCodes.FindAsync("hash", default))!.ClosedAt);
        await fixture.AssertRightAsync();
    }

    private static Task<bool> RegisterAsync(StoreFixture fixture, char digit, PartnerId partner, int days) =>
        fixture.Store.Partners.RegisterAsync(
            new Registration(
                new string(digit, 64), partner, PartnerStatus.Active, null,
                partner == RecordedAction.CommonChain ? Permissions.Operator : Permissions.Sell, null),
            "CN=test", Now.AddDays(days), Now);
}
