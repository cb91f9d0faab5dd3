using Partner.Core.Errors;
using Partner.Core.Identity;
using Partner.Server.Security;

namespace Partner.Server.Tests.Security;

public sealed class OutletScopeTests
{
    private static readonly Caller Whole = new(new PartnerId("acme"), null, Permissions.Sell, new string('a', 64));
    private static readonly Caller OfStore1 = Whole with { Outlet = "store-1" };

    [Theory]
    [InlineData(null, "")]
    [InlineData("", "")]
    [InlineData("store-2", "store-2")]
    public void A_partner_wide_certificate_may_name_any_outlet(string? requested, string outlet) =>
        Assert.Equal(outlet, Whole.OutletFor(requested).Value);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("store-1")]
    public void An_outlet_certificate_fills_its_outlet_in(string? requested) =>
        Assert.Equal("store-1", OfStore1.OutletFor(requested).Value);

    [Theory]
    [InlineData("store-2")]
    [InlineData("STORE-1")]
    [InlineData(" store-1")]
    public void An_outlet_certificate_must_not_name_another(string requested)
    {
        var refusal = OfStore1.OutletFor(requested).Refusal;

        Assert.Equal(Reason.OutletMismatch, refusal?.Reason);
        Assert.Equal("store-1", refusal?.Metadata["outlet"]);
    }

    [Fact]
    public void An_outlet_certificate_sees_its_own_sales_only()
    {
        Assert.True(OfStore1.Sees("store-1"));
        Assert.False(OfStore1.Sees("store-2"));
        Assert.False(OfStore1.Sees(""));
        Assert.False(OfStore1.Sees(null));
        Assert.True(Whole.Sees("store-2"));
        Assert.True(Whole.Sees(null));
    }
}
