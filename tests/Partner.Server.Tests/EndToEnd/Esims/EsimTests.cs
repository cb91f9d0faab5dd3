using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Leb.Partner.V1;
using Partner.Core.Contacts;
using Partner.Core.Errors;
using Partner.Core.Esims;
using Partner.Core.Plans;
using Partner.Sandbox.Issuer;
using Partner.Server.Contract;
using Partner.Server.Issuer.Wire;
using Partner.Server.Tests.Support;
using Partner.Storage;
using Partner.Storage.Abstractions;
using CoreDocument = Partner.Core.Contacts.IdDocumentType;
using CoreType = Partner.Core.Cards.CardType;
using IdCheck = Leb.Partner.V1.IdCheck;
using IdDocumentType = Leb.Partner.V1.IdDocumentType;
using MoneyMoved = Leb.Partner.V1.MoneyMoved;

namespace Partner.Server.Tests.EndToEnd.Esims;

/// <summary>eSIM 安装与换机: what installs an eSIM, and a new code for another device.</summary>
public sealed class EsimTests(SharedServer shared) : SharedServerTest(shared), IClassFixture<SharedServer>
{
    private const string Characters = "W8QX";
    private static readonly HttpClient Http = new();

    [Fact]
    public Task REGISTRATION_ESIM_a_new_code_installs_on_another_device_and_the_former_one_no_more() =>
        ChangesDeviceAsync(CoreType.RegistrationEsim, "plans/esim-30d");

    [Fact]
    public Task TRAVEL_a_new_code_installs_on_another_device_and_the_former_one_no_more() =>
        ChangesDeviceAsync(CoreType.Travel, "plans/travel-1d");

    [Theory]
    [InlineData(CoreType.Phone, "plans/phone-50")]
    [InlineData(CoreType.KeepNumber, "plans/keep-1y")]
    public async Task KEEP_NUMBER_and_PHONE_have_no_eSIM_and_the_clerk_is_told_so(CoreType type, string plan)
    {
        var (partner, card) = await CustomerAsync(type, plan);

        var english = await GrpcAssert.Refused(
            Reason.EsimNotOffered, StatusCode.FailedPrecondition, () => ShowAsync(partner, card));
        var chinese = await GrpcAssert.Refused(
            Reason.EsimNotOffered, StatusCode.FailedPrecondition, () => ReissueAsync(partner, Of(card), "zh-CN"));

        Assert.Contains("no eSIM", english.ClerkText, StringComparison.Ordinal);
        Assert.Contains("不是 eSIM", chinese.ClerkText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CoreType.RegistrationEsim, "plans/esim-30d")]
    [InlineData(CoreType.Travel, "plans/travel-1d")]
    public async Task REGISTRATION_ESIM_and_TRAVEL_a_code_that_needs_a_confirmation_code_says_so(
        CoreType type, string plan)
    {
        var partner = await Shared.NewPartnerAsync();
        var card = SandboxCards.Number(type, SandboxOutcome.ConfirmationCode);
        await partner.SellAsync(Sale.Of(card, plan));

        var shown = await ShowAsync(partner, card);
        var (other, plain) = await CustomerAsync(type, plan);

        Assert.Equal((true, true), (shown.Installable, shown.ConfirmationCodeRequired));
        Assert.EndsWith("$$1", shown.ActivationCode, StringComparison.Ordinal);
        Assert.Contains("asks for a confirmation code", shown.Text, StringComparison.Ordinal);
        Assert.False((await ShowAsync(other, plain)).ConfirmationCodeRequired);
    }

    [Fact]
    public async Task A_card_that_others_sold_to_and_one_that_does_not_exist_are_not_found_alike()
    {
        var (_, theirs) = await CustomerAsync(CoreType.Travel, "plans/travel-1d");
        var partner = await Shared.NewPartnerAsync();
        foreach (var card in new[] { theirs, Sale.NewCard(CoreType.Travel), Sale.NewCard() })
        {
            await GrpcAssert.Refused(
                Reason.EsimCardNotFound, StatusCode.NotFound, () => ShowAsync(partner, card));
            await GrpcAssert.Refused(
                Reason.EsimCardNotFound, StatusCode.NotFound, () => ReissueAsync(partner, Of(card)));
        }

        var demo = await Shared.Running.ConnectDemoAsync();
        var outlet = await Shared.Running.ConnectDemoOutletAsync();
        var (own, other) = (Sale.NewCard(CoreType.Travel), Sale.NewCard(CoreType.Travel));
        await outlet.SellAsync(Sale.Of(own, "plans/travel-1d"));
        await demo.SellAsync(Sale.Of(other, "plans/travel-1d"));
        var theirOwn = await ReissueAsync(demo, Of(other));
        Assert.NotEmpty((await ShowAsync(outlet, own)).ActivationCode);
        Assert.Equal("store-1", (await ReissueAsync(outlet, Of(own))).Reissue.Outlet);
        await GrpcAssert.Refused(Reason.EsimCardNotFound, StatusCode.NotFound, () => ShowAsync(outlet, other));
        await GrpcAssert.Refused(
            Reason.EsimReissueNotFound, StatusCode.NotFound,
            () => outlet.Esims.GetReissueAsync(new() { Name = theirOwn.Reissue.Name }, TestClient.In("en"))
                .ResponseAsync);
    }

    [Fact]
    public async Task TRAVEL_the_document_of_the_first_checked_sale_is_the_one_that_counts_and_tries_are_bounded()
    {
        var (partner, card) = await CustomerAsync(CoreType.Travel, "plans/travel-1d", Passport("1111"));
        await partner.SellAsync(Sale.Of(card, "plans/travel-1m").With(sale => sale.IdCheck = Passport("2222")));

        var wrong = (await ReissueAsync(partner, Of(card, Passport("2222")))).Reissue;
        for (var tries = 1; tries < ReissueTerms.MostMismatches; tries++)
        {
            await ReissueAsync(partner, Of(card, Passport("333" + tries)));
        }

        Assert.Equal(
            (EsimReissueState.Failed, ErrorReason.IdCheckMismatch, MoneyMoved.No),
            (wrong.State, wrong.Outcome.Reason, wrong.Outcome.MoneyMoved));
        var locked = await GrpcAssert.Refused(
            Reason.IdCheckLocked, StatusCode.FailedPrecondition,
            () => ReissueAsync(partner, Of(card, Passport("1111"))));
        Assert.True(locked.Facts.ContainsKey("room_from"));

        var (other, right) = await CustomerAsync(CoreType.Travel, "plans/travel-1d", Passport("1111"));
        Assert.Equal(
            EsimReissueState.Succeeded, (await ReissueAsync(other, Of(right, Passport("1111")))).Reissue.State);
        await GrpcAssert.Refused(
            Reason.InvalidRequest, StatusCode.InvalidArgument,
            () => ReissueAsync(other, Of(right).With(ask => ask.IdCheck = null)));
    }

    [Fact]
    public async Task REGISTRATION_ESIM_the_third_change_in_a_year_is_refused_with_the_limit_at_every_partner()
    {
        var (partner, card) = await CustomerAsync(CoreType.RegistrationEsim, "plans/esim-30d");
        var other = await Shared.NewPartnerAsync();
        await other.SellAsync(Sale.Of(card, "plans/esim-6m"));
        await ReissueAsync(partner, Of(card));
        var request = Of(card);
        var second = await ReissueAsync(partner, request);

        foreach (var seller in new[] { partner, other })
        {
            var refused = await GrpcAssert.Refused(
                Reason.EsimReissueLimitReached, StatusCode.FailedPrecondition, () => ReissueAsync(seller, Of(card)));
            Assert.Equal(("2", "2", "365 days"), (
                refused.Facts["limit"], refused.Facts["used"], refused.Facts["period"]));
            Assert.Contains('T', refused.Facts["room_from"]);
        }

        // What was made is told as before, and is not made again, whatever document comes with it.
        var again = await ReissueAsync(partner, request.Clone().With(ask => ask.IdCheck = Passport("9999")));
        Assert.Equal((true, second.Reissue), (again.Replayed, again.Reissue));
        await GrpcAssert.Refused(
            Reason.RequestIdConflict, StatusCode.AlreadyExists,
            () => ReissueAsync(partner, request.Clone().With(ask =>
                ask.Card.Iccid = Sale.NewCard(CoreType.RegistrationEsim))));
        Assert.Equal(2, (await Shared.Running.IssuerRecordsAsync()).Values.Count(record =>
            record.Card == card && record.Kind == IssuerRecordKind.Reissue));
    }

    [Theory]
    [InlineData(SandboxOutcome.TimeoutAfterApplying)]
    [InlineData(SandboxOutcome.TimeoutWithoutApplying)]
    [InlineData(SandboxOutcome.AnswerCutOff)]
    [InlineData(SandboxOutcome.FirstRequestAppliedLate)]
    public async Task TRAVEL_what_is_in_doubt_is_asked_about_until_it_is_known_and_made_once(SandboxOutcome outcome)
    {
        var partner = await Shared.NewPartnerAsync();
        var card = SandboxCards.Number(CoreType.Travel, outcome);
        await partner.SellAsync(Sale.OnSandboxCard(card).With(sale => sale.Plan = "plans/travel-1d"));
        var request = Of(card).With(ask => ask.Wait = Duration.FromTimeSpan(TimeSpan.Zero));

        var first = (await ReissueAsync(partner, request)).Reissue;
        await GrpcAssert.Refused(
            Reason.EsimReissueUnderWay, StatusCode.FailedPrecondition, () => ReissueAsync(partner, Of(card)));
        var ended = await Eventually.SeeAsync(
            async () => (await ReissueAsync(partner, request)).Reissue,
            reissue => reissue.State != EsimReissueState.Processing);

        Assert.Equal((EsimReissueState.Processing, EsimReissueState.Succeeded), (first.State, ended.State));
        Assert.Single((await Shared.Running.IssuerRecordsAsync()).Values, record =>
            record.Card == card && record.Kind == IssuerRecordKind.Reissue);
    }

    [Fact]
    public async Task REGISTRATION_ESIM_a_silent_issuer_leaves_it_PROCESSING_and_an_operator_settles_it()
    {
        var partner = await Shared.NewPartnerAsync();
        var card = SandboxCards.Number(CoreType.RegistrationEsim, SandboxOutcome.NeverAnswers);
        await partner.TopUps.CreateTopUpAsync(
            Sale.OnSandboxCard(card, 0).With(sale => sale.Plan = "plans/esim-30d"), TestClient.In("en"));

        var reissue = (await ReissueAsync(partner, Of(card).With(ask =>
            ask.Wait = Duration.FromTimeSpan(TimeSpan.Zero)))).Reissue;
        var doubtful = await Eventually.SeeAsync(
            async () => (await partner.Esims.GetReissueAsync(
                new() { RequestId = reissue.RequestId }, TestClient.In("zh-CN"))).Reissue,
            seen => seen.InDoubtSince is not null);
        var listed = await VerbOutcome.RunAsync(["in-doubt", "list", .. Shared.Running.DataArguments]);
        var settled = await VerbOutcome.RunAsync(
            ["in-doubt", "resolve", partner.PartnerId.Value, reissue.Name, "--outcome", "failed", "--evidence",
                "the issuer's word", .. Shared.Running.DataArguments]);

        Assert.Equal(EsimReissueState.Processing, doubtful.State);
        Assert.Contains("正在换发安装码", doubtful.Outcome.ClerkText, StringComparison.Ordinal);
        Assert.Contains(reissue.Name, listed.Out, StringComparison.Ordinal);
        Assert.True(settled.Status == 0, settled.Error);
        var after = (await partner.Esims.GetReissueAsync(new() { Name = reissue.Name }, TestClient.In("en"))).Reissue;
        Assert.Equal((EsimReissueState.Failed, ErrorReason.ResolvedByOperator), (after.State, after.Outcome.Reason));
    }

    [Fact]
    public async Task TRAVEL_what_a_server_saved_before_it_was_killed_is_finished_by_another()
    {
        var (partner, card) = await CustomerAsync(CoreType.Travel, "plans/travel-1d");
        var now = TimeProvider.System.GetUtcNow();
        var keys = ContactKeys.Read(Convert.ToBase64String(new byte[32]));
        var shown = keys.Check(partner.PartnerId, CoreDocument.Passport, Characters)!;
        var draft = new Core.Esims.EsimReissue
        {
            PartnerId = partner.PartnerId,
            Id = new ReissueId(Ids.New(now)),
            RequestId = new RequestId(Sale.NewRequestId()),
            Card = Core.Cards.CardNumber.Iccid(card)!,
            CardType = CoreType.Travel,
            Origin = new ReissueOrigin("", "", "", "", ""),
            IdCheck = shown.For(Core.Cards.CardNumber.Iccid(card)!),
            CreatedAt = now,
        };
        var limit = new CardLimit(2, new CalendarPeriod(Core.Plans.PeriodUnit.Day, 365));
        var saved = await Shared.Running.Store.Reissues.SaveAsync(new ReissueCandidate(
            draft, shown, new ReissueTerms(limit, TimeZoneInfo.Utc, now, true),
            new Dispatch(new Lease("a server that is gone", now.AddMilliseconds(1)), null)));

        Assert.Null(saved.Refusal);
        var ended = await Eventually.SeeAsync(
            async () => (await partner.Esims.GetReissueAsync(
                new() { RequestId = draft.RequestId.Value }, TestClient.In("en"))).Reissue,
            reissue => reissue.State != EsimReissueState.Processing);
        Assert.Equal(EsimReissueState.Succeeded, ended.State);
    }

    private static IdCheck Passport(string lastFour = Characters) =>
        new() { DocumentType = IdDocumentType.Passport, LastFour = lastFour };

    private static ReissueInstallationRequest Of(string card, IdCheck? check = null) => new()
    {
        RequestId = Sale.NewRequestId(),
        Card = new CardRef { Iccid = card },
        IdCheck = check ?? Passport(),
        Cashier = "C-7",
        Comment = "new phone",
        Wait = Sale.Longest,
    };

    private static async Task<ReissueInstallationResponse> ReissueAsync(
        TestClient partner, ReissueInstallationRequest request, string language = "en") =>
        await partner.Esims.ReissueInstallationAsync(request, TestClient.In(language));

    private static async Task<Installation> ShowAsync(TestClient partner, string card, string language = "en") =>
        (await partner.Esims.GetInstallationAsync(
            new() { Card = new CardRef { Iccid = card } }, TestClient.In(language))).Installation;

    private async Task<(TestClient Partner, string Card)> CustomerAsync(
        CoreType type, string plan, IdCheck? check = null)
    {
        var (partner, card) = (await Shared.NewPartnerAsync(), Sale.NewCard(type));
        await partner.SellAsync(Sale.Of(card, plan).With(sale => sale.IdCheck = check));
        return (partner, card);
    }

    private async Task<bool> InstallsAsync(string card, string matchingId)
    {
        using var answer = await Http.PostAsync(
            new Uri(Shared.Running.Server.IssuerUrl, $"/download/{matchingId}?logicalResource.value={card}"), null);
        return answer.IsSuccessStatusCode;
    }

    private async Task ChangesDeviceAsync(CoreType type, string plan)
    {
        var (partner, card) = await CustomerAsync(type, plan);
        var before = await ShowAsync(partner, card, "zh-CN");
        var request = Of(card);

        var reissue = (await ReissueAsync(partner, request)).Reissue;
        var after = await ShowAsync(partner, card);

        Assert.Equal((EsimProfileState.Enabled, false), (before.ProfileState, before.Installable));
        Assert.Contains("已安装在设备上", before.Text, StringComparison.Ordinal);
        Assert.Equal(
            (EsimReissueState.Succeeded, IdDocumentType.Passport, MoneyMoved.No, "C-7", "new phone"),
            (reissue.State, reissue.IdChecked, reissue.Outcome.MoneyMoved, reissue.Cashier, reissue.Comment));
        Assert.Contains("one before installs no more", reissue.Outcome.ClerkText, StringComparison.Ordinal);
        Assert.Equal((EsimProfileState.Released, true), (after.ProfileState, after.Installable));
        Assert.NotEqual(before.MatchingId, after.MatchingId);
        Assert.Equal($"LPA:1${after.SmdpAddress}${after.MatchingId}", after.ActivationCode);
        Assert.Equal(after.ActivationCode, QrReading.TextOf(after.QrPng.Span));
        Assert.Equal(
            [
                (DevicePlatform.Ios, after.SmdpAddress), (DevicePlatform.Ios, after.MatchingId),
                (DevicePlatform.Android, after.ActivationCode),
            ],
            after.ManualEntries.Select(entry => (entry.Platform, entry.Value)));
        Assert.False(await InstallsAsync(card, before.MatchingId));
        Assert.True(await InstallsAsync(card, after.MatchingId));
        Assert.Equal(EsimProfileState.Installed, (await ShowAsync(partner, card)).ProfileState);

        // Who did it is kept; neither the code nor the characters are anywhere but in the answer.
        var kept = await Shared.Running.Store.Reissues.FindAsync(
            partner.PartnerId, new RequestId(request.RequestId), default);
        Assert.Equal(partner.Certificate.ToRegistration().Thumbprint, kept!.Origin.Certificate);
        Assert.DoesNotContain(Shared.Running.Log.Lines, line =>
            line.Text.Contains(after.MatchingId, StringComparison.OrdinalIgnoreCase)
            || line.Text.Contains(Characters, StringComparison.OrdinalIgnoreCase));
    }
}
