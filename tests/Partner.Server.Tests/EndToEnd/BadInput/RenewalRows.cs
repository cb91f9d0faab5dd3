using Grpc.Core;
using Leb.Partner.V1;
using Partner.Server.Tests.Support;
using CoreType = Partner.Core.Cards.CardType;

namespace Partner.Server.Tests.EndToEnd.BadInput;

/// <summary>Wrong requests about auto-renewals.</summary>
internal static class RenewalRows
{
    private const string NoRenewal = "AUTO_RENEWAL_NOT_FOUND";

    public static IEnumerable<BadInputRow> All => [.. Create, .. CreateRefused, .. Change, .. Lists];

    private static IEnumerable<BadInputRow> Create =>
    [
        Wrong("renewal: no request id", "request_id", ask => ask.RequestId = ""),
        Wrong("renewal: no card", "card", ask => ask.Card = null),
        Wrong("renewal: a wrong card", "card.iccid", ask => ask.Card.Iccid = "8986020000000000001"),
        Wrong("renewal: no plan", "plan", ask => ask.Plan = ""),
        Wrong("renewal: no channel", "channel", ask => ask.Channel = Channel.Unspecified),
        Wrong("renewal: unknown channel", "channel", ask => ask.Channel = (Channel)77),
        Wrong("renewal: no days", "days_before_expiry", ask => ask.DaysBeforeExpiry = 0),
        Wrong("renewal: too many days", "days_before_expiry", ask => ask.DaysBeforeExpiry = 181),
        Wrong("renewal: earlier than it adds", "days_before_expiry", ask => ask.DaysBeforeExpiry = 31),
        Wrong("renewal: no price", "max_price", ask => ask.MaxPrice = null),
        Wrong("renewal: price of nothing", "max_price", ask => ask.MaxPrice = Sale.Amount("0.00 CNY")),
        Wrong("renewal: price in another currency", "max_price", ask => ask.MaxPrice = Sale.Amount("45.00 USD")),
        Wrong("renewal: no consent", "consent_reference", ask => ask.ConsentReference = ""),
        Wrong("renewal: blank consent", "consent_reference", ask => ask.ConsentReference = "  "),
        Wrong("renewal: consent too long", "consent_reference", ask => ask.ConsentReference = new string('x', 101)),
        Wrong("renewal: no renewals", "renewals", ask => ask.Renewals = 0),
        Wrong("renewal: too many renewals", "renewals", ask => ask.Renewals = 1001),
        Wrong("renewal: empty end", "end_date", ask => ask.EndDate = ""),
        Wrong("renewal: no date", "end_date", ask => ask.EndDate = "2027-02-30"),
        Wrong("renewal: ends before it begins", "end_date", ask => ask.EndDate = "2026-01-01"),
        Wrong("renewal: an identity check without a document", "id_check.document_type", ask =>
            ask.IdCheck = new IdCheck { LastFour = "1234" }),
        Wrong("renewal: an identity check of three characters", "id_check.last_four", ask =>
            ask.IdCheck = new IdCheck { DocumentType = IdDocumentType.Passport, LastFour = "123" }),
        Wrong("renewal: outlet too long", "outlet", ask => ask.Outlet = new string('x', 41)),
        Wrong("renewal: customer's number without a plus", "notify_phone", ask => ask.NotifyPhone = "13800138000"),
        Wrong("renewal: customer's language", "notify_language", ask => ask.NotifyLanguage = "fr"),
    ];

    private static IEnumerable<BadInputRow> CreateRefused =>
    [
        Refused("renewal: unknown plan", StatusCode.NotFound, "PLAN_NOT_FOUND", ask => ask.Plan = "plans/no-such"),
        Refused("renewal: plan of another type", StatusCode.FailedPrecondition, "PLAN_CARD_MISMATCH", ask =>
            ask.Card.Iccid = Sale.NewCard(CoreType.Travel)),
        Refused("renewal: plan that does not renew", StatusCode.FailedPrecondition, "AUTO_RENEWAL_NOT_ALLOWED", ask =>
            ask.Plan = "plans/esim-6m"),
        Refused("renewal: unknown card", StatusCode.NotFound, "CARD_UNKNOWN", ask =>
            ask.Card.Iccid = "8985200000000000002"),
        Refused("renewal: dearer than agreed", StatusCode.FailedPrecondition, "MAX_DEBIT_EXCEEDED", ask =>
            ask.MaxPrice = Sale.Amount("44.99 CNY")),
        BadInputRow.Of("renewal: another outlet", StatusCode.PermissionDenied, "OUTLET_MISMATCH", scene =>
            CreateAsync(scene.Outlet, ask => ask.Outlet = "elsewhere")),
        BadInputRow.Of("renewal: twice", StatusCode.FailedPrecondition, "AUTO_RENEWAL_EXISTS", async scene =>
        {
            var card = Sale.NewCard(CoreType.RegistrationEsim);
            await CreateAsync(scene.Demo, ask => ask.Card.Iccid = card);
            await CreateAsync(scene.Demo, ask => ask.Card.Iccid = card);
        }),
        BadInputRow.Of("renewal: id of another", StatusCode.AlreadyExists, "REQUEST_ID_CONFLICT", async scene =>
        {
            var id = Sale.NewRequestId();
            await CreateAsync(scene.Demo, ask => ask.RequestId = id);
            await CreateAsync(scene.Demo, ask => ask.RequestId = id);
        }),
    ];

    private static IEnumerable<BadInputRow> Change =>
    [
        BadInputRow.Of("pause: nothing", "name", scene => PauseAsync(scene.Demo, "")),
        BadInputRow.Of("pause: malformed name", "name", scene => PauseAsync(scene.Demo, "autoRenewals/x")),
        Missing("renewal pause: unknown", scene => PauseAsync(scene.Demo, BadInputScene.NewName("autoRenewals"))),
        Missing("pause: another partner's", async scene => await PauseAsync(scene.Stranger, await NewAsync(scene))),
        Missing("pause: another outlet's", async scene => await PauseAsync(scene.Outlet, await NewAsync(scene))),
        Missing("renewal resume: unknown", async scene => await scene.Demo.Renewals.ResumeAutoRenewalAsync(
            new() { Name = BadInputScene.NewName("autoRenewals") }, TestClient.In("en"))),
        Missing("renewal cancel: unknown", async scene => await scene.Demo.Renewals.CancelAutoRenewalAsync(
            new() { Name = BadInputScene.NewName("autoRenewals") }, TestClient.In("en"))),
        BadInputRow.Of("resume: over", StatusCode.FailedPrecondition, "AUTO_RENEWAL_OVER", async scene =>
        {
            var name = await NewAsync(scene);
            await scene.Demo.Renewals.CancelAutoRenewalAsync(new() { Name = name }, TestClient.In("en"));
            await scene.Demo.Renewals.ResumeAutoRenewalAsync(new() { Name = name }, TestClient.In("en"));
        }),
        BadInputRow.Of("renewal: get nothing", "name", async scene =>
            await scene.Demo.Renewals.GetAutoRenewalAsync(new(), TestClient.In("en"))),
        BadInputRow.Of("renewal: get malformed request id", "request_id", async scene =>
            await scene.Demo.Renewals.GetAutoRenewalAsync(new() { RequestId = "short" }, TestClient.In("en"))),
        Missing("renewal: get unknown request id", async scene =>
            await scene.Demo.Renewals.GetAutoRenewalAsync(
                new() { RequestId = Sale.NewRequestId() }, TestClient.In("en"))),
    ];

    private static IEnumerable<BadInputRow> Lists =>
    [
        BadInputRow.Of("renewals: unknown state", "state", scene =>
            ListAsync(scene.Demo, new() { State = (AutoRenewalState)77 })),
        BadInputRow.Of("renewals: page too large", "page_size", scene =>
            ListAsync(scene.Demo, new() { PageSize = 501 })),
        BadInputRow.Of("renewals: empty card", "card", scene => ListAsync(scene.Demo, new() { Card = new() })),
        BadInputRow.Of("renewals: outlet too long", "outlet", scene =>
            ListAsync(scene.Demo, new() { Outlet = new string('x', 41) })),
        new("renewals: token of nothing", StatusCode.InvalidArgument, "PAGE_TOKEN_INVALID", "page_token", scene =>
            ListAsync(scene.Demo, new() { PageToken = "AAAA" })),
        BadInputRow.Of("renewals: another outlet", StatusCode.PermissionDenied, "OUTLET_MISMATCH", scene =>
            ListAsync(scene.Outlet, new() { Outlet = "elsewhere" })),
        BadInputRow.Of("steps: malformed name", "auto_renewal", scene =>
            StepsAsync(scene.Demo, new() { AutoRenewal = "autoRenewals/x" })),
        BadInputRow.Of("steps: below zero", "after_number", scene =>
            StepsAsync(scene.Demo, new() { AfterNumber = -1 })),
        BadInputRow.Of("steps: page below zero", "page_size", scene =>
            StepsAsync(scene.Demo, new() { PageSize = -1 })),
        BadInputRow.Of("steps: another outlet", StatusCode.PermissionDenied, "OUTLET_MISMATCH", scene =>
            StepsAsync(scene.Outlet, new() { Outlet = "elsewhere" })),
    ];

    private static BadInputRow Wrong(string name, string field, Action<CreateAutoRenewalRequest> spoil) =>
        BadInputRow.Of(name, field, scene => CreateAsync(scene.Demo, spoil));

    private static BadInputRow Refused(
        string name, StatusCode status, string reason, Action<CreateAutoRenewalRequest> spoil) =>
        BadInputRow.Of(name, status, reason, scene => CreateAsync(scene.Demo, spoil));

    private static BadInputRow Missing(string name, Func<BadInputScene, Task> send) =>
        BadInputRow.Of(name, StatusCode.NotFound, NoRenewal, send);

    private static async Task<string> NewAsync(BadInputScene scene) =>
        (await scene.Demo.Renewals.CreateAutoRenewalAsync(
            Renewals.RenewalScene.Of(Sale.NewCard(CoreType.RegistrationEsim)), TestClient.In("en"))).AutoRenewal.Name;

    private static async Task CreateAsync(TestClient client, Action<CreateAutoRenewalRequest> spoil)
    {
        var ask = Renewals.RenewalScene.Of(Sale.NewCard(CoreType.RegistrationEsim));
        spoil(ask);
        await client.Renewals.CreateAutoRenewalAsync(ask, TestClient.In("en"));
    }

    private static async Task PauseAsync(TestClient client, string name) =>
        await client.Renewals.PauseAutoRenewalAsync(new() { Name = name }, TestClient.In("en"));

    private static async Task ListAsync(TestClient client, ListAutoRenewalsRequest ask) =>
        await client.Renewals.ListAutoRenewalsAsync(ask, TestClient.In("en"));

    private static async Task StepsAsync(TestClient client, ListAutoRenewalStepsRequest ask) =>
        await client.Renewals.ListAutoRenewalStepsAsync(ask, TestClient.In("en"));
}
