using Leb.Partner.V1;
using Partner.Sandbox.Issuer;
using Partner.Sandbox.Notices;
using Partner.Server.Contract;
using Partner.Server.Tests.Support;
using static Partner.Server.Tests.EndToEnd.Renewals.RenewalScene;
using CoreMoney = Partner.Core.Amounts.Money;
using CoreType = Partner.Core.Cards.CardType;

namespace Partner.Server.Tests.EndToEnd.Renewals;

/// <summary>What keeps a card from being renewed is told and tried again, and never renews it twice.</summary>
public sealed class RenewalTroubleTests
{
    private static readonly CoreMoney Price = CoreMoney.Parse("45.00 CNY")!.Value;

    [Fact]
    public async Task REGISTRATION_ESIM_a_float_that_is_too_low_is_told_and_renews_once_it_is_topped_up()
    {
        var clock = new ShiftedClock();
        await using var running = await StartAsync(clock);
        var partner = await running.AddPartnerAsync("till", "44.99 CNY");
        var card = SandboxCards.Number(CoreType.RegistrationEsim, SandboxOutcome.CardExpiring);
        const string number = "+8613955550001";
        var created = await CreateAsync(partner, Of(card).With(ask => ask.NotifyPhone = number));

        var low = await SeeAsync(partner, created.Name, AutoRenewalStepKind.LowFloat);
        var step = low.Steps[^1];
        Assert.Equal((ErrorReason.InsufficientFloat, "45.00 CNY"), (step.Reason, Text(step.Amount)));
        Assert.Equal(step.Time.ToDateTime().AddHours(1), step.NextAttemptTime.ToDateTime());
        Assert.Equal(step.NextAttemptTime, low.AutoRenewal.NextAttemptTime);
        Assert.Contains("45.00 CNY is needed", step.Text, StringComparison.Ordinal);
        Assert.Equal(AutoRenewalState.Active, low.AutoRenewal.State);
        Assert.Equal(MoneyMoved.No, low.AutoRenewal.MoneyMoved);
        var sent = await SeeSentAsync(running, number, 1);
        Assert.Contains(
            $"card ending {card[^4..]} could not be renewed automatically", sent[0].Text, StringComparison.Ordinal);
        Assert.Contains("It is tried again; or renew it yourself before it ends on 20", sent[0].Text,
            StringComparison.Ordinal);
        Assert.DoesNotContain("CNY", sent[0].Text, StringComparison.Ordinal);

        await DepositAsync(running, partner, clock);
        clock.MoveOn(TimeSpan.FromMinutes(61));
        var seen = await SeeAsync(partner, created.Name, AutoRenewalStepKind.Renewed);

        Assert.Equal(
            [AutoRenewalStepKind.Created, AutoRenewalStepKind.LowFloat, AutoRenewalStepKind.Renewed], seen.Kinds());
        await AssertOnceAsync(running, card);
        sent = await SeeSentAsync(running, number, 2);
        Assert.Contains("was renewed automatically", sent[1].Text, StringComparison.Ordinal);
        Assert.DoesNotContain(running.Log.Lines, line => line.Text.Contains(number[5..], StringComparison.Ordinal));
        await running.AssertInOrderAsync();
        running.AssertNoErrors();
    }

    [Fact]
    public async Task REGISTRATION_ESIM_a_price_above_the_maximum_is_told_and_nothing_is_sold()
    {
        var clock = new ShiftedClock();
        await using var running = await StartAsync(clock);
        var partner = await running.AddPartnerAsync("till");
        var card = Sale.NewCard(CoreType.RegistrationEsim);
        var name = await PlantAsync(
            running.Store, partner.PartnerId, card, "esim-30d", CoreMoney.Parse("44.99 CNY")!.Value, clock.GetUtcNow(),
            Seal(running, partner.PartnerId, NumberOf(card)));

        var step = (await SeeAsync(partner, name, AutoRenewalStepKind.PriceAboveMaximum)).Steps[^1];

        Assert.Equal((ErrorReason.MaxDebitExceeded, "45.00 CNY"), (step.Reason, Text(step.Amount)));
        Assert.NotNull(step.NextAttemptTime);
        Assert.Empty((await partner.TopUps.ListTopUpsAsync(new(), TestClient.In("en"))).TopUps);
        var sent = await SeeSentAsync(running, NumberOf(card), 1);
        Assert.Matches(@"could not be renewed automatically \(.*45\.00 CNY\)\. It is tried again", sent[0].Text);
        Assert.Equal(
            "已暂停",
            (await partner.Renewals.PauseAutoRenewalAsync(new() { Name = name }, TestClient.In("zh-CN")))
                .AutoRenewal.ClerkText[4..7]);
        sent = await SeeSentAsync(running, NumberOf(card), 2);
        Assert.Contains("is not renewed automatically any more", sent[1].Text, StringComparison.Ordinal);
        await running.AssertInOrderAsync();
    }

    [Fact]
    public async Task PHONE_a_silent_issuer_is_waited_for_and_a_pause_meanwhile_names_what_is_under_way()
    {
        var clock = new ShiftedClock();
        await using var running = await StartAsync(clock);
        var partner = await running.AddPartnerAsync("till");
        var name = await PlantAsync(
            running.Store, partner.PartnerId, SandboxCards.NeverAnswers, "phone-100",
            CoreMoney.Parse("100.00 CNY")!.Value, clock);
        var under = await Eventually.SeeAsync(
            async () => (await GetAsync(partner, name)).AutoRenewal, known => known.TopUp.Length > 0);
        Assert.Equal((MoneyMoved.Unknown, 0), (under.MoneyMoved, under.RenewalsMade));
        clock.MoveOn(TimeSpan.FromMinutes(2));
        await SeeAsync(partner, name, AutoRenewalStepKind.AwaitingIssuer);

        var paused = (await partner.Renewals.PauseAutoRenewalAsync(
            new() { Name = name }, TestClient.In("en"))).AutoRenewal;
        Assert.Equal((under.TopUp, MoneyMoved.Unknown), (paused.TopUp, paused.MoneyMoved));
        await running.Store.TopUps.ResolveAsync(
            partner.PartnerId, new TopUpId(Sale.IdOf(under.TopUp)),
            new Core.TopUps.OperatorWord(false, "the issuer's mail", "test"), clock.GetUtcNow());
        clock.MoveOn(TimeSpan.FromMinutes(11));
        var ended = await Eventually.SeeAsync(
            () => GetAsync(partner, name), seen => seen.AutoRenewal.MoneyMoved == MoneyMoved.No);

        Assert.Equal((AutoRenewalState.Paused, 0), (ended.AutoRenewal.State, ended.AutoRenewal.RenewalsMade));
        Assert.Equal(1, ended.Kinds().Count(kind => kind == AutoRenewalStepKind.AwaitingIssuer));
        Assert.Single((await partner.TopUps.ListTopUpsAsync(new(), TestClient.In("en"))).TopUps);
    }

    [Theory]
    [InlineData(SandboxOutcome.TimeoutAfterApplying)]
    [InlineData(SandboxOutcome.TimeoutWithoutApplying)]
    [InlineData(SandboxOutcome.AnswerCutOff)]
    [InlineData(SandboxOutcome.AppliedAnsweredLate)]
    public async Task TRAVEL_an_answer_that_is_lost_renews_once(SandboxOutcome outcome)
    {
        await using var running = await StartAsync(new ShiftedClock());
        var partner = await running.AddPartnerAsync("till");
        var card = SandboxCards.Number(CoreType.Travel, outcome);
        var name = await PlantAsync(
            running.Store, partner.PartnerId, card, "travel-1m", CoreMoney.Parse("98.00 CNY")!.Value,
            TimeProvider.System);

        var seen = await Eventually.SeeAsync(
            () => GetAsync(partner, name), one => one.AutoRenewal.RenewalsMade == 1 && one.AutoRenewal.Cycle == 2);

        Assert.Equal(1, seen.Kinds().Count(kind => kind == AutoRenewalStepKind.Renewed));
        await AssertOnceAsync(running, card);
        await running.AssertInOrderAsync();
    }

    [Fact]
    public async Task KEEP_NUMBER_a_card_that_the_issuer_refuses_is_told_and_tried_again_until_its_partner_cancels()
    {
        var clock = new ShiftedClock();
        await using var running = await StartAsync(clock);
        var partner = await running.AddPartnerAsync("till");
        var card = SandboxCards.Number(CoreType.KeepNumber, SandboxOutcome.CardBlocked);
        var name = await PlantAsync(
            running.Store, partner.PartnerId, card, "keep-1y", CoreMoney.Parse("60.00 CNY")!.Value, clock);

        await SeeAsync(partner, name, AutoRenewalStepKind.CardRefused);
        clock.MoveOn(TimeSpan.FromMinutes(61));
        var seen = await Eventually.SeeAsync(
            () => GetAsync(partner, name),
            one => one.Kinds().Count(kind => kind == AutoRenewalStepKind.CardRefused) == 2);
        await partner.Renewals.CancelAutoRenewalAsync(new() { Name = name }, TestClient.In("en"));
        clock.MoveOn(TimeSpan.FromHours(5));

        // Each attempt was a top-up of its own, and each has its money back.
        var failed = seen.Steps.Where(step => step.Kind == AutoRenewalStepKind.CardRefused).ToList();
        Assert.Distinct(failed.Select(step => step.TopUp));
        Assert.All(failed, step => Assert.Equal(ErrorReason.CardBlocked, step.Reason));
        Assert.Equal(
            [TopUpState.Failed, TopUpState.Failed],
            (await partner.TopUps.ListTopUpsAsync(new(), TestClient.In("en"))).TopUps.Select(topUp => topUp.State));
        await running.AssertInOrderAsync();
    }

    [Fact]
    public async Task TRAVEL_two_servers_renew_each_of_many_cards_once()
    {
        await using var running = await StartAsync(new ShiftedClock());
        await using var replica = await running.StartReplicaAsync();
        var partner = await running.AddPartnerAsync("till");
        var cards = Enumerable.Range(0, 24).Select(_ => Sale.NewCard(CoreType.Travel)).ToList();
        foreach (var card in cards)
        {
            await PlantAsync(
                running.Store, partner.PartnerId, card, "travel-1m", CoreMoney.Parse("98.00 CNY")!.Value,
                TimeProvider.System.GetUtcNow(), Seal(running, partner.PartnerId, NumberOf(card)));
        }

        await Eventually.SeeAsync(
            async () => (await partner.Renewals.ListAutoRenewalsAsync(new(), TestClient.In("en"))).AutoRenewals,
            found => found.Count == cards.Count && found.All(one => one.Cycle == 2));

        var records = (await running.IssuerRecordsAsync()).Values.ToList();
        Assert.All(cards, card => Assert.Single(records, record => record.Card == card));
        Assert.Equal(
            cards.Count,
            (await partner.TopUps.ListTopUpsAsync(new() { PageSize = 100 }, TestClient.In("en"))).TopUps.Count);

        // Whichever of them sold or sent: each customer gets one message.
        foreach (var card in cards)
        {
            var message = Assert.Single(await SeeSentAsync(running, NumberOf(card), 1));
            Assert.Contains($"card ending {card[^4..]} was renewed", message.Text, StringComparison.Ordinal);
        }

        Assert.Equal(cards.Count, running.Server.Gateway!.Delivered.Count);
        await running.AssertInOrderAsync();
        running.AssertNoErrors();
    }

    private static Task<RunningServer> StartAsync(ShiftedClock clock) =>
        RunningServer.StartAsync(settings => Quick(settings) with { Clock = clock }, alone: true);

    private static async Task DepositAsync(RunningServer running, TestClient partner, ShiftedClock clock) =>
        await running.Store.Partners.DepositAsync(
            partner.PartnerId, new RequestId(Sale.NewRequestId()), Ids.New(clock.GetUtcNow()), Price,
            clock.GetUtcNow());

    private static string NumberOf(string card) => $"+86139{card[^8..]}";

    private static Task<List<DeliveredMessage>> SeeSentAsync(RunningServer running, string number, int count) =>
        Eventually.SeeAsync(
            () => Task.FromResult(running.Server.Gateway!.Delivered.Where(sent => sent.To == number).ToList()),
            sent => sent.Count >= count);

    private static async Task AssertOnceAsync(RunningServer running, string card) =>
        Assert.Single((await running.IssuerRecordsAsync()).Values, record => record.Card == card);

    private static string Text(Money money) => Partner.Contracts.Client.MoneyText.Format(money);
}
