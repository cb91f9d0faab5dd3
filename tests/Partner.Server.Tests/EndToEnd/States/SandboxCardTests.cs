using Leb.Partner.V1;
using Partner.Sandbox.Issuer;
using Partner.Server.Issuer.Wire;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.EndToEnd.States;

/// <summary>Every card of the sandbox by the whole route: state, outcome, texts, statement and totals.</summary>
public sealed class SandboxCardTests(SharedServer shared) : SharedServerTest(shared), IClassFixture<SharedServer>
{
    private const long Deposit = 1_000_000;
    private const long Debit = 5_000;
    private const long Commission = 125;

    [Theory]
    [InlineData(SandboxCards.Success)]
    [InlineData(SandboxCards.SuccessAfterShortDelay)]
    [InlineData(SandboxCards.SuccessAfterLongDelay)]
    [InlineData(SandboxCards.ServerErrorThenSuccess)]
    [InlineData(SandboxCards.TimeoutAfterApplying)]
    [InlineData(SandboxCards.TimeoutWithoutApplying)]
    [InlineData(SandboxCards.AnswerCutOff)]
    [InlineData(SandboxCards.AppliedAnsweredLate)]
    [InlineData(SandboxCards.FirstRequestAppliedLate)]
    [InlineData(SandboxCards.ReversalDeclined)]
    [InlineData(SandboxCards.ReversalTimeoutAfterApplying)]
    [InlineData(SandboxCards.CardSuspended)]
    [InlineData(SandboxCards.CardInGrace)]
    [InlineData(SandboxCards.CardExpiring)]
    [InlineData(SandboxCards.GrantsLess)]
    [InlineData(SandboxCards.PartlyUsed)]
    [InlineData(SandboxCards.DeniedLater)]
    [InlineData(SandboxCards.GiftRefused)]
    [InlineData(SandboxCards.GiftNeverAnswered)]
    [InlineData(SandboxCards.GiftTimeoutAfterApplying)]
    [InlineData(SandboxCards.ConfirmationCode)]
    [InlineData(SandboxCards.OneRegion)]
    public async Task A_card_that_the_issuer_tops_up_in_the_end_is_charged_once(string card)
    {
        var partner = await Shared.NewPartnerAsync();

        var sold = await partner.SellAsync(Sale.OnSandboxCard(card));

        Assert.Equal(TopUpState.Succeeded, sold.State);
        Assert.Equal(
            (ErrorReason.Unspecified, MoneyMoved.Yes, false, RetryWith.Unspecified, Fault.Unspecified),
            (sold.Outcome.Reason, sold.Outcome.MoneyMoved, sold.Outcome.RetrySafe, sold.Outcome.RetryWith,
                sold.Outcome.Fault));
        Assert.Null(sold.Outcome.CheckAgainAfter);
        Assert.Null(sold.InDoubtSince);
        Assert.Equal((sold.FinalTime, false), (sold.AcceptTime, sold.Price.Commission.Indicative));
        await AssertTextsAsync(partner, sold);
        Assert.Equal(
            [
                (StatementEntryKind.Deposit, Deposit),
                (StatementEntryKind.TopUp, -Debit),
                (StatementEntryKind.Commission, Commission),
            ],
            await partner.EntriesAsync());
        Assert.Equal([(TopUpState.Succeeded, 1, Debit)], await partner.TotalsAsync());
        await AssertFloatAsync(partner, Deposit - Debit + Commission);
        var record = (await Shared.Running.IssuerRecordsAsync())[Sale.IdOf(sold.Name)];
        Assert.Equal((IssuerRecordState.Applied, sold.IssuerReference), (record.State, record.Reference));
    }

    [Theory]
    [InlineData(SandboxCards.CardBlocked, ErrorReason.CardBlocked, Fault.Issuer)]
    [InlineData(SandboxCards.CardUnknown, ErrorReason.CardUnknown, Fault.Caller)]
    [InlineData(SandboxCards.ProductNotAccepted, ErrorReason.ProductNotAccepted, Fault.Caller)]
    [InlineData(SandboxCards.CardExpired, ErrorReason.CardExpired, Fault.Issuer)]
    public async Task A_card_that_the_issuer_refuses_costs_nothing(string card, ErrorReason reason, Fault fault)
    {
        var partner = await Shared.NewPartnerAsync();

        var refused = await partner.SellAsync(Sale.OnSandboxCard(card));

        Assert.Equal(TopUpState.Failed, refused.State);
        Assert.Equal(
            (reason, MoneyMoved.No, true, RetryWith.NewRequestId, fault),
            (refused.Outcome.Reason, refused.Outcome.MoneyMoved, refused.Outcome.RetrySafe, refused.Outcome.RetryWith,
                refused.Outcome.Fault));
        Assert.Null(refused.AcceptTime);
        Assert.NotNull(refused.FinalTime);
        await AssertTextsAsync(partner, refused);
        Assert.Equal([(StatementEntryKind.Deposit, Deposit)], await partner.EntriesAsync());
        Assert.Equal([(TopUpState.Failed, 1, Debit)], await partner.TotalsAsync());
        await AssertFloatAsync(partner, Deposit);
    }

    [Fact]
    public async Task A_card_about_which_the_issuer_is_silent_stays_PROCESSING_and_reserved()
    {
        var partner = await Shared.NewPartnerAsync();
        var saved = await partner.SellAsync(Sale.OnSandboxCard(SandboxCards.NeverAnswers, waitSeconds: 0));

        var doubtful = await Eventually.SeeAsync(
            () => partner.GetAsync(saved.Name), topUp => topUp.InDoubtSince is not null);

        Assert.Equal(TopUpState.Processing, doubtful.State);
        Assert.Equal(
            (ErrorReason.AwaitingIssuer, MoneyMoved.Unknown, true, RetryWith.SameRequestId, Fault.Unspecified),
            (doubtful.Outcome.Reason, doubtful.Outcome.MoneyMoved, doubtful.Outcome.RetrySafe,
                doubtful.Outcome.RetryWith, doubtful.Outcome.Fault));
        Assert.True(doubtful.Outcome.CheckAgainAfter.ToTimeSpan() > TimeSpan.Zero);
        await AssertTextsAsync(partner, doubtful);
        Assert.Equal([(StatementEntryKind.Deposit, Deposit)], await partner.EntriesAsync());
        Assert.Equal([(TopUpState.Processing, 1, Debit)], await partner.TotalsAsync());
        var balance = await partner.BalanceAsync();
        Assert.Equal((Deposit, Debit), (balance.Posted.Minor(), balance.Reserved.Minor()));
        var unfinished = await Shared.Running.Store.UnfinishedAsync();
        Assert.Contains(
            unfinished, one => one.OperationId == Sale.IdOf(saved.Name) && one.InDoubtSince is not null);
        var resolved = await Shared.Running.Store.TopUps.ResolveAsync(
            partner.PartnerId,
            new TopUpId(Sale.IdOf(saved.Name)),
            new Core.TopUps.OperatorWord(false, "the issuer's letter"),
            TimeProvider.System.GetUtcNow());
        Assert.Equal(Core.TopUps.TopUpState.Failed, resolved!.State);
    }

    /// <summary>No card that the sandbox has is left out above.</summary>
    [Fact]
    public void Every_sandbox_card_is_tested() => Assert.Equal(
        SandboxCards.All.Select(card => card.Number).Order(StringComparer.Ordinal),
        typeof(SandboxCardTests).GetMethods()
            .SelectMany(method => method.GetCustomAttributes(typeof(InlineDataAttribute), false))
            .Select(data => (string)((InlineDataAttribute)data).GetData(null!).Single()[0])
            .Append(SandboxCards.NeverAnswers)
            .Order(StringComparer.Ordinal));

    private static async Task AssertTextsAsync(TestClient partner, TopUp topUp)
    {
        Assert.NotEmpty(topUp.Outcome.ClerkText);
        Assert.DoesNotContain(topUp.Outcome.ClerkText, IsChinese);
        var chinese = await partner.GetAsync(topUp.Name, "zh-CN");
        Assert.Contains(chinese.Outcome.ClerkText, IsChinese);
        Assert.Equal("面额", chinese.Price.Lines[0].Text);
    }

    private static bool IsChinese(char letter) => letter is >= '\u4E00' and <= '\u9FFF';

    private static async Task AssertFloatAsync(TestClient partner, long expected)
    {
        var balance = await partner.BalanceAsync();
        Assert.Equal(
            (expected, 0, expected),
            (balance.Posted.Minor(), balance.Reserved.Minor(), balance.Available.Minor()));
    }
}
