using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Net.Client;
using Leb.Partner.V1;
using Partner.Core.Actions;
using Partner.Server.Tests.Support;
using CoreActorKind = Partner.Core.Actions.ActorKind;
using CoreAction = Partner.Core.Actions.RecordedAction;

namespace Partner.Server.Tests.Walks;

/// <summary>
/// Every method of the partners' contract: what changes how things are is in the action log, with who, why, before and
/// after; what sells has a record of its own that never changes; the others change nothing.
/// </summary>
/// <param name="shared">The server.</param>
[Collection(WalkServer.Collection)]
public sealed class RecordedTests(WalkServer shared) : SharedServerTest(shared)
{
    private const string Why = "asked by head office";

    // Of each method its actions; "record" and which; or "reads". An action with "+" has nothing before it.
    private static readonly Dictionary<string, string> Rows = Parse("""
        ArrivalService.ReportNotArrived             record case, which says what was found and when
        ArrivalService.GetCase                      reads
        ArrivalService.ListCases                    reads
        AutoRenewalService.CreateAutoRenewal        auto-renewal.create+
        AutoRenewalService.PauseAutoRenewal         auto-renewal.pause
        AutoRenewalService.ResumeAutoRenewal        auto-renewal.resume
        AutoRenewalService.CancelAutoRenewal        auto-renewal.cancel
        AutoRenewalService.GetAutoRenewal           reads
        AutoRenewalService.ListAutoRenewals         reads
        AutoRenewalService.ListAutoRenewalSteps     reads
        BalanceService.GetBalance                   reads
        BalanceService.ListStatementEntries         reads
        BalanceService.GetCommissionSummary         reads
        BalanceService.ListCommissionEntries        reads
        BalanceService.ListSettlements              reads
        BalanceService.GetSettlement                reads
        BalanceService.ListChildVolumes             reads
        CardService.GetCard                         reads
        EnrollmentService.EnrollWithCode            certificate.enroll+
        EnrollmentService.GetCaBundle               reads
        EsimService.GetInstallation                 reads
        EsimService.ReissueInstallation             record reissue, with its comment and identity check
        EsimService.GetReissue                      reads
        LimitService.ListLimits                     reads
        LimitService.SetLimit                       limit.set
        LimitService.RemoveLimit                    limit.remove
        OrganisationService.GetOrganisation         reads
        OrganisationService.UpdateOrganisation      organisation.set
        OrganisationService.ImportOrganisation      unit.update
        OrganisationService.ListOutlets             reads
        OrganisationService.GetOutlet               reads
        OrganisationService.CreateOutlet            unit.create+
        OrganisationService.UpdateOutlet            unit.update
        OrganisationService.CloseOutlet             unit.close
        OrganisationService.ListTerminals           reads
        OrganisationService.GetTerminal             reads
        OrganisationService.CreateTerminal          unit.create+
        OrganisationService.UpdateTerminal          unit.update
        OrganisationService.CloseTerminal           unit.close
        OrganisationService.ListCashiers            reads
        OrganisationService.GetCashier              reads
        OrganisationService.CreateCashier           unit.create+
        OrganisationService.UpdateCashier           unit.update
        OrganisationService.CloseCashier            unit.close
        OrganisationService.CloseShift              record shift, which says who closed it
        OrganisationService.GetShift                reads
        OrganisationService.ListShifts              reads
        PartnerAccountService.EnrollCertificate     certificate.enroll+
        PartnerAccountService.RenewCertificate      certificate.renew+
        PartnerAccountService.ListCertificates      reads
        PartnerAccountService.RevokeCertificate     certificate.revoke
        PartnerAccountService.GetCaBundle           reads
        PartnerAccountService.CreateEnrollmentCode  enrollment-code.create+
        PartnerAccountService.ListEnrollmentCodes   reads
        PartnerAccountService.RevokeEnrollmentCode  enrollment-code.revoke
        PartnerAccountService.WatchAccount          reads
        PlanCatalogService.ListPlans                reads
        PlanCatalogService.GetPlan                  reads
        PlanCatalogService.ListPrices               reads
        PlanCatalogService.ListPromotions           reads
        PlanCatalogService.WatchCatalog             reads
        ReceiptService.PrintReceipt                 record print, counted on the receipt
        ReceiptService.GetReceipt                   reads
        ReceiptService.VerifyReceipt                reads
        ReminderService.ListExpiringCards           reads
        ReminderService.WatchReminders              reads
        TopUpService.CreateTopUp                    record top-up, its events and ledger entries
        TopUpService.QuoteTopUp                     record quote, which is for one sale
        TopUpService.PreviewTopUp                   reads
        TopUpService.GetTopUp                       reads
        TopUpService.ListTopUps                     reads
        TopUpService.GetSalesTotals                 reads
        TopUpService.CancelTopUp                    record top-up, its events and ledger entries
        TopUpService.AbandonTopUp                   record request, which is refused for ever
        TopUpService.QuoteRefund                    reads
        TopUpService.ReverseTopUp                   record reversal, its events and ledger entries
        TopUpService.GetReversal                    reads
        TopUpService.WatchTopUp                     reads
        """);

    private WalkServer Walk => (WalkServer)Shared;

    private Somebody Whole => Walk.Callers.Of("whole");

    private static IEnumerable<MethodDescriptor> Methods =>
        WhoMayCallTests.Methods.Where(method => method.File.Package == "leb.partner.v1");

    [Fact]
    public void Every_method_of_the_partners_contract_says_where_it_is_recorded() => Assert.Equal(
        Methods.Select(NameOf).Order(StringComparer.Ordinal), Rows.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public async Task What_partners_change_is_in_the_action_log_with_who_and_why_and_nothing_else_is()
    {
        var wrong = new List<string>();
        foreach (var method in Methods.Where(method => !method.IsServerStreaming))
        {
            var request = await AskAsync(method);
            var before = await LogAsync();

            var answer = await Outcome.OfAsync(ChannelOf(method), method, request);

            var added = (await LogAsync()).Except(before).ToList();
            var expected = Rows[NameOf(method)];
            var isLogged = !expected.StartsWith("record ", StringComparison.Ordinal) && expected != "reads";
            var told = string.Join(", ", added.Select(one => Describe(one, method)));
            if (request is UpdateOrganisationRequest)
            {
                await Walk.World.Ours.Organisations.UpdateOrganisationAsync(new() { RegisteredOnly = false });
            }

            if (answer.Status != "OK" || told != (isLogged ? expected : ""))
            {
                wrong.Add($"{NameOf(method)}: {expected} was expected, it is {answer}: {told}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    // The name, and whatever is not as it must be.
    private string Describe(CoreAction action, MethodDescriptor method)
    {
        var isByCode = method.Name == "EnrollWithCode";
        var isWho = isByCode
            ? action.Actor.Kind == CoreActorKind.Program
                && action.Actor.Name.StartsWith("enrollmentCodes/", StringComparison.Ordinal)
            : action.Actor == ActionActor.Partner(Whole.Thumbprint!);
        var why = method.InputType.FindFieldByName("comment") is null ? "" : Why;
        return action.Name
            + (action.Before is null ? "+" : "")
            + (action.After is null && action.Name != ActionNames.LimitRemove ? " without an end" : "")
            + (isWho ? "" : $" by {action.Actor}")
            + (action.Why == why ? "" : $" because '{action.Why}'")
            + (action.Subject.StartsWith($"partners/{Walk.World.Ours.PartnerId}/", StringComparison.Ordinal)
                ? ""
                : $" of {action.Subject}");
    }

    // A request that changes something, whatever was asked before.
    private async Task<IMessage> AskAsync(MethodDescriptor method)
    {
        var (world, home) = (Walk.World, Walk.World.Home);
        var request = await Asks.ForAsync(method, world, home);
        var name = $"{Guid.NewGuid():N}"[..20];
        switch (request)
        {
            case UpdateOrganisationRequest ask:
                ask.RegisteredOnly = true;
                break;
            case ImportOrganisationRequest ask:
                ask.Rows[0].Name = name;
                break;
            case UpdateOutletRequest ask:
                ask.Name = name;
                break;
            case UpdateTerminalRequest ask:
                ask.Name = name;
                break;
            case UpdateCashierRequest ask:
                ask.Name = name;
                break;
            case SetLimitRequest ask:
                await home.Owner.Limits.SetLimitAsync(ask);
                ask.Value = new LimitValue { Amount = Sale.Amount("4999.00 CNY") };
                break;
            case PauseAutoRenewalRequest ask:
                ask.Name = await RenewalAsync();
                break;
            case ResumeAutoRenewalRequest ask:
                ask.Name = await RenewalAsync();
                await home.Owner.Renewals.PauseAutoRenewalAsync(new() { Name = ask.Name });
                break;
            case CancelAutoRenewalRequest ask:
                ask.Name = await RenewalAsync();
                break;
        }

        request.Descriptor.FindFieldByName("comment")?.Accessor.SetValue(request, Why);
        return request;
    }

    private async Task<string> RenewalAsync()
    {
        var method = Methods.Single(one => one.Name == "CreateAutoRenewal");
        var request = (CreateAutoRenewalRequest)await Asks.ForAsync(method, Walk.World, Walk.World.Home);
        return (await Walk.World.Ours.Renewals.CreateAutoRenewalAsync(request)).AutoRenewal.Name;
    }

    // A code is used at a door of its own.
    private GrpcChannel ChannelOf(MethodDescriptor method) => Walk.Callers.Channel(
        method.Service.Name == "EnrollmentService" ? Walk.Callers.Of("enrol") : Whole);

    private Task<List<CoreAction>> LogAsync() =>
        Shared.Running.Store.Actions.ListAsync(Walk.World.Ours.PartnerId, null, 10_000, CancellationToken.None);

    private static string NameOf(MethodDescriptor method) => $"{method.Service.Name}.{method.Name}";

    private static Dictionary<string, string> Parse(string rows) => rows.Split('\n')
        .Select(row => row.Trim().Split(' ', 2))
        .ToDictionary(row => row[0], row => row[1].Trim(), StringComparer.Ordinal);
}
