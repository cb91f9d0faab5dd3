using Leb.Partner.V1;
using Partner.Core.Cards;
using Partner.Core.Contacts;
using Partner.Core.Renewals;
using Partner.Sandbox.Certificates;
using Partner.Sandbox.Hosting;
using Partner.Server.Contract;
using Partner.Server.Renewals;
using Partner.Server.Tests.Support;
using Partner.Storage;
using CoreMoney = Partner.Core.Amounts.Money;
using CoreRenewal = Partner.Core.Renewals.AutoRenewal;

namespace Partner.Server.Tests.EndToEnd.Renewals;

/// <summary>A server that looks for what is due all the time.</summary>
public sealed class RenewalServer : SharedServer
{
    /// <inheritdoc/>
    protected override SandboxSettings Settings(SandboxSettings settings) => RenewalScene.Quick(settings);
}

/// <summary>What tests of auto-renewals have in common.</summary>
internal static class RenewalScene
{
    public static SandboxSettings Quick(SandboxSettings settings) => settings with
    {
        Renewals = new RenewalOptions { Every = TimeSpan.FromMilliseconds(50), SaleWait = TimeSpan.FromSeconds(1) },
    };

    /// <summary>A right request: for a card, three days before its end, at its price.</summary>
    public static CreateAutoRenewalRequest Of(
        string card, string plan = "plans/esim-30d", string most = "45.00 CNY") => new()
        {
            RequestId = Sale.NewRequestId(),
            Card = new CardRef { Iccid = card },
            Plan = plan,
            Channel = Channel.Pos,
            DaysBeforeExpiry = 3,
            MaxPrice = Sale.Amount(most),
            ConsentReference = "consent-7",
        };

    public static async Task<Leb.Partner.V1.AutoRenewal> CreateAsync(
        TestClient client, CreateAutoRenewalRequest request) =>
        (await client.Renewals.CreateAutoRenewalAsync(request, TestClient.In("en"))).AutoRenewal;

    public static async Task<GetAutoRenewalResponse> GetAsync(
        TestClient client, string name, string language = "en") =>
        await client.Renewals.GetAutoRenewalAsync(new() { Name = name }, TestClient.In(language));

    /// <summary>Waits for a step.</summary>
    public static async Task<GetAutoRenewalResponse> SeeAsync(
        TestClient client, string name, AutoRenewalStepKind kind) => await Eventually.SeeAsync(
        () => GetAsync(client, name), seen => seen.Steps.Any(step => step.Kind == kind));

    public static IEnumerable<AutoRenewalStepKind> Kinds(this GetAutoRenewalResponse seen) =>
        seen.Steps.Select(step => step.Kind);

    /// <summary>One of any card that is due at once: so many days before its end as nobody may ask for.</summary>
    public static Task<string> PlantAsync(
        PartnerStore store, PartnerId partnerId, string card, string plan, CoreMoney most, TimeProvider clock) =>
        PlantAsync(store, partnerId, card, plan, most, clock.GetUtcNow());

    /// <summary>A customer's number, sealed as the server does it.</summary>
    public static KeptContact Seal(RunningServer running, PartnerId partnerId, string number) =>
        ContactKeys.Read(File.ReadAllText(DevelopmentPki.NoticeKeyIn(running.Folder))).Keep(
            partnerId, new ContactId(Ids.New(TimeProvider.System.GetUtcNow())),
            new CustomerContact(new PhoneNumber(number), null), NoticeLanguage.English, null)!;

    /// <summary>The same, due at a time.</summary>
    public static async Task<string> PlantAsync(
        PartnerStore store, PartnerId partnerId, string card, string plan, CoreMoney most, DateTimeOffset due,
        KeptContact? contact = null)
    {
        const int days = 700;
        var now = TimeProvider.System.GetUtcNow();
        var draft = new CoreRenewal
        {
            PartnerId = partnerId,
            Id = new RenewalId(Ids.New(now)),
            RequestId = new RequestId(Sale.NewRequestId()),
            Terms = new RenewalTerms(
                CardNumber.Iccid(card)!, new PlanCode(plan), Core.Plans.Channel.Pos, days, most, null, null, "planted"),
            CardType = Partner.Sandbox.Issuer.SandboxCards.TypeOf(card)!.Value,
            Outlet = "",
            CreatedAt = now,
            CycleEnd = due.AddDays(days),
        };
        await store.Renewals.CreateAsync(
            RenewalLife.Create(draft, TimeZoneInfo.Utc, most, new RenewalPolicy(), now), contact);
        return $"autoRenewals/{draft.Id}";
    }
}
