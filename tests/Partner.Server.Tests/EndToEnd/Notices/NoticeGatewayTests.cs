using Leb.Partner.V1;
using Partner.Server.Tests.BackOffice;
using Partner.Server.Tests.Support;
using CardType = Partner.Core.Cards.CardType;

namespace Partner.Server.Tests.EndToEnd.Notices;

/// <summary>Servers whose gateway is slow, away, or not there at all.</summary>
public sealed class NoticeGatewayTests
{
    private const string Number = "+8613912345678";

    [Fact]
    public async Task A_gateway_that_is_silent_for_minutes_holds_no_sale_up()
    {
        await using var running = await RunningServer.StartAsync(settings => settings with
        {
            Gateway = settings.Gateway! with { AllSlow = true, SlowFor = TimeSpan.FromMinutes(10) },
            Notices = settings.Notices with { AttemptTimeout = TimeSpan.FromSeconds(2), Attempts = 1 },
        });
        var partner = await running.AddPartnerAsync("till");
        var began = TimeProvider.System.GetTimestamp();
        var sold = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ =>
            partner.SellAsync(Sale.Of().With(sale => sale.NotifyPhone = Number))));

        // All together would wait for 40 × 2 s, were it on their way.
        Assert.All(sold, topUp => Assert.Equal(TopUpState.Succeeded, topUp.State));
        Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(60));
        Assert.All(sold, topUp => Assert.Equal(CustomerNoticeState.Due, topUp.Notice.State));
        Assert.Empty(running.Server.Gateway!.Delivered);
        await running.AssertInOrderAsync();
    }

    [Fact]
    public async Task Where_no_messages_go_out_the_sale_is_made_and_every_answer_says_so()
    {
        await using var running = await RunningServer.StartAsync(settings => settings with { Gateway = null });
        var partner = await running.AddPartnerAsync("till");
        var request = Sale.Of().With(sale => sale.NotifyPhone = Number);

        var sold = await partner.SellAsync(request);
        var again = await partner.SellAsync(request, "zh-CN");
        var read = await partner.GetAsync(sold.Name);
        var checkedOnly = await partner.SellAsync(Sale.Of().With(sale =>
            (sale.NotifyPhone, sale.ValidateOnly) = (Number, true)));

        Assert.Equal(TopUpState.Succeeded, sold.State);
        Assert.All(
            new[] { sold, again, read, checkedOnly },
            topUp => Assert.Equal(CustomerNoticeState.NotOffered, topUp.Notice.State));
        Assert.Contains("sends none at present", sold.Notice.Text, StringComparison.Ordinal);
        Assert.Contains("目前不发送短信", again.Notice.Text, StringComparison.Ordinal);
        Assert.Equal("+86…5678", sold.Notice.MaskedPhone);

        var renewal = new CreateAutoRenewalRequest
        {
            RequestId = Sale.NewRequestId(), Card = new() { Iccid = Sale.NewCard(CardType.RegistrationEsim) },
            Plan = "plans/esim-30d", Channel = Channel.Pos, DaysBeforeExpiry = 3,
            MaxPrice = Sale.Amount("45.00 CNY"), ConsentReference = "consent-7", NotifyPhone = Number,
        };
        var standing = (await partner.Renewals.CreateAutoRenewalAsync(renewal, TestClient.In("zh-CN"))).AutoRenewal;
        Assert.Equal((AutoRenewalState.Active, false), (standing.State, standing.NotifiesCustomer));
        Assert.EndsWith("本服务目前不发送短信，请自行告知顾客。", standing.ClerkText, StringComparison.Ordinal);
        await partner.Renewals.CancelAutoRenewalAsync(new() { Name = standing.Name }, TestClient.In("en"));

        // Nothing was kept of it, but that it is another sale with another number.
        Assert.Equal(0, await running.Store.Notices.CountDueAsync(default));
        await GrpcAssert.Refused(
            Core.Errors.Reason.RequestIdConflict,
            Grpc.Core.StatusCode.AlreadyExists,
            () => partner.SellAsync(request.Clone().With(sale => sale.NotifyPhone = "+8613912345679")));
    }

    [Fact]
    public async Task A_sale_that_was_made_before_there_was_a_key_is_the_same_afterwards()
    {
        var configured = false;
        await using var running = await RunningServer.StartAsync(
            settings => configured
                ? settings
                : settings with { Gateway = null, Notices = settings.Notices with { KeyFile = null } },
            alone: true);
        var certificate = (await running.AddPartnerAsync("till")).Certificate;
        var request = Sale.Of().With(sale => sale.NotifyPhone = Number);
        var sold = await running.Connect(certificate).SellAsync(request);

        await running.StopAsync();
        configured = true;
        await running.StartAgainAsync();
        var partner = running.Connect(certificate);
        var again = await partner.TopUps.CreateTopUpAsync(request, TestClient.In("en"));

        Assert.True(again.Replayed);
        Assert.Equal(
            (sold.Name, CustomerNoticeState.NotOffered), (again.TopUp.Name, again.TopUp.Notice.State));
        var next = await partner.SellAsync(Sale.Of().With(sale => sale.NotifyPhone = Number));
        await Eventually.SeeAsync(
            async () => (await partner.GetAsync(next.Name)).Notice.State, state => state == CustomerNoticeState.Sent);
    }

    [Fact]
    public async Task After_a_change_of_the_key_what_waits_is_sent_and_what_was_opted_out_stays_so()
    {
        var changed = false;
        await using var running = await RunningServer.StartAsync(
            settings => settings with
            {
                Gateway = changed ? settings.Gateway : null,
                Notices = changed
                    ? settings.Notices with
                    {
                        KeyFile = NewKeyFile(settings.DataFolder),
                        FormerKeyFiles = [settings.Notices.KeyFile!],
                    }
                    : settings.Notices with { Gateway = new Uri("http://127.0.0.1:1/") },
            },
            alone: true);
        var certificate = (await running.AddPartnerAsync("till")).Certificate;
        var waiting = await running.Connect(certificate).SellAsync(
            Sale.Of().With(sale => sale.NotifyPhone = Number));
        var unwanted = await OperatorSubjects.RunAsync(
            running, "notices", "opt-out", "+86 139 8765 4321", "--why", "a letter", "--lang", "en");
        Assert.True(unwanted.Status == 0, unwanted.Error);
        Assert.Equal("+86…4321 gets no text messages any more.", unwanted.Out.Trim());

        await running.StopAsync();
        changed = true;
        await running.StartAgainAsync();
        var partner = running.Connect(certificate);
        var muted = await partner.SellAsync(Sale.Of().With(sale => sale.NotifyPhone = "+8613987654321"));

        await SeeAsync(partner, waiting, CustomerNoticeState.Sent);
        await SeeAsync(partner, muted, CustomerNoticeState.OptedOut);
        Assert.Equal([Number], running.Server.Gateway!.Delivered.Select(message => message.To));
        running.AssertNoErrors(0);
    }

    private static string NewKeyFile(string folder)
    {
        var path = Path.Combine(folder, "new-notice.key");
        File.WriteAllText(path, Convert.ToBase64String(Enumerable.Repeat((byte)7, 32).ToArray()));
        return path;
    }

    private static Task SeeAsync(TestClient partner, TopUp topUp, CustomerNoticeState state) => Eventually.SeeAsync(
        async () => (await partner.GetAsync(topUp.Name)).Notice.State, seen => seen == state);
}
