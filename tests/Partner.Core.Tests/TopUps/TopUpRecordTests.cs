using Partner.Core.Contacts;
using Partner.Core.Tests.Support;
using Partner.Core.TopUps;

namespace Partner.Core.Tests.TopUps;

/// <summary>What of an order and its offer is stored with the sale.</summary>
public sealed class TopUpRecordTests
{
    private static readonly PartnerId Acme = new("acme");

    [Fact]
    public void That_an_identity_check_was_demanded_is_not_stored()
    {
        var demanding = Given.Offer() with { DemandsIdCheck = true };

        var topUp = TopUpRecord.Of(Acme, new TopUpId("t1"), Given.Order(), demanding, Given.Noon);

        Assert.Equal(demanding with { DemandsIdCheck = false }, topUp.Offer);
    }

    [Fact]
    public void The_check_that_was_made_for_the_sale_is_stored_before_that_of_its_standing_order()
    {
        var keys = ContactKeys.Read(Convert.ToBase64String(new byte[32]));
        var check = keys.Check(Acme, IdDocumentType.Passport, "A123")!;
        var standing = keys.Check(Acme, IdDocumentType.Other, "B456")!.For(Given.Card);
        var order = Given.Order() with { StandingIdCheck = standing };

        Assert.Equal(check.For(Given.Card), Kept(order with { IdCheck = check }));
        Assert.Equal(standing, Kept(order));
        Assert.Null(Kept(Given.Order()));

        static KeptIdCheck? Kept(TopUpOrder order) =>
            TopUpRecord.Of(Acme, new TopUpId("t1"), order, Given.Offer(), Given.Noon).IdCheck;
    }
}
