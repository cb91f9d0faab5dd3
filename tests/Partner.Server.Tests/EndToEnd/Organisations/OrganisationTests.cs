using Grpc.Core;
using Leb.Partner.V1;
using Partner.Contracts.Client;
using Partner.Server.Tests.Support;
using static Partner.Server.Tests.EndToEnd.Organisations.OrganisationServer;

namespace Partner.Server.Tests.EndToEnd.Organisations;

/// <summary>What is suspended or closed sells nothing, at this server at once and soon at any other.</summary>
public sealed class OrganisationTests(OrganisationServer shared)
    : SharedServerTest(shared), IClassFixture<OrganisationServer>
{
    [Theory]
    [InlineData(OrganisationKind.Outlet, "OUTLET_NOT_ACTIVE")]
    [InlineData(OrganisationKind.Terminal, "TERMINAL_NOT_ACTIVE")]
    [InlineData(OrganisationKind.Cashier, "CASHIER_NOT_ACTIVE")]
    public async Task What_is_suspended_or_closed_sells_and_refunds_nothing_but_a_repeated_call_is_answered(
        OrganisationKind kind, string reason)
    {
        var here = await shared.PartnerAsync();
        var there = shared.AtReplica(here);
        await RegisterAsync(here);
        var sale = Sale();
        var sold = await here.SellAsync(sale);
        Assert.Equal(TopUpState.Succeeded, sold.State);
        Assert.Equal(TopUpState.Succeeded, (await there.SellAsync(Sale())).State);

        await SetAsync(here, kind, OrganisationStatus.Suspended);
        var refused = await here.TopUps.CreateTopUpAsync(Sale()).AsErrorAsync();
        var refund = await here.TopUps.ReverseTopUpAsync(Refund(sold)).AsErrorAsync();
        var replayed = await here.TopUps.CreateTopUpAsync(sale);
        var elsewhere = await Eventually.SeeAsync(() => TryAsync(there), seen => seen is not null);
        await SetAsync(here, kind, OrganisationStatus.Active);
        var again = await here.SellAsync(Sale());
        await SetAsync(here, kind, OrganisationStatus.Closed);
        var closed = await here.TopUps.CreateTopUpAsync(Sale()).AsErrorAsync();
        var revived = await Assert.ThrowsAsync<RpcException>(() => SetAsync(here, kind, OrganisationStatus.Active));

        refused.Is(StatusCode.FailedPrecondition, reason);
        refund.Is(StatusCode.FailedPrecondition, reason);
        Assert.Equal("SUSPENDED", refused.Facts["status"]);
        Assert.Equal((sold.Name, true), (replayed.TopUp.Name, replayed.Replayed));
        Assert.Equal(reason, elsewhere);
        Assert.Equal(TopUpState.Succeeded, again.State);
        closed.Is(StatusCode.FailedPrecondition, reason);
        Assert.Equal("REFERENCE_CLOSED", PartnerError.From(revived).Reason);
    }

    [Fact]
    public async Task A_suspended_outlets_certificate_reads_but_neither_sells_nor_quotes()
    {
        var partner = await shared.PartnerAsync();
        await RegisterAsync(partner);
        var own = await shared.OutletAsync(partner, "shop-1");
        var sold = await own.SellAsync(Sale(""));
        await SetAsync(partner, OrganisationKind.Outlet, OrganisationStatus.Suspended);

        var sale = await own.TopUps.CreateTopUpAsync(Sale("")).AsErrorAsync();
        var quote = await own.TopUps.QuoteTopUpAsync(new QuoteTopUpRequest
        {
            Card = sold.Card, Plan = "plans/phone-50", Channel = Channel.Pos,
        }).AsErrorAsync();
        var read = await own.GetAsync(sold.Name);
        var outlet = (await own.Organisations.GetOutletAsync(new GetOutletRequest { Outlet = "shop-1" })).Outlet;

        sale.Is(StatusCode.FailedPrecondition, "OUTLET_NOT_ACTIVE");
        quote.Is(StatusCode.FailedPrecondition, "OUTLET_NOT_ACTIVE");
        Assert.Equal((sold.Name, OrganisationStatus.Suspended), (read.Name, outlet.Status));
    }

    [Fact]
    public async Task Where_only_what_is_registered_may_sell_nothing_else_does_and_no_name_is_left_out()
    {
        var partner = await shared.PartnerAsync();
        await RegisterAsync(partner);
        var stranger = await shared.PartnerAsync();
        Assert.Equal(TopUpState.Succeeded, (await partner.SellAsync(Sale("shop-2", "x", "y"))).State);
        await partner.Organisations.UpdateOrganisationAsync(new UpdateOrganisationRequest { RegisteredOnly = true });

        (CreateTopUpRequest Sale, string Reason, string Field)[] tries =
        [
            (Sale("shop-2"), "OUTLET_NOT_FOUND", ""),
            (Sale(terminal: "till-2"), "TERMINAL_NOT_FOUND", ""),
            (Sale(cashier: "Аnna"), "CASHIER_NOT_FOUND", ""),
            (Sale(""), "INVALID_REQUEST", "outlet"),
            (Sale(terminal: ""), "INVALID_REQUEST", "terminal"),
            (Sale(cashier: ""), "INVALID_REQUEST", "cashier"),
        ];
        foreach (var (sale, reason, field) in tries)
        {
            var refused = await partner.TopUps.CreateTopUpAsync(sale).AsErrorAsync();
            Assert.Equal(reason, refused.Reason);
            Assert.Equal(field, refused.Violations.FirstOrDefault()?.Field ?? "");
        }

        Assert.Equal(TopUpState.Succeeded, (await partner.SellAsync(Sale())).State);
        Assert.Equal(TopUpState.Succeeded, (await stranger.SellAsync(Sale("", "", ""))).State);
    }

    [Fact]
    public async Task Other_partners_and_other_outlets_do_not_exist()
    {
        var partner = await shared.PartnerAsync();
        await RegisterAsync(partner);
        await partner.Organisations.CreateOutletAsync(new CreateOutletRequest { Reference = "shop-2", Name = "Two" });
        var stranger = await shared.PartnerAsync();
        var second = await shared.OutletAsync(partner, "shop-2");

        foreach (var client in new[] { stranger, second })
        {
            (await client.Organisations.GetOutletAsync(new GetOutletRequest { Outlet = "shop-1" }).AsErrorAsync())
                .Is(StatusCode.NotFound, "OUTLET_NOT_FOUND");
            (await client.Organisations.GetTerminalAsync(
                new GetTerminalRequest { Outlet = "shop-1", Terminal = "till-1" }).AsErrorAsync())
                .Is(StatusCode.NotFound, "TERMINAL_NOT_FOUND");
            (await client.Organisations.CloseCashierAsync(
                new CloseCashierRequest { Outlet = "shop-1", Cashier = "anna" }).AsErrorAsync())
                .Is(StatusCode.NotFound, "CASHIER_NOT_FOUND");
            (await client.Organisations.CreateTerminalAsync(
                new CreateTerminalRequest { Outlet = "shop-1", Reference = "till-9" }).AsErrorAsync())
                .Is(StatusCode.NotFound, "OUTLET_NOT_FOUND");
        }

        var seen = await second.Organisations.ListOutletsAsync(new ListOutletsRequest());
        var own = await second.Organisations.CreateTerminalAsync(new CreateTerminalRequest { Reference = "till-1" });
        (await second.Organisations.CloseOutletAsync(new CloseOutletRequest { Outlet = "shop-2" }).AsErrorAsync())
            .Is(StatusCode.PermissionDenied, "OUTLET_MISMATCH");
        (await second.Organisations.UpdateOrganisationAsync(
            new UpdateOrganisationRequest { RegisteredOnly = true }).AsErrorAsync())
            .Is(StatusCode.PermissionDenied, "OUTLET_MISMATCH");

        Assert.Equal("shop-2", Assert.Single(seen.Outlets).Reference);
        Assert.Equal(("shop-2", "till-1"), (own.Terminal.Outlet, own.Terminal.Reference));
        Assert.Empty((await stranger.Organisations.ListOutletsAsync(new ListOutletsRequest())).Outlets);
    }

    [Fact]
    public async Task An_import_tells_every_error_by_its_row_and_changes_nothing()
    {
        var partner = await shared.PartnerAsync();
        var request = new ImportOrganisationRequest();
        request.Rows.Add(new OrganisationRow { Kind = OrganisationKind.Outlet, Reference = "shop-1" });
        request.Rows.Add(new OrganisationRow { Kind = OrganisationKind.Outlet, Reference = "shop\u202E-2" });
        request.Rows.Add(new OrganisationRow { Reference = "x" });
        request.Rows.Add(new OrganisationRow { Kind = OrganisationKind.Outlet, Reference = "ѕhop-1" });
        request.Rows.Add(new OrganisationRow { Kind = OrganisationKind.Cashier, Outlet = "no", Reference = "bo" });

        var wrong = await partner.Organisations.ImportOrganisationAsync(request, TestClient.In("zh-CN"));
        var none = await partner.Organisations.ListOutletsAsync(new ListOutletsRequest());

        Assert.Equal(
            [
                (2, "reference", ErrorReason.InvalidRequest), (3, "kind", ErrorReason.InvalidRequest),
                (4, "reference", ErrorReason.InvalidRequest), (5, "outlet", ErrorReason.OutletNotFound),
            ],
            wrong.Errors.Select(error => (error.Row, error.Field, error.Reason)));
        Assert.Equal((false, 0), (wrong.Applied, wrong.Created));
        Assert.EndsWith("与另一行的编号相同或外观相同：shop-1", wrong.Errors[2].Text, StringComparison.Ordinal);
        Assert.Empty(none.Outlets);
        var many = new ImportOrganisationRequest();
        many.Rows.AddRange(Enumerable.Range(0, 1001).Select(number => new OrganisationRow
        {
            Kind = OrganisationKind.Outlet, Reference = $"{number}",
        }));
        (await partner.Organisations.ImportOrganisationAsync(many).AsErrorAsync())
            .Is(StatusCode.InvalidArgument, "INVALID_REQUEST");
    }

    private static async Task SetAsync(TestClient client, OrganisationKind kind, OrganisationStatus status)
    {
        var (calls, closes) = (client.Organisations, status == OrganisationStatus.Closed);
        switch (kind)
        {
            case OrganisationKind.Outlet when closes:
                await calls.CloseOutletAsync(new CloseOutletRequest { Outlet = "shop-1" });
                break;
            case OrganisationKind.Outlet:
                await calls.UpdateOutletAsync(new UpdateOutletRequest { Outlet = "shop-1", Status = status });
                break;
            case OrganisationKind.Terminal when closes:
                await calls.CloseTerminalAsync(new CloseTerminalRequest { Outlet = "shop-1", Terminal = "till-1" });
                break;
            case OrganisationKind.Terminal:
                await calls.UpdateTerminalAsync(new UpdateTerminalRequest
                {
                    Outlet = "shop-1", Terminal = "till-1", Status = status,
                });
                break;
            case OrganisationKind.Cashier when closes:
                await calls.CloseCashierAsync(new CloseCashierRequest { Outlet = "shop-1", Cashier = "anna" });
                break;
            default:
                await calls.UpdateCashierAsync(new UpdateCashierRequest
                {
                    Outlet = "shop-1", Cashier = "anna", Status = status,
                });
                break;
        }
    }

    private static ReverseTopUpRequest Refund(TopUp sold) => new()
    {
        RequestId = Support.Sale.NewRequestId(), TopUp = sold.Name, Terminal = "till-1", Cashier = "anna",
    };

    private static async Task<string?> TryAsync(TestClient client)
    {
        try
        {
            await client.TopUps.CreateTopUpAsync(Sale());
            return null;
        }
        catch (RpcException exception)
        {
            return PartnerError.From(exception).Reason;
        }
    }
}
