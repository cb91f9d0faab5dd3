using System.Text;
using Grpc.Core;
using Leb.Partner.V1;
using Partner.Contracts.Client;
using Partner.Core.Errors;
using Partner.Sandbox.Issuer;
using Partner.Server.Tests.Cli;
using Partner.Server.Tests.EndToEnd.Renewals;
using Partner.Server.Tests.Support;
using CoreType = Partner.Core.Cards.CardType;

namespace Partner.Server.Tests.EndToEnd.IdChecks;

/// <summary>证件核验: a plan, or a channel, demands the customer's document; what was shown is hashed at once.</summary>
public sealed class IdCheckTests(RenewalServer shared) : SharedServerTest(shared), IClassFixture<RenewalServer>
{
    // Letters that no id, hash or text has beside each other.
    private const string Characters = "W8QX";

    [Fact]
    public Task KEEP_NUMBER_a_sale_at_the_post_office_needs_an_id_check_and_is_made_with_one() =>
        IsDemandedAsync(CoreType.KeepNumber, "plans/keep-1y");

    [Fact]
    public Task REGISTRATION_ESIM_a_sale_at_the_post_office_needs_an_id_check_and_is_made_with_one() =>
        IsDemandedAsync(CoreType.RegistrationEsim, "plans/esim-30d");

    [Fact]
    public Task PHONE_a_sale_at_the_post_office_needs_an_id_check_and_is_made_with_one() =>
        IsDemandedAsync(CoreType.Phone, "plans/phone-100");

    [Fact]
    public Task TRAVEL_a_sale_at_the_post_office_needs_an_id_check_and_is_made_with_one() =>
        IsDemandedAsync(CoreType.Travel, "plans/travel-1m");

    [Fact]
    public async Task REGISTRATION_ESIM_a_plan_that_demands_it_everywhere_is_told_before_the_sale()
    {
        var partner = await Shared.NewPartnerAsync();
        var card = Sale.NewCard(CoreType.RegistrationEsim);

        var always = (await partner.Plans.GetPlanAsync(new() { Name = "plans/esim-1y" }, TestClient.In("en"))).Plan;
        var some = (await partner.Plans.GetPlanAsync(new() { Name = "plans/esim-30d" }, TestClient.In("en"))).Plan;
        var offers = (await partner.Cards.GetCardAsync(
            new() { Card = new() { Iccid = card } }, TestClient.In("en"))).Card.Offers;

        Assert.Equal(new IdCheckRule { Demand = IdCheckDemand.Always }, always.IdCheck);
        Assert.Equal(
            new IdCheckRule { Demand = IdCheckDemand.ByChannel, Channels = { Channel.PostOffice } }, some.IdCheck);
        Assert.Equal(IdCheckDemand.Always, offers.Single(offer => offer.Plan == "plans/esim-1y").IdCheck);
        Assert.Equal(IdCheckDemand.ByChannel, offers.Single(offer => offer.Plan == "plans/esim-30d").IdCheck);
        await RefusedAsync(partner, Sale.Of(card, "plans/esim-1y"));
        var sold = await partner.SellAsync(Checked(Sale.Of(card, "plans/esim-1y")));
        Assert.Equal((TopUpState.Succeeded, IdDocumentType.Passport), (sold.State, sold.IdChecked));
    }

    [Fact]
    public async Task TRAVEL_a_sale_at_a_quote_that_names_no_card_needs_the_check_too_and_keeps_it_for_its_card()
    {
        var partner = await Shared.NewPartnerAsync();
        var card = Sale.NewCard(CoreType.Travel);
        var quote = await QuoteAsync(partner, card, "plans/travel-1m", Channel.PostOffice);
        var sale = new CreateTopUpRequest
        {
            RequestId = Sale.NewRequestId(), Quote = quote.Name, Wait = Sale.Longest,
        };

        await RefusedAsync(partner, sale);
        var sold = await partner.SellAsync(Checked(sale.Clone()));

        Assert.Equal((TopUpState.Succeeded, IdDocumentType.Passport), (sold.State, sold.IdChecked));
        var direct = await partner.SellAsync(Checked(Sale.Of(card, "plans/travel-1d")));
        Assert.Equal((await KeptAsync(partner, sold)).Hash, (await KeptAsync(partner, direct)).Hash);
    }

    [Theory]
    [InlineData(IdDocumentType.Passport, "W8Q", "last_four")]
    [InlineData(IdDocumentType.Passport, "W8QXW", "last_four")]
    [InlineData(IdDocumentType.Passport, "W8-X", "last_four")]
    [InlineData(IdDocumentType.Passport, "护照号码", "last_four")]
    [InlineData(IdDocumentType.ResidentIdCard, "W8QX", "last_four")]
    [InlineData(IdDocumentType.ResidentIdCard, "X234", "last_four")]
    [InlineData(IdDocumentType.Unspecified, "W8QX", "document_type")]
    [InlineData((IdDocumentType)99, "W8QX", "document_type")]
    public async Task What_cannot_be_the_end_of_a_document_is_refused_by_its_field_and_not_repeated(
        IdDocumentType type, string typed, string field)
    {
        var partner = await Shared.NewPartnerAsync();
        var sale = Sale.Of().With(one => one.IdCheck = new IdCheck { DocumentType = type, LastFour = typed });

        var error = await GrpcAssert.Refused(
            Reason.InvalidRequest, StatusCode.InvalidArgument, () => partner.SellAsync(sale));

        Assert.Equal($"id_check.{field}", Assert.Single(error.Violations).Field);
        Assert.DoesNotContain(typed, error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(IdDocumentType.ResidentIdCard, "１２３ｘ", "123X")]
    [InlineData(IdDocumentType.Passport, " w8qx ", Characters)]
    public async Task However_it_is_typed_it_is_the_same_document(IdDocumentType type, string typed, string meant)
    {
        var partner = await Shared.NewPartnerAsync();
        var card = Sale.NewCard();
        Task<TopUp> SellAsync(string plan, string text) => partner.SellAsync(Sale.Of(card, plan).With(one =>
            one.IdCheck = new IdCheck { DocumentType = type, LastFour = text }));

        var first = await KeptAsync(partner, await SellAsync("plans/phone-50", typed));
        var second = await KeptAsync(partner, await SellAsync("plans/phone-100", meant));

        Assert.Equal(first, second);
    }

    [Fact]
    public async Task PHONE_an_auto_renewal_needs_the_check_when_it_is_created_and_its_sales_count_as_checked()
    {
        var partner = await Shared.NewPartnerAsync();
        var card = SandboxCards.Number(CoreType.Phone, SandboxOutcome.CardExpiring);
        var request = RenewalScene.Of(card, "plans/phone-100", "110.00 CNY");
        request.Channel = Channel.PostOffice;

        await GrpcAssert.Refused(
            Reason.IdCheckRequired, StatusCode.FailedPrecondition,
            () => partner.Renewals.CreateAutoRenewalAsync(request, TestClient.In("en")).ResponseAsync);
        request.IdCheck = Passport();
        var created = await RenewalScene.CreateAsync(partner, request);
        var seen = await RenewalScene.SeeAsync(partner, created.Name, AutoRenewalStepKind.Renewed);

        var renewed = await partner.GetAsync(seen.Steps.Single(step => step.Kind == AutoRenewalStepKind.Renewed).TopUp);
        Assert.Equal(IdDocumentType.Passport, renewed.IdChecked);
        await partner.Renewals.CancelAutoRenewalAsync(new() { Name = created.Name }, TestClient.In("en"));
        var byHand = await partner.SellAsync(Checked(Sale.Of(card, "plans/phone-50")));
        Assert.Equal(await KeptAsync(partner, byHand), await KeptAsync(partner, renewed));
    }

    [Fact]
    public async Task Nothing_that_is_stored_or_logged_has_the_characters()
    {
        var partner = await Shared.NewPartnerAsync();
        var sold = await partner.SellAsync(Checked(Sale.Of(plan: "plans/phone-50")));
        await Assert.ThrowsAsync<RpcException>(() => partner.SellAsync(Sale.Of().With(one =>
            one.IdCheck = new IdCheck { DocumentType = IdDocumentType.Passport, LastFour = Characters + "1" })));

        Assert.Matches("^[0-9a-f]{16}:[0-9a-f]{64}$", (await KeptAsync(partner, sold)).Hash);
        Assert.DoesNotContain(
            Shared.Running.Log.Lines, line => line.Text.Contains(Characters, StringComparison.OrdinalIgnoreCase));
        foreach (var file in Directory.EnumerateFiles(Shared.Running.Folder, "*.db*"))
        {
            await using var stream = new FileStream(
                file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes);
            Assert.DoesNotContain(Characters, Encoding.Latin1.GetString(bytes.ToArray()), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_clerk_types_the_check_and_is_told_of_it_in_both_languages()
    {
        var demo = await Shared.Running.ConnectDemoAsync();
        string[] sale = ["topup", "--card", Sale.NewCard(), "--plan", "phone-50", "--channel", "post-office"];
        Task<CliOutcome> RunAsync(params string[] more) => CliOutcome.RunAsync(Shared.Running, demo, [.. more]);

        var refused = await RunAsync([.. sale, "--lang", "zh-CN"]);
        var half = await RunAsync([.. sale, "--id-document", "passport", "--lang", "en"]);
        var sold = await RunAsync(
            [.. sale, "--id-document", "passport", "--id-last-four", Characters, "--lang", "en"]);
        var again = await RunAsync(
            ["topup", "--card", Sale.NewCard(), "--plan", "phone-50", "--channel", "post-office",
                "--id-document", "resident-id-card", "--id-last-four", "123x", "--lang", "zh-CN"]);
        var quote = await RunAsync(
            ["quote", "--card", Sale.NewCard(), "--plan", "phone-50", "--channel", "post-office", "--lang", "zh-CN"]);
        var plans = await RunAsync(["plans", "--lang", "zh-CN"]);

        Assert.Contains("ID_CHECK_REQUIRED", refused.Error, StringComparison.Ordinal);
        Assert.Contains("须核验顾客证件", refused.Error, StringComparison.Ordinal);
        Assert.Contains("--id-last-four", half.Error, StringComparison.Ordinal);
        Assert.True(sold.Status == 0, sold.Error);
        Assert.Matches("Identity checked +passport", sold.Out);
        Assert.Contains("居民身份证", again.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(Characters, sold.Out + sold.Error, StringComparison.Ordinal);
        Assert.Contains("须核验", quote.Out, StringComparison.Ordinal);
        Assert.Contains("一律核验", plans.Out, StringComparison.Ordinal);
        Assert.Contains("POST_OFFICE", plans.Out, StringComparison.Ordinal);
    }

    private static IdCheck Passport(string lastFour = Characters) =>
        new() { DocumentType = IdDocumentType.Passport, LastFour = lastFour };

    private static CreateTopUpRequest Checked(CreateTopUpRequest sale) => sale.With(one => one.IdCheck = Passport());

    private static async Task<PartnerError> RefusedAsync(
        TestClient partner, CreateTopUpRequest sale, string language = "en") => await GrpcAssert.Refused(
        Reason.IdCheckRequired, StatusCode.FailedPrecondition, () => partner.SellAsync(sale, language));

    private static async Task<Quote> QuoteAsync(TestClient partner, string card, string plan, Channel channel) =>
        (await partner.TopUps.QuoteTopUpAsync(
            new QuoteTopUpRequest { Card = new CardRef { Iccid = card }, Plan = plan, Channel = channel },
            TestClient.In("en"))).Quote;

    private async Task<Core.Contacts.KeptIdCheck> KeptAsync(TestClient partner, TopUp topUp) =>
        (await Shared.Running.Store.TopUps.FindAsync(
            partner.PartnerId, new TopUpId(Sale.IdOf(topUp.Name)), default))!.IdCheck!;

    private async Task IsDemandedAsync(CoreType type, string plan)
    {
        var partner = await Shared.NewPartnerAsync();
        var card = Sale.NewCard(type);
        CreateTopUpRequest Sell() => Sale.Of(card, plan).With(one => one.Channel = Channel.PostOffice);
        Assert.True((await QuoteAsync(partner, card, plan, Channel.PostOffice)).IdCheckRequired);
        Assert.False((await QuoteAsync(partner, card, plan, Channel.Pos)).IdCheckRequired);

        var error = await RefusedAsync(partner, Sell());
        await RefusedAsync(partner, Sell().With(one => one.ValidateOnly = true));
        var chinese = await RefusedAsync(partner, Sell(), "zh-CN");
        Assert.Equal((plan, "POST_OFFICE"), (error.Facts["plan"], error.Facts["channel"]));
        Assert.Contains("last four characters", error.ClerkText, StringComparison.Ordinal);
        Assert.Contains("号码后四位", chinese.ClerkText, StringComparison.Ordinal);

        var checkedOnly = await partner.SellAsync(Checked(Sell()).With(one => one.ValidateOnly = true));
        var sale = Checked(Sell());
        var sold = await partner.SellAsync(sale);
        var again = await partner.TopUps.CreateTopUpAsync(
            sale.Clone().With(one => one.IdCheck = Passport("1111")), TestClient.In("en"));
        var bare = await partner.TopUps.CreateTopUpAsync(
            sale.Clone().With(one => one.IdCheck = null), TestClient.In("en"));

        Assert.Equal(("", IdDocumentType.Passport), (checkedOnly.Name, checkedOnly.IdChecked));
        Assert.Equal((TopUpState.Succeeded, IdDocumentType.Passport), (sold.State, sold.IdChecked));
        Assert.All(new[] { again, bare }, one => Assert.Equal((true, sold), (one.Replayed, one.TopUp)));
        Assert.Equal(IdDocumentType.Passport, (await partner.GetAsync(sold.Name)).IdChecked);
        var plain = await partner.SellAsync(Sale.Of(Sale.NewCard(type), plan));
        Assert.Equal((IdDocumentType.Unspecified, TopUpState.Succeeded), (plain.IdChecked, plain.State));
    }
}
