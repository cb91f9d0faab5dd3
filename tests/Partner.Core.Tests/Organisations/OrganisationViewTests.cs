using Partner.Core.Errors;
using Partner.Core.Organisations;

namespace Partner.Core.Tests.Organisations;

/// <summary>Who may sell, as a server knows it.</summary>
public sealed class OrganisationViewTests
{
    private static readonly UnitKey Shop = UnitKey.OfOutlet("shop");
    private static readonly UnitKey Till = new(UnitKind.Terminal, "shop", "till");
    private static readonly UnitKey Anna = new(UnitKind.Cashier, "shop", "anna");

    [Theory]
    [InlineData(false, UnitStatus.Active, UnitStatus.Active, "shop", "till", "anna", Reason.None)]
    [InlineData(false, UnitStatus.Active, UnitStatus.Active, "", "", "", Reason.None)]
    [InlineData(false, UnitStatus.Active, UnitStatus.Active, "shop", "other", "other", Reason.None)]
    [InlineData(false, UnitStatus.Suspended, UnitStatus.Active, "shop", "", "", Reason.OutletNotActive)]
    [InlineData(false, UnitStatus.Closed, UnitStatus.Suspended, "shop", "till", "", Reason.OutletNotActive)]
    [InlineData(false, UnitStatus.Active, UnitStatus.Suspended, "shop", "till", "anna", Reason.TerminalNotActive)]
    [InlineData(false, UnitStatus.Active, UnitStatus.Suspended, "else", "till", "anna", Reason.None)]
    [InlineData(true, UnitStatus.Active, UnitStatus.Active, "else", "till", "anna", Reason.OutletNotFound)]
    [InlineData(true, UnitStatus.Active, UnitStatus.Active, "shop", "other", "anna", Reason.TerminalNotFound)]
    [InlineData(true, UnitStatus.Active, UnitStatus.Active, "shop", "till", "other", Reason.CashierNotFound)]
    [InlineData(true, UnitStatus.Active, UnitStatus.Active, "", "till", "anna", Reason.InvalidRequest)]
    [InlineData(true, UnitStatus.Active, UnitStatus.Active, "shop", "", "anna", Reason.InvalidRequest)]
    [InlineData(true, UnitStatus.Active, UnitStatus.Suspended, "shop", "", "anna", Reason.InvalidRequest)]
    [InlineData(true, UnitStatus.Active, UnitStatus.Closed, "shop", "", "anna", Reason.None)]
    public void What_a_till_is_told(
        bool registeredOnly, UnitStatus shop, UnitStatus till, string outlet, string terminal, string cashier,
        Reason expected)
    {
        var view = new OrganisationView();
        view.Advance(
            1, registeredOnly, [new(Shop, shop), new(Till, till), new(Anna, UnitStatus.Active)], []);

        Assert.Equal(expected, view.RefuseTill(outlet, terminal, cashier)?.Reason ?? Reason.None);
    }

    [Fact]
    public void It_is_brought_forward_by_what_changed()
    {
        var view = new OrganisationView();
        view.Advance(3, true, [new(Shop, UnitStatus.Active), new(Till, UnitStatus.Active)], []);
        var before = view.RefuseTill("shop", "", "");
        view.Advance(4, true, [new(Till, UnitStatus.Closed)], [new("shop", "till", new DateOnly(2026, 1, 15))]);

        Assert.Equal(Reason.InvalidRequest, before?.Reason);
        Assert.Null(view.RefuseTill("shop", "", ""));
        Assert.Equal(Reason.TerminalNotActive, view.RefuseTill("shop", "till", "")?.Reason);
        Assert.Equal((4, new DateOnly(2026, 1, 15)), (view.Version, view.ClosedThrough("shop", "till")));
        Assert.Null(view.ClosedThrough("", "till"));
    }

    [Theory]
    [InlineData("shop-1", null)]
    [InlineData("店铺 1", null)]
    [InlineData("", "is required")]
    [InlineData(" shop", "must not begin or end with a blank")]
    [InlineData("shop\u3000", "must not begin or end with a blank")]
    [InlineData("sh\u200Bop", "must not contain U+200B, which is invisible or changes the direction of the text")]
    [InlineData("01234567890123456789012345678901234567890", "must be at most 40 characters")]
    public void What_a_reference_may_be(string text, string? problem) =>
        Assert.Equal(problem, UnitReference.Problem(text)?.English);

    [Theory]
    [InlineData("С01", "C01")]
    [InlineData("ΑΒ", "AB")]
    [InlineData("０１", "01")]
    public void What_looks_alike(string other, string plain) =>
        Assert.Equal(UnitReference.LooksLike(plain), UnitReference.LooksLike(other));
}
