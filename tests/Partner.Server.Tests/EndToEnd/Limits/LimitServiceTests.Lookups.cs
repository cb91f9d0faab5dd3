using Grpc.Core;
using Leb.Partner.V1;
using Partner.Sandbox.Issuer;
using Partner.Server.Tests.Cli;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.EndToEnd.Limits;

/// <content>What locks look-ups of cards, and for whom.</content>
public sealed partial class LimitServiceTests
{
    [Fact]
    public async Task Too_many_unknown_or_declined_cards_lock_look_ups_and_not_sales_and_others_go_on()
    {
        if (ServerStore.IsShared)
        {
            // Each server counts alone, and calls go to two of them by turns.
            return;
        }

        var partner = await Shared.NewPartnerAsync();
        var other = await Shared.NewPartnerAsync();
        var declined = await partner.SellAsync(Sale.OnSandboxCard(SandboxCards.CardBlocked));
        Assert.Equal(TopUpState.Failed, declined.State);
        for (var i = 0; i < 3; i++)
        {
            var again = await LookAsync(partner, Unknown(i % 2));
            Assert.Equal("CARD_UNKNOWN", again?.Reason);
        }

        await LookAsync(partner, Unknown(2));
        var locked = (await LookAsync(partner, Sale.NewCard()))!
            .Is(StatusCode.ResourceExhausted, "CARD_LOOKUPS_LOCKED");

        Assert.Equal(
            ("UNKNOWN_CARDS", "4", "4"), (locked.Facts["limit"], locked.Facts["value"], locked.Facts["used"]));
        Assert.InRange(locked.RetryAfter!.Value, TimeSpan.FromMinutes(14), TimeSpan.FromMinutes(15));
        await partner.SellAsync(Sale.Of());
        Assert.Null(await LookAsync(other, Sale.NewCard()));
    }

    [Fact]
    public async Task Declines_count_however_they_are_learnt_of_also_where_the_caller_did_not_wait_for_its_sale()
    {
        if (ServerStore.IsShared)
        {
            // Each server counts alone, and calls go to two of them by turns.
            return;
        }

        var partner = await Shared.NewPartnerAsync();
        var (travel, esim) = (Core.Cards.CardType.Travel, Core.Cards.CardType.RegistrationEsim);
        var sale = Sale.OnSandboxCard(SandboxCards.CardBlocked, waitSeconds: 0);
        Assert.Equal(TopUpState.Processing, (await partner.SellAsync(sale)).State);
        string[] refused =
        [
            await ReasonAsync(partner.TopUps.QuoteTopUpAsync(new QuoteTopUpRequest
            {
                Card = Card(travel, SandboxOutcome.CardBlocked), Plan = "plans/travel-1m", Channel = Channel.Pos,
            })),
            await ReasonAsync(partner.TopUps.PreviewTopUpAsync(new PreviewTopUpRequest
            {
                Card = Card(travel, SandboxOutcome.CardExpired), Plan = "plans/travel-1m", Channel = Channel.Pos,
            })),
            await ReasonAsync(partner.Renewals.CreateAutoRenewalAsync(new CreateAutoRenewalRequest
            {
                RequestId = Sale.NewRequestId(), Card = Card(esim, SandboxOutcome.CardBlocked),
                Plan = "plans/esim-30d", Channel = Channel.Pos, DaysBeforeExpiry = 3,
                MaxPrice = Sale.Amount("45.00 CNY"), ConsentReference = "consent-8",
            })),
        ];
        Assert.Equal(["CARD_BLOCKED", "CARD_EXPIRED", "CARD_BLOCKED"], refused);

        // Nobody asks for the sale: its end alone locks.
        var locked = await Eventually.SeeAsync(() => LookAsync(partner, Sale.NewCard()), error => error is not null);

        locked!.Is(StatusCode.ResourceExhausted, "CARD_LOOKUPS_LOCKED");
        Assert.Equal(TopUpState.Failed, (await partner.SellAsync(sale)).State);
    }

    [Fact]
    public async Task Look_ups_of_every_kind_that_name_their_terminal_lock_it_alone()
    {
        if (ServerStore.IsShared)
        {
            // Each server counts alone, and calls go to two of them by turns.
            return;
        }

        var partner = await Shared.NewPartnerAsync();
        string[] refused =
        [
            await ReasonAsync(partner.Cards.GetCardAsync(Look(Unknown(0), "till-1"))),
            await ReasonAsync(partner.TopUps.QuoteTopUpAsync(new QuoteTopUpRequest
            {
                Card = new CardRef { Iccid = Unknown(1) }, Plan = "plans/travel-1m", Channel = Channel.Pos,
                Outlet = Outlet, Terminal = "till-1",
            })),
            await ReasonAsync(partner.TopUps.PreviewTopUpAsync(new PreviewTopUpRequest
            {
                Card = new CardRef { Iccid = Unknown(2) }, Plan = "plans/keep-1y", Channel = Channel.Pos,
                Outlet = Outlet, Terminal = "till-1",
            })),
            await ReasonAsync(partner.Esims.GetInstallationAsync(new GetInstallationRequest
            {
                Card = new CardRef { Iccid = Sale.NewCard(Core.Cards.CardType.RegistrationEsim) },
                Outlet = Outlet, Terminal = "till-1",
            })),
        ];
        Assert.Equal(["CARD_UNKNOWN", "CARD_UNKNOWN", "CARD_UNKNOWN", "ESIM_CARD_NOT_FOUND"], refused);

        var locked = (await Refused.AsErrorAsync(partner.Cards.GetCardAsync(Look(Sale.NewCard(), "till-1"))))
            .Is(StatusCode.ResourceExhausted, "CARD_LOOKUPS_LOCKED");

        Assert.Equal(("TERMINAL", "4"), (locked.Facts["scope"], locked.Facts["value"]));
        Assert.Equal(0, (await CliOutcome.RunAsync(
            Shared.Running, partner, "card", Sale.NewCard(), "--outlet", Outlet, "--terminal", "till-2")).Status);
        Assert.NotEqual(0, (await CliOutcome.RunAsync(
            Shared.Running, partner, "card", Sale.NewCard(), "--outlet", Outlet, "--terminal", "till-1")).Status);
        var longName = Look(Sale.NewCard(), new string('t', 41));
        var tooLong = (await Refused.AsErrorAsync(partner.Cards.GetCardAsync(longName)))
            .Is(StatusCode.InvalidArgument, "INVALID_REQUEST");
        Assert.Equal("terminal", Assert.Single(tooLong.Violations).Field);
    }

    private static CardRef Card(Core.Cards.CardType type, SandboxOutcome outcome) =>
        new() { Iccid = SandboxCards.Number(type, outcome) };

    private static string Unknown(int number) =>
        SandboxCards.Number(number switch
        {
            0 => Core.Cards.CardType.Phone,
            1 => Core.Cards.CardType.Travel,
            _ => Core.Cards.CardType.KeepNumber,
        }, SandboxOutcome.CardUnknown);

    private static GetCardRequest Look(string iccid, string terminal) => new()
    {
        Card = new CardRef { Iccid = iccid }, Outlet = Outlet, Terminal = terminal,
    };

    private static async Task<string> ReasonAsync<T>(AsyncUnaryCall<T> call) =>
        (await Refused.AsErrorAsync(call)).Reason;

    private static async Task<Partner.Contracts.Client.PartnerError?> LookAsync(TestClient client, string iccid)
    {
        try
        {
            await client.Cards.GetCardAsync(
                new GetCardRequest { Card = new CardRef { Iccid = iccid } }, TestClient.In("en"));
            return null;
        }
        catch (RpcException refused)
        {
            return Partner.Contracts.Client.PartnerError.From(refused);
        }
    }
}
