using Leb.Partner.V1;
using Partner.Sandbox.Issuer;
using Partner.Sandbox.Notices;
using Partner.Server.Tests.Support;
using static Partner.Server.Tests.EndToEnd.Renewals.RenewalScene;
using CoreType = Partner.Core.Cards.CardType;

namespace Partner.Server.Tests.EndToEnd.Renewals;

/// <summary>What customers read of auto-renewals, from the step to the gateway.</summary>
public sealed class RenewalNoticeTests(RenewalServer shared) : SharedServerTest(shared), IClassFixture<RenewalServer>
{
    private SimulatedGateway Gateway => Shared.Running.Server.Gateway!;

    [Theory]
    [InlineData(CoreType.KeepNumber, "plans/keep-1y", "60.00 CNY", "+8613966660001", "en")]
    [InlineData(CoreType.RegistrationEsim, "plans/esim-30d", "45.00 CNY", "+8613966660002", "zh-CN")]
    [InlineData(CoreType.Phone, "plans/phone-100", "100.00 CNY", "+8613966660003", "en")]
    [InlineData(CoreType.Travel, "plans/travel-1m", "98.00 CNY", "+8613966660004", "zh-CN")]
    public async Task A_customer_is_told_once_that_a_card_renewed_itself_and_that_nothing_renews_it_any_more(
        CoreType type, string plan, string price, string number, string language)
    {
        var partner = await Shared.NewPartnerAsync();
        var card = SandboxCards.Number(type, SandboxOutcome.CardExpiring);
        var request = Of(card, plan, price).With(ask => ask.NotifyPhone = number);

        var created = (await partner.Renewals.CreateAutoRenewalAsync(request, TestClient.In(language))).AutoRenewal;
        var told = Assert.Single(await SeeAsync(number, 1));
        var renewed = await Eventually.SeeAsync(
            () => GetAsync(partner, created.Name), one => one.AutoRenewal.Cycle == 2);
        await partner.Renewals.CancelAutoRenewalAsync(new() { Name = created.Name }, TestClient.In("en"));
        await partner.Renewals.CancelAutoRenewalAsync(new() { Name = created.Name }, TestClient.In("en"));
        var sent = await SeeAsync(number, 2);

        Assert.True(created.NotifiesCustomer && renewed.AutoRenewal.NotifiesCustomer);
        var step = renewed.Steps[^1];
        Assert.Equal(AutoRenewalStepKind.Renewed, step.Kind);
        Assert.Equal(
            (language, 1, $"{partner.PartnerId}.{Sale.IdOf(created.Name)}.{step.Number}.auto_renewed"),
            (told.Language, told.Segments, told.Id));
        var paid = price.Split('.')[0];
        string[] said = language == "en"
            ? [$"card ending {card[^4..]} was renewed automatically", paid]
            : [$"尾号{card[^4..]}的卡已自动续费", paid];
        Assert.All(said, text => Assert.Contains(text, told.Text, StringComparison.Ordinal));

        // "At least", unless somebody has looked at the card by then.
        Assert.Matches("Valid (at least )?until 20|有效期(至少)?至20", told.Text);

        // By the card's calendar, an end at midnight is that of the day before.
        var end = Core.Projections.CardCalendar.LastDay(
            renewed.AutoRenewal.CardValidUntil.ToDateTimeOffset(),
            TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"));
        Assert.Equal((language, 1), (sent[1].Language, sent[1].Segments));
        string[] over = language == "en"
            ? [$"card ending {card[^4..]} is not renewed automatically any more", $"before it ends on {end:yyyy-MM-dd}"]
            : [$"尾号{card[^4..]}的卡已停止自动续费", $"请在{end:yyyy-MM-dd}到期前到网点续费"];
        Assert.All(over, text => Assert.Contains(text, sent[1].Text, StringComparison.Ordinal));
        Assert.Equal(2, sent.Count);
        Assert.All(sent, message => Assert.DoesNotContain(card[..^4], message.Text, StringComparison.Ordinal));

        // Its sale has no message of its own.
        Assert.Null((await partner.GetAsync(step.TopUp)).Notice);
    }

    [Fact]
    public async Task TRAVEL_who_wants_no_messages_gets_none_of_any_partners_auto_renewal()
    {
        var ids = new List<string>();
        foreach (var partner in new[] { await Shared.NewPartnerAsync(), await Shared.NewPartnerAsync() })
        {
            var created = await CreateAsync(
                partner, Of(Sale.NewCard(CoreType.Travel), "plans/travel-1m", "98.00 CNY")
                    .With(ask => ask.NotifyPhone = SandboxNumbers.OptedOut));
            var over = (await partner.Renewals.CancelAutoRenewalAsync(
                new() { Name = created.Name }, TestClient.In("en"))).AutoRenewal;
            ids.Add($"{partner.PartnerId}.{Sale.IdOf(created.Name)}.{over.LastStep.Number}.auto_renewal_stopped");
            await Eventually.SeeAsync(
                () => Shared.Running.Store.Notices.CountDueAsync(default), due => due == 0);
        }

        Assert.Equal([1, 0], ids.Select(Gateway.TimesReceived));
        Assert.DoesNotContain(Gateway.Delivered, message => message.To == SandboxNumbers.OptedOut);
    }

    [Fact]
    public async Task REGISTRATION_ESIM_the_number_that_came_first_stays_and_without_one_nobody_is_told()
    {
        var partner = await Shared.NewPartnerAsync();
        var request = Of(Sale.NewCard(CoreType.RegistrationEsim)).With(ask => ask.NotifyPhone = "+8613966660005");
        var silent = Of(Sale.NewCard(CoreType.RegistrationEsim));

        var first = await partner.Renewals.CreateAutoRenewalAsync(request, TestClient.In("en"));
        var again = await partner.Renewals.CreateAutoRenewalAsync(
            request.Clone().With(ask => (ask.NotifyPhone, ask.NotifyLanguage) = ("+8613966660006", "zh-CN")),
            TestClient.In("en"));
        var without = await CreateAsync(partner, silent);
        var late = await CreateAsync(partner, silent.Clone().With(ask => ask.NotifyPhone = "+8613966660006"));
        foreach (var name in new[] { without.Name, first.AutoRenewal.Name })
        {
            await partner.Renewals.PauseAutoRenewalAsync(new() { Name = name }, TestClient.In("en"));
        }

        Assert.Equal((true, true), (again.Replayed, again.AutoRenewal.NotifiesCustomer));
        Assert.Equal((false, false), (without.NotifiesCustomer, late.NotifiesCustomer));
        var message = Assert.Single(await SeeAsync("+8613966660005", 1));
        Assert.Equal("en", message.Language);
        Assert.DoesNotContain(Gateway.Delivered, sent => sent.To == "+8613966660006");
        var listed = (await partner.Renewals.ListAutoRenewalsAsync(new(), TestClient.In("en"))).AutoRenewals;
        Assert.Equal([false, true], listed.Select(one => one.NotifiesCustomer));
    }

    private Task<List<DeliveredMessage>> SeeAsync(string number, int count) => Eventually.SeeAsync(
        () => Task.FromResult(Gateway.Delivered.Where(message => message.To == number).ToList()),
        sent => sent.Count >= count);
}
