using Leb.Partner.V1;
using Microsoft.Extensions.Logging.Abstractions;
using Partner.Core.Identity;
using Partner.Core.Limits;
using Partner.Server.Allowances;
using Partner.Server.Security;
using Partner.Server.Tests.Support;
using Reason = Partner.Core.Errors.Reason;

namespace Partner.Server.Tests.Security;

/// <summary>Which sales that the issuer declines count as tried cards, and how often.</summary>
public sealed class DeclinedSalesTests
{
    private const int Most = 2;

    private static readonly Caller Shop = new(new PartnerId("acme"), null, Permissions.Sell, new string('a', 64));
    private static readonly CardLookupGuard.NamedTill Till = new("store-1", "1");

    private readonly ManualTimeProvider _time = new();
    private readonly CardLookupGuard _guard;
    private readonly DeclinedSales _sales;

    public DeclinedSalesTests()
    {
        _guard = new CardLookupGuard(
            new LimitCache((_, _) => Task.FromResult(LimitBook.Empty), _time, NullLogger<LimitCache>.Instance),
            new LimitOptions { UnknownCards = Most },
            _time);
        _sales = new DeclinedSales(_guard);
    }

    private bool IsLocked => _guard.Refuse(Shop, Till) is not null;

    [Theory]
    [InlineData("settled after the answer")]
    [InlineData("settled before the answer")]
    [InlineData("settled while another call with its id waits")]
    [InlineData("settled elsewhere and shown")]
    [InlineData("settled elsewhere and asked for again")]
    [InlineData("declined in the very answer")]
    [InlineData("settled after its call broke off")]
    public void A_declined_sale_counts_once_however_its_end_becomes_known(string how)
    {
        for (var i = 0; i < Most; i++)
        {
            Assert.False(IsLocked);
            Decline(how, NewSale());
        }

        Assert.True(IsLocked);
    }

    [Theory]
    [InlineData("settled after the answer")]
    [InlineData("settled elsewhere and asked for again")]
    [InlineData("declined in the very answer")]
    public void Whoever_repeats_a_declined_sale_is_not_locked_by_it_also_when_its_card_has_been_forgotten(string how)
    {
        var (first, second) = (NewSale(), NewSale());
        Decline(how, first);
        _time.Advance(new LimitOptions().UnknownCardsWithin);

        // Two at once: the first of them is not over when the second is answered.
        var outer = _sales.Begin(Shop, first.RequestId, Till);
        Answer(first, TopUpState.Failed, replayed: true);
        _sales.Answered(Shop, AnswerOf(first, TopUpState.Failed, replayed: true), outer);
        _sales.Shown(Shop, AnswerOf(first, TopUpState.Failed).TopUp);
        Decline(how, second);
        Answer(second, TopUpState.Failed, replayed: true);

        Assert.False(IsLocked);
        Decline(how, NewSale());
        Assert.True(IsLocked);
    }

    [Fact]
    public void What_was_refused_or_succeeded_counts_nothing_and_no_more_is_remembered_than_may_be()
    {
        for (var i = 0; i < Most; i++)
        {
            var refused = NewSale();
            Assert.True(_sales.Begin(Shop, refused.RequestId, Till));
            _sales.Forget(Shop.PartnerId, refused.RequestId);
            Settle(refused);
            var good = NewSale();
            Answer(good, TopUpState.Processing);
            Settle(good, Reason.None);
        }

        var first = NewSale();
        Answer(first, TopUpState.Processing);
        for (var i = 0; i < DeclinedSales.Most; i++)
        {
            Answer(NewSale(), TopUpState.Processing);
        }

        Assert.False(_sales.Begin(Shop, new string('x', 65), Till));
        Settle(first);
        Decline("settled after the answer", NewSale());
        Assert.False(IsLocked);
    }

    private void Decline(string how, TopUp sale)
    {
        switch (how)
        {
            case "settled after the answer":
                Answer(sale, TopUpState.Processing);
                Settle(sale);
                break;
            case "settled before the answer":
                _sales.Begin(Shop, sale.RequestId, Till);
                Settle(sale);
                _sales.Answered(Shop, AnswerOf(sale, TopUpState.Processing), began: true);
                break;
            case "settled while another call with its id waits":
                var began = _sales.Begin(Shop, sale.RequestId, Till);
                Answer(sale, TopUpState.Failed, replayed: true);
                _sales.Answered(Shop, AnswerOf(sale, TopUpState.Failed), began);
                break;
            case "settled elsewhere and shown":
                Answer(sale, TopUpState.Processing);
                _sales.Shown(Shop, AnswerOf(sale, TopUpState.Processing).TopUp);
                _sales.Shown(Shop, AnswerOf(sale, TopUpState.Failed).TopUp);
                break;
            case "settled elsewhere and asked for again":
                Answer(sale, TopUpState.Processing);
                Answer(sale, TopUpState.Failed, replayed: true);
                break;
            case "declined in the very answer":
                Answer(sale, TopUpState.Failed);
                break;
            default:
                _sales.Begin(Shop, sale.RequestId, Till);
                Settle(sale);
                break;
        }
    }

    private void Answer(TopUp sale, TopUpState state, bool replayed = false)
    {
        var began = _sales.Begin(Shop, sale.RequestId, Till);
        _sales.Answered(Shop, AnswerOf(sale, state, replayed), began);
    }

    private static CreateTopUpResponse AnswerOf(TopUp sale, TopUpState state, bool replayed = false)
    {
        var topUp = sale.Clone();
        topUp.State = state;
        topUp.Outcome = new Outcome
        {
            Reason = state == TopUpState.Processing ? ErrorReason.AwaitingIssuer : ErrorReason.CardBlocked,
        };
        return new CreateTopUpResponse { TopUp = topUp, Replayed = replayed };
    }

    private static TopUp NewSale() => new()
    {
        RequestId = Sale.NewRequestId(), Card = new CardRef { Iccid = Sale.NewCard() },
    };

    private void Settle(TopUp sale, Reason reason = Reason.CardBlocked) =>
        _sales.Settled(Shop.PartnerId, sale.RequestId, reason, sale.Card);
}
