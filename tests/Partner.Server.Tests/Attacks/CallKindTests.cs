using Grpc.Core;
using Partner.Server.Security;

namespace Partner.Server.Tests.Attacks;

/// <summary>Which bounds a method of the contract is under.</summary>
public sealed class CallKindTests
{
    private static readonly string[] Sums =
    [
        "/leb.operator.v1.SettlementService/GetSettlement",
        "/leb.partner.v1.BalanceService/GetCommissionSummary", "/leb.partner.v1.BalanceService/GetSettlement",
        "/leb.partner.v1.OrganisationService/CloseShift", "/leb.partner.v1.OrganisationService/GetShift",
        "/leb.partner.v1.TopUpService/GetSalesTotals",
    ];

    [Fact]
    public void Every_list_and_every_sum_of_the_contract_takes_turns_and_nothing_else_does()
    {
        var lists = CallPolicy.Standard.Needs.Keys.Where(method =>
            method.StartsWith("/leb.", StringComparison.Ordinal)
            && method.Contains("/List", StringComparison.Ordinal));

        Assert.Equal(lists.Concat(Sums).Order(StringComparer.Ordinal), Of(CallBounds.Kind.Page));
    }

    [Fact]
    public void What_waits_for_a_save_is_a_sale() => Assert.Equal(
        [
            "/leb.partner.v1.TopUpService/CreateTopUp", "/leb.partner.v1.TopUpService/QuoteTopUp",
            "/leb.partner.v1.TopUpService/ReverseTopUp",
        ],
        Of(CallBounds.Kind.Sale));

    private static IEnumerable<string> Of(CallBounds.Kind kind) => CallPolicy.Standard.Needs.Keys
        .Where(method => CallBounds.KindOf(new Method(method)) == kind).Order(StringComparer.Ordinal);

    /// <summary>A unary method by its name, "/package.Service/Method".</summary>
    private sealed record Method(string FullName) : IMethod
    {
        public MethodType Type => MethodType.Unary;

        public string ServiceName => FullName.Split('/')[1];

        public string Name => FullName.Split('/')[2];
    }
}
