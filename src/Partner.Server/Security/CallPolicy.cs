using System.Collections.Frozen;
using Partner.Core.Identity;
using Partner.Core.Texts;
using static Partner.Core.Identity.Permissions;

namespace Partner.Server.Security;

/// <summary>
/// Which permission each method needs: the one table, with every method of every service. A method that is served but
/// not named here stops the server when it starts, and would be refused besides. It repeats what the contract's
/// comments promise; a test compares the two.
/// </summary>
public sealed class CallPolicy
{
    private readonly FrozenDictionary<string, Permissions> _needs;

    /// <summary>A table of its own, for tests.</summary>
    /// <param name="needs">
    /// For "/package.Service/Method" the permissions of which one is enough; None: anybody registered.
    /// </param>
    internal CallPolicy(IEnumerable<KeyValuePair<string, Permissions>> needs) =>
        _needs = needs.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The server's table.</summary>
    public static CallPolicy Standard { get; } = new([
        .. Service("leb.partner.v1.TopUpService",
            ("CreateTopUp", Sell),
            ("QuoteTopUp", Sell),
            ("PreviewTopUp", Read | Sell),
            ("GetTopUp", Read | Sell),
            ("ListTopUps", Read),
            ("GetSalesTotals", Read),
            ("CancelTopUp", Sell),
            ("AbandonTopUp", Sell),
            ("QuoteRefund", Sell | Reverse),
            ("ReverseTopUp", Reverse),
            ("GetReversal", Read | Sell | Reverse),
            ("WatchTopUp", Read | Sell)),
        .. Service("leb.partner.v1.BalanceService",
            ("GetBalance", Read),
            ("ListStatementEntries", Read),
            ("GetCommissionSummary", Read),
            ("ListCommissionEntries", Read),
            ("ListSettlements", Read),
            ("GetSettlement", Read),
            ("ListChildVolumes", Read)),
        .. Service("leb.partner.v1.PlanCatalogService",
            ("ListPlans", Read | Sell),
            ("GetPlan", Read | Sell),
            ("ListPrices", Read | Sell),
            ("ListPromotions", Read | Sell),
            ("WatchCatalog", Read | Sell)),
        .. Service("leb.partner.v1.CardService",
            ("GetCard", Read | Sell)),
        .. Service("leb.partner.v1.ReceiptService",
            ("PrintReceipt", Read | Sell),
            ("GetReceipt", Read | Sell),
            ("VerifyReceipt", Read | Sell)),
        .. Service("leb.partner.v1.ArrivalService",
            ("ReportNotArrived", Sell),
            ("GetCase", Read | Sell),
            ("ListCases", Read | Sell)),
        .. Service("leb.partner.v1.AutoRenewalService",
            ("CreateAutoRenewal", Sell),
            ("PauseAutoRenewal", Sell),
            ("ResumeAutoRenewal", Sell),
            ("CancelAutoRenewal", Sell),
            ("GetAutoRenewal", Read | Sell),
            ("ListAutoRenewals", Read | Sell),
            ("ListAutoRenewalSteps", Read | Sell)),
        .. Service("leb.partner.v1.ReminderService",
            ("ListExpiringCards", Read),
            ("WatchReminders", Read)),
        .. Service("leb.partner.v1.EsimService",
            ("GetInstallation", Sell),
            ("ReissueInstallation", Sell),
            ("GetReissue", Read | Sell)),
        .. Service("leb.partner.v1.PartnerAccountService",
            ("EnrollCertificate", Manage),
            ("RenewCertificate", None),
            ("ListCertificates", Manage | Read),
            ("RevokeCertificate", Manage),
            ("GetCaBundle", None),
            ("CreateEnrollmentCode", Manage),
            ("ListEnrollmentCodes", Manage),
            ("RevokeEnrollmentCode", Manage),
            ("WatchAccount", Manage | Read)),
        .. Service("leb.partner.v1.OrganisationService",
            ("GetOrganisation", Read | Manage),
            ("UpdateOrganisation", Manage),
            ("ImportOrganisation", Manage),
            ("ListOutlets", Read | Manage),
            ("GetOutlet", Read | Manage),
            ("CreateOutlet", Manage),
            ("UpdateOutlet", Manage),
            ("CloseOutlet", Manage),
            ("ListTerminals", Read | Manage),
            ("GetTerminal", Read | Manage),
            ("CreateTerminal", Manage),
            ("UpdateTerminal", Manage),
            ("CloseTerminal", Manage),
            ("ListCashiers", Read | Manage),
            ("GetCashier", Read | Manage),
            ("CreateCashier", Manage),
            ("UpdateCashier", Manage),
            ("CloseCashier", Manage),
            ("CloseShift", Sell),
            ("GetShift", Read | Sell),
            ("ListShifts", Read)),
        .. Service("leb.partner.v1.LimitService",
            ("ListLimits", Read | Manage),
            ("SetLimit", Manage),
            ("RemoveLimit", Manage)),
        .. OperatorPolicy.Changes.Keys.Select(method => KeyValuePair.Create(method, Operator)),
        .. Service("grpc.health.v1.Health",
            ("Check", None),
            ("List", None),
            ("Watch", None)),
        .. Service("grpc.reflection.v1.ServerReflection",
            ("ServerReflectionInfo", None)),
    ]);

    /// <summary>For each method, "/package.Service/Method", the permissions of which one is enough.</summary>
    public IReadOnlyDictionary<string, Permissions> Needs => _needs;

    /// <summary>What a method needs.</summary>
    /// <param name="method">"/package.Service/Method".</param>
    /// <param name="anyOf">The permissions of which one is enough; None: anybody registered.</param>
    /// <returns>Whether the table names the method.</returns>
    internal bool TryGet(string method, out Permissions anyOf) => _needs.TryGetValue(method, out anyOf);

    /// <summary>Whether a method is of the partners' contract.</summary>
    /// <param name="method">"/package.Service/Method".</param>
    internal static bool IsPartners(string method) => method.StartsWith("/leb.partner.", StringComparison.Ordinal);

    /// <summary>Permissions as the contract writes them: "read or sell", "any" where nothing is needed.</summary>
    /// <param name="anyOf">The permissions of which one is enough.</param>
    internal static string Describe(Permissions anyOf) => anyOf == None ? "any" : string.Join(
        " or ",
        Enum.GetValues<Permissions>()
            .Where(permission => permission != None && anyOf.HasFlag(permission))
            .Select(EnumWord.Lower));

    private static IEnumerable<KeyValuePair<string, Permissions>> Service(
        string name, params (string Method, Permissions AnyOf)[] methods) =>
        methods.Select(m => KeyValuePair.Create($"/{name}/{m.Method}", m.AnyOf));
}
